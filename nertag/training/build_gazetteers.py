"""The gazetteers of a network: the names of lists that can be found in a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nertag.features import NameList, Vocabulary
from nertag.training.listeners import Note


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
