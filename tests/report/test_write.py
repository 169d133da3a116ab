import json

import pytest
from report_tools import check_page, empty, results

from nertag.errors import DataError
from nertag.report.write import write_report


@pytest.mark.slow
def test_page_pictures_and_errors(tmp_path):
    folder = tmp_path / "a" / "report"
    found = results()
    assert write_report(found, folder) == []
    assert {path.name for path in folder.iterdir()} == {
        *("report.html", "errors.jsonl"),
        *("curves.png", "types.png", "confusion.png", "reliability.png"),
    }
    check_page((folder / "report.html").read_text(encoding="utf-8"))
    lines = (folder / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == [one.kind for one in found.mistakes]


@pytest.mark.slow
def test_pictures_of_an_earlier_report_go_and_other_files_stay(tmp_path):
    write_report(results(), tmp_path)
    (tmp_path / "mine.png").write_bytes(b"")
    write_report(empty(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        *("report.html", "errors.jsonl", "mine.png")
    }
    assert (tmp_path / "errors.jsonl").read_bytes() == b""


@pytest.mark.slow
def test_nothing_is_written_if_it_cannot_be_drawn(tmp_path, monkeypatch):
    write_report(results(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def broken(*_):
        raise ValueError("broken")

    monkeypatch.setattr("nertag.report.write.page", broken)
    with pytest.raises(ValueError, match="broken"):
        write_report(empty(), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match="cannot be written: File exists"):
        write_report(empty(), tmp_path / "file")


@pytest.mark.slow
def test_a_path_that_is_not_utf_8(tmp_path):
    from dataclasses import replace

    write_report(replace(results(), path="a\udcff.bio"), tmp_path)
    first = (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["file"] == "a\udcff.bio"
