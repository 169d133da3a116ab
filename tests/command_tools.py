"""Runs the command line within the test's process."""

import pytest

from nertag.cli.main import main


def run(capsysbinary, *arguments):
    """The exit code of a command, what it wrote and what it said."""
    with pytest.raises(SystemExit) as done:
        main([str(argument) for argument in arguments])
    out, err = capsysbinary.readouterr()
    return done.value.code, out.decode(), err.decode()


def options(settings, but=()):
    """Settings as options of the command line, but for some."""
    return [
        part
        for name, value in settings.items()
        if name not in but
        for part in (f"--{name.replace('_', '-')}", str(value))
    ]
