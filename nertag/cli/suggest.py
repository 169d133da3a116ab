"""``nertag suggest``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nertag.cli.console import console
from nertag.cli.load_tagger import load_tagger
from nertag.cli.wording import worded
from nertag.config import ReadingSettings, reading_from
from nertag.corpus import Labels, convert, target_format
from nertag.features import load_gazetteers
from nertag.formats import stream_labelled, writer
from nertag.io import read_lines, reading_pipes_again
from nertag.selection import Suggestion, suggest
from nertag.tagging import Tagger


@reading_pipes_again()
def run(
    raw: Path,
    models: Sequence[Path],
    output: Path,
    *,
    count: int,
    by: str,
    to: str,
    scheme: str,
    labelled: Sequence[Path],
    seed: int,
    loading: dict[str, Any],
    settings: dict[str, Any],
) -> None:
    """Write the texts to label next, with the entities that the first model finds.

    Parameters
    ----------
    raw : Path
        The text, a sentence a line; ``-`` is standard input.
    models : sequence of Path
        The model directories; none at a cold start.
    output : Path
        The file to write; ``-`` is standard output.
    count : int
        How many texts to choose.
    by : str
        The measure, see `nertag.selection.suggest`.
    to : str
        The format to write; ``auto`` goes by the name of `output`.
    scheme : str
        How tags are written, where the format has tags.
    labelled : sequence of Path
        Labelled files whose texts are left out.
    seed : int
        Seed of what is drawn.
    loading : dict
        Arguments of `load_tagger`.
    settings : dict
        ``encoding`` and ``tokens`` of the text, and lists of names under ``gazetteers``.
    """
    writer(target_format(output, to))
    lists = settings.pop("gazetteers", ())
    reading = reading_from(settings)
    names = Labels(load_gazetteers(lists, reading.encoding)) if lists else None
    taggers = [load_tagger(model, **loading) for model in models]
    chosen = suggest(
        read_lines(raw, reading.encoding),
        count,
        taggers,
        by=by,
        labelled=_texts(labelled, reading),
        names=names,
        tokens=reading.tokens,
        seed=seed,
    )
    tokens = taggers[0].settings.reading.tokens if taggers else reading.tokens
    how = reading_from({"format": "doccano", "tokens": tokens})
    done = convert(_records(chosen, taggers), output, how, to=to, scheme=scheme, tokens=tokens)
    shown = console(stderr=True, highlight=False)
    shown.print(f"{raw} -> {output} ({done.written_as}): {len(chosen):,} texts to label")
    if len(chosen) < count:
        shown.print(f"  there are no more than {len(chosen):,} that are filled, new and differ")
    for oddity in done.source.oddities:
        shown.print(f"  {worded(oddity)}")


def _texts(paths: Sequence[Path], reading: ReadingSettings) -> Iterator[str]:
    for path in paths:
        _, _, found = stream_labelled(path, reading)
        yield from (one.text for one in found)


def _records(chosen: Sequence[Suggestion], taggers: Sequence[Tagger]) -> list[dict[str, Any]]:
    """The texts as records, with what the first model finds in them."""
    texts = [one.text for one in chosen]
    found: list[Any] = [[] for _ in texts]
    if taggers:
        tagged = taggers[0].tag_texts(texts, scores=True)
        found = [one.to_dict()["entities"] for one in tagged]
    return [
        {
            "text": one.text,
            "entities": entities,
            "meta": {"line": one.line, "suggested": round(one.score, 4)},
        }
        for one, entities in zip(chosen, found)
    ]
