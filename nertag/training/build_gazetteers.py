"""The gazetteers of a network: names of a label, read from lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nertag.errors import ConfigError
from nertag.features import Vocabulary
from nertag.io import read_lines
from nertag.text import fold
from nertag.training.listeners import Note


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


def known_names(
    lists: Sequence[NameList], vocabulary: Vocabulary
) -> tuple[Mapping[str, Sequence[str]], list[Note]]:
    """The names of each label that can be found in a text, and how many cannot.

    Parameters
    ----------
    lists : sequence of NameList
        The lists that were read.
    vocabulary : Vocabulary
        The tokens that the network knows.
    """
    gazetteers: dict[str, dict[str, None]] = {}
    notes = []
    for label, path, names in lists:
        usable = vocabulary.encode_texts(names).known.tolist()
        entries = [name for name, is_usable in zip(names, usable) if is_usable]
        notes.append(
            Note(
                f"gazetteer of {label}: {path}, {len(names):,} names; "
                f"{len(names) - len(entries):,} are ignored because neither training text nor "
                "vectors have all their tokens"
            )
        )
        if entries:
            gazetteers.setdefault(label, {}).update(dict.fromkeys(entries))
    return {label: tuple(entries) for label, entries in gazetteers.items()}, notes
