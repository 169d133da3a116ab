"""Keeps from the terminal what TensorFlow writes there while it loads."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from nertag.errors import NertagError

LEVEL = "TF_CPP_MIN_LOG_LEVEL"


def silence() -> None:
    """Ask TensorFlow for errors only, unless the environment says what it shall log."""
    os.environ.setdefault(LEVEL, "3")


@contextmanager
def loading_tensorflow() -> Iterator[None]:
    """Hold back what is written to standard error, on the level of the system, in the block.

    Current TensorFlow logs the oneDNN and CUDA libraries it finds before its log level holds.
    What was held back is shown if the block fails with anything but an error for the user. Nothing
    is held back with ``--debug``, or where there is no place for it.
    """
    try:
        held = tempfile.TemporaryFile() if LEVEL in os.environ else None  # noqa: SIM115
        kept = os.dup(2)
    except OSError:
        held = None
    if held is None:
        yield
        return
    sys.stderr.flush()
    with held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException as error:
            if not isinstance(error, NertagError):
                held.seek(0)
                os.write(kept, held.read())
            raise
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
