"""``nertag label``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nertag.cli.console import console
from nertag.cli.load_tagger import load_tagger
from nertag.cli.wording import worded
from nertag.config import reading_from
from nertag.corpus import Labels, convert, label
from nertag.errors import ConfigError
from nertag.features import load_gazetteers
from nertag.formats import Rule
from nertag.io import in_order, read_lines
from nertag.tagging import Tagger, Teachers, chunks
from nertag.text import Sentence


def by_lists(raw: Path, target: Path, *, to: str, scheme: str, settings: dict[str, Any]) -> None:
    """Label raw text by lists of names, and say what was found.

    Parameters
    ----------
    raw : Path
        The text, a sentence a line; ``-`` is standard input.
    target : Path
        The file to write; ``-`` is standard output.
    to : str
        The format to write; ``auto`` goes by the name of `target`.
    scheme : str
        How tags are written, where the format has tags.
    settings : dict
        Settings of reading by name, and the lists under ``gazetteers``.
    """
    given = settings.pop("gazetteers", ())
    if not given:
        what = "is missing: give lists of names, each as LABEL=FILE, or models"
        raise ConfigError(f"`gazetteers` {what}", setting="gazetteers")
    reading = reading_from(settings)
    labels = Labels(load_gazetteers(given, reading.encoding))
    done = label(raw, target, labels, reading, to=to, scheme=scheme)
    shown = console(stderr=True, highlight=False)
    shown.print(
        f"{raw} -> {target} ({done.written_as}): {done.sentences:,} sentences, "
        f"{done.entities:,} entities; all else is not labelled"
    )
    if labels.ambiguous:
        shown.print(f"  {labels.ambiguous:,} mentions of names of several labels are not labelled")
    for oddity in done.source.oddities:
        if oddity.rule is not Rule.UNLABELLED:  # it is said above
            shown.print(f"  {worded(oddity)}")


def by_models(
    raw: Path,
    target: Path,
    models: Sequence[Path],
    *,
    to: str,
    scheme: str,
    seed: int,
    settings: dict[str, Any],
) -> None:
    """Label raw text by models, for another model to learn from, and say what was found.

    Parameters
    ----------
    raw : Path
        The text, a sentence a line; ``-`` is standard input.
    target : Path
        The file to write; ``-`` is standard output.
    models : sequence of Path
        The model directories.
    to : str
        The format to write; ``auto`` goes by the name of `target`.
    scheme : str
        How tags are written, where the format has tags.
    seed : int
        Seed of what is drawn.
    settings : dict
        ``encoding`` of the text.
    """
    taggers = [
        load_tagger(model, device="auto", engine="auto", precision="auto") for model in models
    ]
    tokens = taggers[0].settings.reading.tokens
    reading = reading_from({**settings, "tokens": tokens})
    sentences = _labelled(read_lines(raw, reading.encoding), taggers, seed)
    how = reading_from({"tokens": tokens})
    done = convert(sentences, target, how, to=to, scheme=scheme, tokens=tokens)
    console(stderr=True, highlight=False).print(
        f"{raw} -> {target} ({done.written_as}): {done.sentences:,} sentences, "
        f"{done.entities:,} entities, drawn from what {len(taggers):,} models believe"
    )


def _labelled(lines: Iterator[str], taggers: Sequence[Tagger], seed: int) -> Iterator[Sentence]:
    """The filled lines as sentences, labelled on all cores."""
    teachers = Teachers(taggers)

    def work(numbered: tuple[int, list[str]]) -> list[Sentence]:
        number, texts = numbered
        return teachers.label(texts, np.random.default_rng([seed, number]))

    filled = (line for line in lines if line.strip())
    for found in in_order(work, enumerate(chunks(filled))):
        yield from found
