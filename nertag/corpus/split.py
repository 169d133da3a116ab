"""Labelled text parted into train, dev and test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nertag.config import ReadingSettings
from nertag.errors import ConfigError
from nertag.formats import FORMATS, Source, refuse_unused, stream_labelled, token_kind
from nertag.formats.json import dump_value
from nertag.io import reading_pipes_again, replacing_all
from nertag.text import Annotated, MarkedText, Sentence, spans


@dataclass(frozen=True)
class Part:
    """A part of a labelled file.

    Parameters
    ----------
    name : str
        ``train``, ``dev`` or ``test``.
    path : Path
        Where it was written.
    sentences : int
        How many sentences it has.
    labels : Counter
        How many entities of each label it has.
    """

    name: str
    path: Path
    sentences: int
    labels: Counter[str]


class Parts(list[Part]):
    """The parts of a labelled file.

    Attributes
    ----------
    notes : tuple of str
        What was repaired or ignored while the file was read, one line each.
    """

    notes: tuple[str, ...] = ()


@reading_pipes_again()
def split(
    path: str | Path,
    settings: ReadingSettings,
    *,
    dev: float = 0.1,
    test: float = 0.1,
    by: str = "sentence",
    seed: int = 1,
    output: str | Path | None = None,
) -> Parts:
    """Part a labelled file; the parts have its lines as they are, in its order, in UTF-8.

    Entities of each label are shared out alike, and what is rare reaches every part if there is
    enough of it. Sentences with the same text come to the same part. Of a JSON list the parts have
    an element a line.

    Parameters
    ----------
    path : path
        A labelled file of any format that has one file.
    settings : ReadingSettings
        How the file is read.
    dev, test : float
        Shares of the sentences; a part with the share 0 is not written.
    by : {"sentence", "document"}
        What is never parted.
    seed : int
        Seed of the random choice.
    output : path, optional
        Folder of the parts, ``NAME.train.SUFFIX`` and so on; that of the file if not given.

    Raises
    ------
    DataError
        The file is not what it should be, is of a format that is more than one file, or the parts
        cannot be written.
    ConfigError
        The shares leave nothing for training.
    """
    shares = shares_of(dev, test)
    source, format, found = stream_labelled(
        path, replace(settings, tokens=token_kind(path, settings))
    )
    refuse_unused(settings, [format])
    sentences = list(found)
    labels = [Counter(_labels(sentence)) for sentence in sentences]
    part_of = parts_of(sentences, list(shares.values()), by=by, seed=seed, source=source)
    paths = _paths(Path(path), output, shares)
    with replacing_all(paths) as files:
        for i, piece in enumerate(_pieces(source, format, sentences)):
            files[part_of[i]].write(piece.encode("utf-8"))
    members = [[i for i, at in enumerate(part_of) if at == part] for part in range(len(paths))]
    parts = Parts(
        Part(name, path, len(rows), sum((labels[i] for i in rows), Counter[str]()))
        for name, path, rows in zip(shares, paths, members)
    )
    parts.notes = tuple(map(str, source.oddities))
    return parts


def shares_of(dev: float, test: float) -> dict[str, float]:
    """The share of each part that is not empty.

    Parameters
    ----------
    dev, test : float
        The shares of these parts.

    Raises
    ------
    ConfigError
        They are none, or leave nothing for training.
    """
    if min(dev, test) < 0:
        raise ConfigError(f"`dev={dev:g}` and `test={test:g}`: expected shares from 0 to 1")
    if dev + test >= 1:
        raise ConfigError(f"`dev={dev:g}` and `test={test:g}` leave nothing for training")
    shares = {"train": 1 - dev - test, "dev": dev, "test": test}
    return {name: share for name, share in shares.items() if share}


def parts_of(
    sentences: Sequence[Annotated], shares: Sequence[float], *, by: str, seed: int, source: Source
) -> list[int]:
    """The part of each sentence.

    Parameters
    ----------
    sentences : sequence of Sentence or MarkedText
        The sentences.
    shares : sequence of float
        The share of each part.
    by : {"sentence", "document"}
        What is never parted.
    seed : int
        Seed of the random choice.
    source : Source
        Where they come from, for errors.

    Raises
    ------
    DataError
        There are fewer sentences that differ than parts.
    """
    units = units_of(sentences, by)
    if len(units) < len(shares):
        what = f"{len(units)} {by}s that differ cannot be split into {len(shares)} parts"
        raise source.error(0, what, "label more")
    labels = [Counter(_labels(sentence)) for sentence in sentences]
    counts = [sum((labels[i] for i in unit), Counter[str]()) for unit in units]
    chosen = share_out(counts, list(map(len, units)), shares, seed)
    part_of = {i: part for unit, part in zip(units, chosen) for i in unit}
    return [part_of[i] for i in range(len(sentences))]


def _labels(sentence: Annotated) -> list[str]:
    if isinstance(sentence, MarkedText):
        return [entity.label for entity in sentence.entities]
    return [label for _, _, label in spans(sentence.tags)]


def units_of(sentences: Sequence[Annotated], by: str) -> list[list[int]]:
    """The sentences that stay together: of one document or one text, over any number of steps.

    Parameters
    ----------
    sentences : sequence of Sentence or MarkedText
        The sentences.
    by : {"sentence", "document"}
        What is never parted; the same text never is.

    Returns
    -------
    list of list of int
        The indices of the sentences of each unit.
    """
    parent = list(range(len(sentences)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    first: dict[Hashable, int] = {}
    for i, sentence in enumerate(sentences):
        keys: list[Hashable] = [("text", sentence.text)]
        if by == "document":
            keys.append(("document", sentence.document))
        for key in keys:
            parent[root(i)] = root(first.setdefault(key, i))
    units: dict[int, list[int]] = {}
    for i in range(len(sentences)):
        units.setdefault(root(i), []).append(i)
    return list(units.values())


def share_out(
    counts: Sequence[Counter[str]], sizes: Sequence[int], shares: Sequence[float], seed: int
) -> list[int]:
    """The part of each unit, so that each part has its share of every label.

    Labels are shared out from the rarest on, each unit to the part that lacks most of the label at
    hand: iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011).

    Parameters
    ----------
    counts : sequence of Counter
        Entities of each label in each unit.
    sizes : sequence of int
        Sentences of each unit.
    shares : sequence of float
        The share of each part; the first takes what the others leave.
    seed : int
        Seed of the order in which units are shared out.
    """
    rng = np.random.default_rng(seed)
    holders: dict[str, list[int]] = {}
    for i in rng.permutation(len(counts)).tolist():
        for label in counts[i]:
            holders.setdefault(label, []).append(i)
    total = sum(counts, Counter[str]())
    lacks = {
        label: _wanted(total[label], shares, len(held) >= len(shares))
        for label, held in holders.items()
    }
    room = _wanted(sum(sizes), shares, True)
    part_of = [-1] * len(counts)

    def give(i: int, label: str | None) -> None:
        def need(part: int) -> tuple[float, float]:
            return (lacks[label][part] if label is not None else 0.0, room[part])

        part = part_of[i] = max(range(len(shares)), key=need)
        room[part] -= sizes[i]
        for other, number in counts[i].items():
            lacks[other][part] -= number

    for label in sorted(holders, key=lambda label: (len(holders[label]), label)):
        for i in holders[label]:
            if part_of[i] < 0:
                give(i, label)
    for i in rng.permutation(len(counts)).tolist():
        if part_of[i] < 0:
            give(i, None)
    for part in range(len(shares)):  # of very little data the labels may have left one empty
        if part not in part_of:
            fullest = max(range(len(shares)), key=part_of.count)
            part_of[part_of.index(fullest)] = part
    return part_of


def _wanted(total: int, shares: Sequence[float], each: bool) -> list[float]:
    """What each part should have of `total`; one at least if `each` can have one."""
    others = [max(share * total, float(each)) for share in shares[1:]]
    return [total - sum(others), *others]


def _paths(path: Path, output: str | Path | None, shares: dict[str, float]) -> list[Path]:
    folder = Path(output) if output is not None else path.parent
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / f"{path.stem}.{name}{path.suffix}" for name in shares]


def _pieces(source: Source, format: str, sentences: Sequence[Annotated]) -> Iterator[str]:
    """What the file has for each sentence."""
    if FORMATS[format].family not in ("table", "json", "line") or source.is_parquet:
        hint = "convert it to another format first: nertag convert"
        named = "Parquet" if source.is_parquet else f"the format {format}"
        raise source.error(0, f"a file of {named} cannot be split", hint)
    again = Source(source.path, source.reading)
    if FORMATS[format].family == "json":
        for _, value in FORMATS[format].values(again):
            yield dump_value(value)
        return
    in_blocks = FORMATS[format].family == "table"
    lines, place = list(again.lines()), 0
    for sentence in sentences:
        last = sentence.line
        if isinstance(sentence, Sentence) and sentence.lines:
            last = sentence.lines[-1]
        parted = in_blocks and last < len(lines) and not lines[last].strip(" \t")
        yield "".join(f"{line}\n" for line in lines[place:last]) + "\n" * in_blocks
        place = last + parted
