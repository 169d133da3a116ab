import os

import pytest

from nertag.cli import silence as quiet
from nertag.errors import ModelFormatError


@pytest.fixture(autouse=True)
def level(monkeypatch):
    monkeypatch.setenv(quiet.LEVEL, "3")


def test_what_libraries_write_is_held_back(capfd):
    with quiet.loading_tensorflow():
        os.write(2, b"noise\n")
    os.write(2, b"said\n")
    assert capfd.readouterr().err == "said\n"


def load_and_fail(error):
    with quiet.loading_tensorflow():
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


def test_nothing_is_held_back_without_a_level(capfd, monkeypatch):
    monkeypatch.delenv(quiet.LEVEL)
    with quiet.loading_tensorflow():
        os.write(2, b"noise\n")
    assert capfd.readouterr().err == "noise\n"
