import os

import pytest

from nertag.errors import ModelFormatError
from nertag.model.engines import quiet


@pytest.fixture(autouse=True)
def no_level(monkeypatch):
    monkeypatch.delenv(quiet.LEVEL, raising=False)


def test_what_libraries_write_is_held_back(capfd):
    with quiet.importing_tensorflow():
        os.write(2, b"noise\n")
    os.write(2, b"said\n")
    assert capfd.readouterr().err == "said\n"


def load_and_fail(error):
    with quiet.importing_tensorflow():
        os.write(2, b"noise\n")
        raise error


def test_it_is_shown_when_loading_fails(capfd):
    with pytest.raises(ImportError):
        load_and_fail(ImportError())
    assert capfd.readouterr().err == "noise\n"


def test_an_error_of_the_user_stays_one_line(capfd):
    with pytest.raises(ModelFormatError):
        load_and_fail(ModelFormatError("no model here"))
    assert capfd.readouterr().err == ""


def test_nothing_is_held_back_where_all_logs_are_wanted(capfd, monkeypatch):
    monkeypatch.setenv(quiet.LEVEL, "0")
    with quiet.importing_tensorflow():
        os.write(2, b"noise\n")
    assert capfd.readouterr().err == "noise\n"


@pytest.mark.parametrize("level", [None, "1"])
def test_the_environment_is_as_before(monkeypatch, level):
    if level:
        monkeypatch.setenv(quiet.LEVEL, level)
    with quiet.importing_tensorflow():
        assert os.environ[quiet.LEVEL] == (level or "3")
    assert os.environ.get(quiet.LEVEL) == level
