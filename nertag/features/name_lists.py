"""Lists of names of a label, as the user gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nertag.errors import ConfigError
from nertag.io import read_lines
from nertag.text import fold


class NameList(NamedTuple):
    """A list of names of one label.

    Parameters
    ----------
    label : str
        The label of the names.
    path : str
        The file of the list.
    names : list of str
        The names, folded, each once.
    """

    label: str
    path: str
    names: list[str]


def load_gazetteers(given: Sequence[str], encoding: str) -> list[NameList]:
    """Read lists that are given as ``LABEL=FILE``; each name of a list is kept once.

    Parameters
    ----------
    given : sequence of str
        The lists, each as ``LABEL=FILE``.
    encoding : str
        How the files are encoded.

    Raises
    ------
    ConfigError
        A list is not given as ``LABEL=FILE``.
    DataError
        A file cannot be read.
    """
    lists = []
    for one in given:
        label, equals, path = one.partition("=")
        if not (label and equals and path) or not label.isprintable():
            raise ConfigError(
                f"`gazetteers` holds {one!r}, expected LABEL=FILE", setting="gazetteers"
            )
        folded = (fold(line).strip() for line in read_lines(path, encoding))
        lists.append(NameList(label, path, list(dict.fromkeys(filter(None, folded)))))
    return lists
