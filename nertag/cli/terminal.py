"""What is shown to the user: nothing in it commands the terminal or takes more than a line."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress

from nertag.cli.wording import worded

LONGEST = 320
"""Characters of a message, at most: the middle of a longer one is cut out."""
KEPT_AT_THE_END = 120

_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0, DEL and C1; a TAB and a line feed only move the cursor
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # what turns the direction or parts lines
    "\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""A text whose control characters are shown as ``\u001b`` instead of sent to the terminal.

    Of JSON the result has the same value.

    Parameters
    ----------
    text : str
        The text; it may come from anybody, as a file, a name of a file or a model do.
    """
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(message: object) -> str:
    """A message in the words of the command line, visible, on one line of bounded length.

    Parameters
    ----------
    message : object
        The message.
    """
    text = visible(worded(message).replace("\n", "\\n").replace("\r", "\\r"))
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - KEPT_AT_THE_END - 5]} ... {text[-KEPT_AT_THE_END:]}"


def say(message: object) -> None:
    """Print a message on a line of standard error.

    Parameters
    ----------
    message : object
        The message.
    """
    with suppress(OSError):  # nobody is there to hear it
        print(f"nertag: {one_line(message)}", file=sys.stderr)


def open_closed_streams() -> None:
    """Make sure that no file takes the place of a standard stream that was closed (``2>&-``).

    What is written to a closed standard output then is an error, as is reading a closed standard
    input; what is written to a closed standard error is lost.
    """
    for descriptor, mode in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)  # takes the lowest number that is free, which is this one
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end


def prepare_streams() -> None:
    """Make the standard streams ready: open them, and write what they cannot encode as escapes."""
    open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a message is never worth a crash
            stream.reconfigure(errors="backslashreplace")
