"""The errors nertag raises on purpose: each is one clear line for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class NertagError(Exception):
    """Base of all errors a user can act on.

    ``str(error)`` is one line that says what was wrong and what to do. Settings and arguments are
    named in backquotes, by their Python names or as ``name=value``. The command line turns these
    into its flags, prints the line and leaves with `exit_code`.
    """

    exit_code = 2


IN_MEMORY = "data in memory"
"""What stands for the path of data that are in no file; their lines are their sentences."""


def place(path: object, line: int) -> str:
    """How a message names a place.

    Parameters
    ----------
    path : path
        The file, or `IN_MEMORY`.
    line : int
        The line of the file, or the sentence, counted from 1; 0 where all of it is meant.
    """
    if not line:
        return str(path)
    return f"sentence {line}" if str(path) == IN_MEMORY else f"{path}:{line}"


class DataError(NertagError):
    """Input that cannot be read as what it should be.

    Parameters
    ----------
    path : str
        Where: the file's name, ``-`` for standard input, or `IN_MEMORY`.
    line : int
        The line, or the sentence in memory, counted from 1; 0 where all of it is meant.
    what : str
        What was found and what was expected.
    hint : str
        What to do about it.
    """

    def __init__(self, path: object, line: int, what: str, hint: str = "") -> None:
        self.path = str(path)
        self.line = line
        self.what = what
        self.hint = hint
        super().__init__(f"{place(path, line)}: {what}" + (f" ({hint})" if hint else ""))


class ConfigError(NertagError):
    """A setting that is unknown, out of range or at odds with another.

    Parameters
    ----------
    message : str
        What was found, what was expected and what to do. Settings are named in backquotes.
    setting : str
        Name of the setting or argument that is to blame; empty if it is no single one.
    """

    def __init__(self, message: str, *, setting: str = "") -> None:
        self.setting = setting
        super().__init__(message)


class ModelFormatError(NertagError):
    """A model directory that is missing, damaged or of another format."""


class ArgumentTypeError(NertagError, TypeError):
    """An argument of the Python API that is of another type than expected."""


class ArgumentError(NertagError, ValueError):
    """An argument of the Python API whose value makes no sense."""


class MissingPackageError(NertagError):
    """A package is not installed that only some of nertag's functions need.

    Parameters
    ----------
    package : str
        What could not be imported.
    extra : str
        The extra of nertag that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"the package {package} is not installed: pip install 'nertag[{extra}]'")


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Say what to install if an import in the block finds no package.

    Parameters
    ----------
    extra : str
        The extra of nertag that brings what is imported.

    Raises
    ------
    MissingPackageError
        Something that is imported is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingPackageError(str(error.name).partition(".")[0], extra) from error


class Interrupted(NertagError):
    """Training was stopped by the user; the message says what was kept."""

    exit_code = 130
