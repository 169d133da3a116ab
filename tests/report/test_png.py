import io

import matplotlib.font_manager
import matplotlib.image
import pytest
from report_tools import empty, results

from nertag.report import png as module
from nertag.report.png import NAMES, pictures


def picture(content):
    return matplotlib.image.imread(io.BytesIO(content))


@pytest.mark.parametrize("labels", [("PER",), tuple(f"type-{n}" for n in range(20))])
def test_each_is_a_picture_with_something_on_it(labels):
    files, notes = pictures(results(labels))
    assert tuple(sorted(files)) == tuple(sorted(NAMES))
    assert notes == []
    for content in files.values():
        values = picture(content)
        assert min(values.shape[:2]) > 150
        assert values[..., :3].std() > 0.05


def test_what_there_is_nothing_of_is_not_drawn():
    assert pictures(empty())[0] == {}
    assert set(pictures(results(scores=False, history=()))[0]) == {"types.png", "confusion.png"}
    assert "curves.png" in pictures(results(history=results().history[:1]))[0]


def test_the_same_results_give_the_same_bytes():
    assert pictures(results()) == pictures(results())


def test_signs_that_no_font_has_are_escaped_and_said_to_be(no_chinese):
    # Warnings are errors: matplotlib would warn of a box.
    files, (note,) = pictures(results(("PER", "地名")))
    assert set(files) == set(NAMES)
    assert note.startswith("no font here has the signs of 地名:")
    assert "report.html shows them" in note


def test_a_font_that_has_the_signs_is_found(monkeypatch):
    entry = next(one for one in matplotlib.font_manager.fontManager.ttflist if one.name == "cmr10")
    known = dict.fromkeys(["PER", "地"])
    monkeypatch.setattr(matplotlib.font_manager.fontManager, "ttflist", [entry])
    asked = []

    def missing(path, signs):
        asked.append(path)
        return set() if path == entry.fname else {sign for sign in signs if sign > "z"}

    monkeypatch.setattr(module, "_missing", missing)
    assert module._fonts(set("".join(known))) == (["DejaVu Sans", "cmr10"], set())
    assert asked[-1] == entry.fname


def test_a_font_of_last_resort_is_not_taken(monkeypatch):
    entry = next(one for one in matplotlib.font_manager.fontManager.ttflist if one.name == "cmr10")
    box = type("Entry", (), {"name": "Last Resort High-Efficiency", "fname": entry.fname})
    monkeypatch.setattr(matplotlib.font_manager.fontManager, "ttflist", [box])
    monkeypatch.setattr(
        module, "_missing", lambda path, signs: signs if "DejaVu" in path else set()
    )
    assert module._fonts({"地"}) == (["DejaVu Sans"], {"地"})


@pytest.mark.parametrize("label", ["$x$", "a$b^{", "line\nbreak", "_x"])
def test_labels_are_no_mathematics(label):
    files, notes = pictures(results(("PER", label)))
    assert set(files) == set(NAMES)
    assert notes == []
