"""What format a labelled file is of, by its first lines."""

from __future__ import annotations

from pathlib import Path

from nertag.formats.head import LINES, Head
from nertag.formats.registry import FORMATS
from nertag.formats.source import Source

REFUSED = {
    "#FORMAT=WebAnno TSV": "WebAnno TSV, as INCEpTION and WebAnno export it",
    "<?xml": "an XML document, as UIMA and GATE export it",
}
"""How files begin that are known and not read."""


def guess(source: Source) -> str:
    """Name the format of a file: the one that is surest.

    Raises
    ------
    DataError
        It cannot be told.
    """
    path = Path(source.path)
    is_folder = path.is_dir()
    head = Head(path, [] if is_folder else source.head()[:LINES])
    sure = {
        name: format.sniff(head)
        for name, format in FORMATS.items()
        if head.value is None or format.family in ("json", "pair")
    }
    surest = max(sure, key=sure.__getitem__)
    if sure[surest] > 0:
        return surest
    if not head.filled:
        raise source.error(0, "holds no sentence", "expected labelled text")
    for begin, name in REFUSED.items():
        if head.filled[0].startswith(begin):
            raise source.error(1, f"is {name}, which is not read", "export it as CoNLL or JSON")
    if head.value is not None:
        raise source.error(1, f"is JSON of a form that is not known: {_shape(head)}", _known())
    raise source.error(1, "what format this is cannot be told", "give it with `format`")


def _shape(head: Head) -> str:
    if head.record:
        return f"an object with the keys {', '.join(map(repr, head.record))}"
    return f"its first value is a {type(head.value).__name__}"


def _known() -> str:
    names = [name for name, format in FORMATS.items() if format.family == "json"]
    return f"known forms are {', '.join(names)}: see the docs on formats"
