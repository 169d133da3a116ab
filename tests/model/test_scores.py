"""Scores as a notebook shows them."""

import re

from nertag.model import F1Interval, LabelScores, ReadingScores, Scores

ROW = LabelScores(0.5, 1.0, 2 / 3, 1234)


def test_a_notebook_shows_the_table_with_what_is_a_sign_escaped():
    reading = ReadingScores({"<b>": ROW, "": ROW}, ROW, ROW)
    interval = F1Interval(0.95, 2 / 3, 0.6, 0.7)
    html = Scores(3, 40, "BIO", reading, reading, {"<i>": 2}, interval)._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html
    rows = re.findall(r"<tr><th[^>]*>(.*?)</th>(.*?)</tr>", html)[1:]
    names = ["&lt;b&gt;", "(no label)", "micro (strict)", "macro (strict)", "micro (conlleval)"]
    assert [name for name, _ in rows] == names
    figures = {tuple(re.findall(r"<td>(.*?)</td>", row)) for _, row in rows}
    assert figures == {("50.00", "100.00", "66.67", "1,234")}
    assert "95% interval 60.00 to 70.00" in html
    assert "label &lt;i&gt; (2 entities" in html


def test_the_table_takes_the_colours_of_the_notebook():
    reading = ReadingScores({}, ROW, ROW)
    html = Scores(3, 40, "BIO", reading, reading, {})._repr_html_()
    assert "color" not in html
    assert "interval" not in html
