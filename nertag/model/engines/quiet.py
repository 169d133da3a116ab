"""Keeps from the terminal what TensorFlow writes there while it is imported."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from nertag.errors import NertagError

LEVEL = "TF_CPP_MIN_LOG_LEVEL"
"""Environment variable that says what TensorFlow logs: 0 is all, 3 is errors only."""


@contextmanager
def importing_tensorflow() -> Iterator[None]:
    """Import TensorFlow in this block without its log lines, now and later.

    TensorFlow reads its log level once, when it is imported: it is asked for errors only, unless
    the environment says otherwise; the environment is as before after the block. Current TensorFlow
    logs some lines before its log level holds, so that what is written to standard error is held
    back on the level of the system. It is shown if the block fails with anything but an error for
    the user. Nothing is held back where all logs are wanted, or where there is no place to hold it.
    """
    wanted = os.environ.get(LEVEL)
    held = None if wanted == "0" else _place_to_hold()
    if held is None:
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    with held:
        os.dup2(held.fileno(), 2)
        os.environ.setdefault(LEVEL, "3")
        try:
            yield
        except BaseException as error:
            if not isinstance(error, NertagError):
                held.seek(0)
                os.write(kept, held.read())
            raise
        finally:
            if wanted is None:
                os.environ.pop(LEVEL, None)
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)


def _place_to_hold() -> IO[bytes] | None:
    try:
        os.fstat(2)
        return tempfile.TemporaryFile()
    except OSError:
        return None
