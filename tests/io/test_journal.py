import os

import pytest

from nertag.io.journal import JOURNAL, finish_renames, note_renames


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_what_a_journal_names_is_renamed_and_the_journal_deleted(tmp_path):
    (tmp_path / "a\nb.0123abcd.part").write_bytes(b"new")
    (tmp_path / "a\nb.0123abcd.old").write_bytes(b"old")
    note_renames(tmp_path, ["a\nb.0123abcd.part", "renamed.0123abcd.part"])
    finish_renames(tmp_path)
    assert held(tmp_path) == {"a\nb": b"new"}


def test_a_folder_without_a_journal_is_left_alone(tmp_path):
    (tmp_path / "a.0123abcd.part").write_bytes(b"new")
    finish_renames(tmp_path)
    finish_renames(tmp_path / "missing")
    finish_renames(tmp_path / "a.0123abcd.part")
    assert list(held(tmp_path)) == ["a.0123abcd.part"]


@pytest.mark.parametrize("name", ["../a.0123abcd.part", "x/../../a.0123abcd.part", "a.txt", ""])
def test_a_journal_renames_nothing_outside_and_nothing_but_parts(tmp_path, name):
    folder = tmp_path / "f"
    (folder / "x").mkdir(parents=True)
    for path in (tmp_path / "a.0123abcd.part", folder / "a.txt"):
        path.write_bytes(b"mine")
    note_renames(folder, [name])
    finish_renames(folder)
    assert (tmp_path / "a.0123abcd.part").read_bytes() == b"mine"
    assert held(folder) == {"a.txt": b"mine"}


def test_traps_of_others_are_ignored(tmp_path, monkeypatch):
    (tmp_path / "a.0123abcd.part").write_bytes(b"theirs")
    note_renames(tmp_path, ["a.0123abcd.part"])
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    finish_renames(tmp_path)
    assert set(held(tmp_path)) == {"a.0123abcd.part", JOURNAL}


def test_links_are_no_journals_and_no_parts(tmp_path):
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "a.0123abcd.part").symlink_to(tmp_path / "mine")
    note_renames(tmp_path, ["a.0123abcd.part"])
    finish_renames(tmp_path)
    assert not (tmp_path / "a").exists()
    (tmp_path / "list").write_bytes(b"b.0123abcd.part\0")
    (tmp_path / "b.0123abcd.part").write_bytes(b"new")
    (tmp_path / JOURNAL).symlink_to(tmp_path / "list")
    finish_renames(tmp_path)
    assert not (tmp_path / "b").exists()
