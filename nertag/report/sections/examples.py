"""The sections of a page that show text: the worst sentences and the list of mistakes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from nertag.evaluation import KINDS, Marked, Mistake, Results
from nertag.formats.markup import escaped, pieces_of
from nertag.report.elements import name_of, percent, section, table, tag
from nertag.text import Entity

LISTED = 100
"""Mistakes on the page; the file beside it has all."""
AROUND, LONGEST = 60, 700
"""Code points of a sentence shown around its entities, and shown at most."""


def worst(results: Results) -> str:
    """The sentences with the most mistakes, gold above predicted."""
    if not results.worst:
        return ""
    key = (
        "Gold above, predicted below. "
        f"{tag('mark', 'right')} is the same in both, {tag('mark', 'wrong', class_='bad')} is not."
    )
    shown_ones = [_article(sentence) for sentence in results.worst]
    return section("worst", "Worst sentences", tag("p", key, class_="faint"), *shown_ones)


def _article(sentence: Marked) -> str:
    start, end = _window(sentence)
    rows = (
        tag(
            "div",
            tag("dt", name) + tag("dd", _marked(sentence.text, start, end, one, other), dir="auto"),
        )
        for name, one, other in (
            ("gold", sentence.gold, sentence.predicted),
            ("predicted", sentence.predicted, sentence.gold),
        )
    )
    count = f"{sentence.mistakes:,} mistake{'s' * (sentence.mistakes > 1)}"
    where = f"line {sentence.line:,}, {count}" if sentence.line else count
    return tag("article", tag("span", where, class_="faint") + tag("dl", "\n".join(rows)))


def _window(sentence: Marked) -> tuple[int, int]:
    """The part of a sentence that is shown; it cuts no entity."""
    entities = [*sentence.gold, *sentence.predicted]
    start = max(0, min(entity.start for entity in entities) - AROUND)
    end = min(start + LONGEST, max(entity.end for entity in entities) + AROUND, len(sentence.text))
    while cut := [entity.end for entity in entities if entity.start < end < entity.end]:
        end = max(cut)
    return start, end


def _marked(
    text: str, start: int, end: int, entities: Sequence[Entity], others: Collection[Entity]
) -> str:
    inside = [entity for entity in entities if start <= entity.start and entity.end <= end]
    moved = [Entity(one.start - start, one.end - start, one.label, one.text) for one in inside]
    right = iter([entity in others for entity in inside])
    body = "".join(
        escaped(piece) if label is None else _mark(piece, label, next(right))
        for piece, label in pieces_of(text[start:end], moved)
    )
    return f"{'… ' * (start > 0)}{body}{' …' * (end < len(text))}"


def _mark(text: str, label: str, right: bool) -> str:
    note = tag("small", ("" if right else "✗ ") + name_of(label))
    return f"<mark{'' if right else ' class=bad'}>{escaped(text)}{note}</mark>"


def mistakes(results: Results) -> str:
    """The wrong entities, those that may be wrong in gold first."""
    found = results.mistakes
    if not found:
        return ""
    scored = any(one.doubt is not None for one in found)
    order = (
        "Those come first of which the model is surest: there the gold data may be wrong. What "
        "was missed and what was predicted are ranked each by itself, and mixed."
        if scored
        else "In the order of the text."
    )
    kinds = "; ".join(f"<b>{kind}</b>: {meaning}" for kind, meaning in KINDS.items())
    heads = ("line", "kind", "where", "gold", "predicted", *(["doubt"] if scored else []))
    drawn = table(
        f"{min(len(found), LISTED):,} of {len(found):,} mistakes; errors.jsonl has all",
        heads,
        [_row(one, scored) for one in found[:LISTED]],
        "texts",
    )
    doubt = (
        " <b>doubt</b>: how sure the model is, in percent, that gold is wrong." if scored else ""
    )
    return section(
        "mistakes",
        "Mistakes",
        tag("p", order),
        tag("p", kinds + "." + doubt, class_="faint"),
        drawn,
    )


def _row(one: Mistake, scored: bool) -> tuple[str, list[str]]:
    before, text, after = one.context
    where = f"{escaped(before)}<b><u>{escaped(text)}</u></b>{escaped(after)}"
    cells = [
        one.kind,
        tag("td", where, class_="text", dir="auto"),
        _named(one.gold),
        _named(one.predicted),
    ]
    doubt = one.doubt
    return f"{one.line:,}", cells + (
        [percent(doubt) if doubt is not None else ""] if scored else []
    )


def _named(entity: Entity | None) -> str:
    return "" if entity is None else f"{escaped(entity.text)} <b>{name_of(entity.label)}</b>"
