"""Runs the command line within the test's process."""

import pytest

from nertag.cli.main import main


def run(capsysbinary, *arguments):
    """The exit code of a command, what it wrote and what it said."""
    with pytest.raises(SystemExit) as done:
        main([str(argument) for argument in arguments])
    out, err = capsysbinary.readouterr()
    return done.value.code, out.decode(), err.decode()
