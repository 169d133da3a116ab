from report_tools import check_page

from nertag.report import SearchTable, search_page

TABLE = SearchTable(
    names=["lr", "units"],
    ends=[("0.001", "0.01"), ("64", "128")],
    values=[["0.002", "64"], ["0.004", "128"], ["0.01", "64"]],
    places=[[0.3, 0.0], [0.6, 1.0], [1.0, 0.0]],
    f1=[0.5, 0.7, 0.2],
    pruned=[False, False, True],
    importance={},
)


def test_of_few_trials_the_importance_is_not_known():
    """The page of a search of fewer than five trials could not be written."""
    page = check_page(search_page(TABLE, "Search on a<b>.jsonl"))
    assert page.tags["svg"] == 1
    assert page.tags["tr"] == 1 + 3
    assert "3 trials, 1 of them cut short" in page.text
    assert page.text.index("70.00") < page.text.index("50.00") < page.text.index("3 cut short")


def test_without_matplotlib_there_are_no_pictures(monkeypatch):
    monkeypatch.setattr("nertag.report.search.can_draw", lambda: False)
    page = check_page(search_page(TABLE, "Search"))
    assert page.tags["svg"] == 0
    assert page.tags["tr"] == 1 + 3
