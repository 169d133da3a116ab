"""Running the command line: whatever goes wrong becomes one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from nertag.cli.terminal import say
from nertag.errors import NertagError

FAULT = 70
"""Exit code of a fault of nertag itself."""


def exit_code(app: Callable[..., Any], arguments: Sequence[str], *, debug: bool) -> int:
    """Run an app, say on one line what goes wrong, and return the exit code.

    Parameters
    ----------
    app : callable
        The app with all commands.
    arguments : sequence of str
        The command line, without the name of the program.
    debug : bool
        Raise errors instead, so that their tracebacks show.

    Returns
    -------
    int
        0, or what the command returns; 1 if the reader of the output has gone; 2 for an error of
        the user; 70 for a fault of nertag; 130 for Ctrl-C.
    """
    try:
        code = app(args=list(arguments), standalone_mode=False)
        _flush_output()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (KeyboardInterrupt, typer.Abort):
        say("stopped")
        return 130
    except Exception as error:
        if debug:
            raise
        message, code = _message_and_code(error)
        say(message)
        _discard_output()
        return code


def _flush_output() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from error


def _message_and_code(error: Exception) -> tuple[object, int]:
    """The message for an error, and the exit code."""
    if isinstance(error, NertagError):
        return error, error.exit_code
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        return f"{os.fsdecode(error.filename)}: {what}" if error.filename else what, 2
    if isinstance(error, MemoryError):
        return "there is too little memory for this", 2
    if hasattr(error, "format_message"):  # an error of the command line itself
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "nertag"
        return f"{error.format_message()} (see {path} --help)", 2
    what = f"{type(error).__name__}: {error}"
    return f"{what} (this is a fault of nertag: please report it with what --debug shows)", FAULT


def _discard_output() -> None:
    """Discard output that cannot be written, so that it is not tried again at exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
