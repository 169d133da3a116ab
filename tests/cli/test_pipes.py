"""What comes out of a pipe that is given by name is what comes out of a file."""

import json

import pytest
from command_tools import run
from pipe_tools import piped
from tiny import sentences, write

from nertag.config import settings_from
from nertag.training.data import read_training_data

COUNT = 1500
"""Sentences: more than are looked at to tell the format, and than a pipe holds."""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    write(folder / "gold.bio", sentences(COUNT))
    assert (folder / "gold.bio").stat().st_size > 1 << 16
    write(folder / "found.bio", sentences(COUNT))
    return folder


def of_both(capsysbinary, tmp_path, path, *arguments):
    """What a command says, and the files it makes, of a file and of a pipe with its content."""
    for name in ("file", "pipe"):
        (tmp_path / name).mkdir()
    done = run(capsysbinary, *given(arguments, path, tmp_path / "file"))
    with piped(path.read_bytes()) as pipe:
        again = run(capsysbinary, *given(arguments, pipe, tmp_path / "pipe"))
    assert done[0] == again[0] == 0
    made = [
        {path.suffixes[-2:][0]: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("file", "pipe")
    ]
    return (done[1].replace(str(path), "IN"), made[0]), (again[1].replace(pipe, "IN"), made[1])


def given(arguments, path, folder):
    return [str(one).replace("IN", str(path)).replace("OUT", str(folder)) for one in arguments]


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "IN", "OUT/x.jsonl"),
        ("evaluate", "IN", "{found}", "--json"),
        ("evaluate", "{found}", "IN", "--json"),
        ("compare", "{found}", "IN", "{found}", "--json"),
        ("check", "IN", "--json"),
        ("check", "IN", "--fix", "OUT/x.bio"),
    ],
)
def test_a_pipe_is_read_as_a_file(capsysbinary, tmp_path, files, arguments):
    arguments = [one.format(found=files / "found.bio") for one in arguments]
    of_file, of_pipe = of_both(capsysbinary, tmp_path, files / "gold.bio", *arguments)
    if "--json" in arguments:
        assert json.loads(of_file[0]) == json.loads(of_pipe[0])
    assert of_file[1] == of_pipe[1]


def test_a_pipe_is_split_as_a_file(capsysbinary, tmp_path, files):
    for name in ("file", "pipe"):
        (tmp_path / name).mkdir()
    path = files / "gold.bio"
    assert run(capsysbinary, "split", path, "-o", tmp_path / "file")[0] == 0
    with piped(path.read_bytes()) as pipe:
        assert run(capsysbinary, "split", pipe, "-o", tmp_path / "pipe")[0] == 0
    parts = [
        {path.suffixes[0]: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("file", "pipe")
    ]
    assert len(parts[0]) == 3
    assert parts[0] == parts[1]


@pytest.mark.slow
def test_training_reads_all_of_a_pipe(files):
    path = files / "gold.bio"
    with piped(path.read_bytes()) as pipe:
        of_pipe = read_training_data(pipe, None, settings_from({}))
    of_file = read_training_data(path, None, settings_from({}))
    assert len(of_pipe.train) + len(of_pipe.dev) == COUNT
    assert of_pipe.fingerprint(settings_from({})) == of_file.fingerprint(settings_from({}))
