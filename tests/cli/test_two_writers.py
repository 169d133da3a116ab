"""Two processes that write the same thing: the last one wins whole, or the second is refused."""

import os
import subprocess
import sys

import pytest
from engine_tools import bundle_of

from nertag.cli.main import main
from nertag.io import only_writer
from nertag.io.locks import this_process
from nertag.model import save_bundle

ROW = "{}\tB-LOC\n\n"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as done:
        main(list(map(str, arguments)))
    return done.value.code, capsys.readouterr().err


def refusal(folder):
    return f"nertag: {folder}: is being written by {this_process()} (wait, or stop that)\n"


def test_a_second_training_is_refused_before_it_begins(capsys, tmp_path):
    data = tmp_path / "in.bio"
    data.write_text("".join(map(ROW.format, "一二三四五六七八九十")), encoding="utf-8")
    with only_writer(tmp_path):
        code, err = run(capsys, "train", data, "-o", tmp_path)
    assert (code, err.splitlines(keepends=True)[-1]) == (2, refusal(tmp_path))
    assert os.listdir(tmp_path) == ["in.bio"]


def test_an_export_while_the_model_is_written_is_refused(capsys, tmp_path):
    save_bundle(bundle_of("default"), tmp_path)
    before = sorted(os.listdir(tmp_path))
    with only_writer(tmp_path):
        assert run(capsys, "export", "-m", tmp_path) == (2, refusal(tmp_path))
    assert sorted(os.listdir(tmp_path)) == before


COMMANDS = {
    "convert": ("convert", "{}", "out.jsonl"),
    "brat": ("convert", "{}", "out.ann", "--to", "brat"),
    "split": ("split", "{}", "-o", "."),
    "vectors": ("vectors", "{}", "-o", "out.txt", "--epochs", "1", "--size", "2"),
    "tag": ("tag", "{}", "-o", "out.txt", "-m", "model"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_of_two_at_once_one_wins_whole(tmp_path, name):
    def command(source):
        arguments = [part.format(source) for part in COMMANDS[name]]
        return [sys.executable, "-m", "nertag", *arguments]

    def ended(folder, *sources):
        pipe = subprocess.PIPE
        started = [
            subprocess.Popen(command(source), cwd=folder, stdout=pipe, stderr=pipe)
            for source in sources
        ]
        errors = [process.communicate()[1].decode() for process in started]
        return [process.returncode for process in started], errors

    def written(folder):
        files = (path for path in folder.iterdir() if path.is_file())
        return {path.name: path.read_bytes() for path in files}

    folders = [tmp_path / which for which in ("first", "second", "both")]
    for folder in folders:
        for source, signs in (("a", "一二三四五六七八九十"), ("b", "甲乙丙丁戊己庚辛壬癸")):
            path = folder / source / "in.bio"
            path.parent.mkdir(parents=True)
            path.write_text("".join(map(ROW.format, signs)) * 50, encoding="utf-8")
        save_bundle(bundle_of("default"), folder / "model")
    first, second, both = folders
    assert ended(first, "a/in.bio")[0] == [0]
    assert ended(second, "b/in.bio")[0] == [0]
    codes, errors = ended(both, "a/in.bio", "b/in.bio")
    assert sorted(codes) == [0, 0] or "is being written by" in "".join(errors)
    assert 0 in codes
    assert written(both) in (written(first), written(second))
