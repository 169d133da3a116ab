"""What a reader took by a rule, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nertag.corpus.check.finding import Finding
from nertag.formats.columnar import blocks as tables
from nertag.formats.columnar import columns
from nertag.formats.labelling import NO_TOKEN, WIDENED
from nertag.formats.oddities import Oddity
from nertag.formats.offsets import EMPTY
from nertag.formats.source import NOT_DECODED

_KINDS = {
    tables.EMPTY_TAG: "empty-tag",
    columns.EMPTY_TOKEN: "empty-token",
    EMPTY: "empty-span",
    NO_TOKEN: "empty-span",
    WIDENED: "cut-token",
    NOT_DECODED: "broken-bytes",
}


def by_rule(path: str, oddities: Iterable[Oddity], *, replaced: bool) -> Iterator[Finding]:
    """A finding for each rule a file was read by.

    Parameters
    ----------
    replaced : bool
        Whether bytes that are not of the encoding were to be replaced.
    """
    for oddity in oddities:
        kind = _KINDS.get(oddity.rule, "read-by-rule")
        if kind == "broken-bytes" and replaced:
            kind = "replaced-bytes"
        yield Finding(kind, path, oddity.rule, tuple(oddity.lines), count=oddity.count)
