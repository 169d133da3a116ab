"""What a reader took by a rule, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nertag.corpus.check.finding import Finding
from nertag.formats import CR, CR_CR_LF, EMPTY, NO_TOKEN, NOT_DECODED, WIDENED, Oddity
from nertag.formats.columnar import EMPTY_TAG, EMPTY_TOKEN

_KINDS = {
    EMPTY_TAG: "empty-tag",
    EMPTY_TOKEN: "empty-token",
    EMPTY: "empty-span",
    NO_TOKEN: "empty-span",
    WIDENED: "cut-token",
    NOT_DECODED: "broken-bytes",
    CR: "odd-line-ends",
    CR_CR_LF: "odd-line-ends",
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
