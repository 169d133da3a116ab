"""Tags as in XML: one sentence a line, ``我在<LOC>北京</LOC>开会``.

An element's label is its name, or the value of its TYPE as MUC has it:
``<ENAMEX TYPE="LOCATION">北京</ENAMEX>``. Elements may hold others. Signs may be written as
``&lt; &gt; &amp; &quot; &apos;`` or by number. An empty line is a sentence without a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nertag.errors import DataError
from nertag.formats.head import Head
from nertag.formats.markup import pieces as markup
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import MarkedText

_OF_PAGES = re.compile(
    "A|B|BR|DIV|FONT|I|P|SPAN|TABLE|TD|TR|a|abbr|b|big|body|br|center|cite|code|dd|del|div|dl|dt|em|"
    "font|form|h[1-6]|head|html|i|img|input|ins|label|li|mark|ol|option|p|pre|q|s|script|select|"
    "small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|title|tr|tt|u|ul"
)
"""Names of elements of HTML: a text with some of them is no file of labels."""

_NAME = r"[^\W\d][\w.:-]*"
_VALUE = r"\"[^\"<]*\"|'[^'<]*'"
_ATTRIBUTE = re.compile(rf"[ \t]+({_NAME})[ \t]*=[ \t]*({_VALUE})")
_TAG = re.compile(
    rf"<(?P<opens>{_NAME})(?P<attributes>(?:[ \t]+{_NAME}[ \t]*=[ \t]*(?:{_VALUE}))*)[ \t]*>"
    rf"|</(?P<closes>{_NAME})[ \t]*>"
    r"|<"
)
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));|&")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
# U+FEFF at the start of a file would be taken for its byte order mark.
_ESCAPES = str.maketrans(
    {sign: f"&{name};" for name, sign in _NAMED.items() if name != "apos"}
    | {sign: f"&#{ord(sign)};" for sign in "\n\r\ufeff"}
)


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    share = head.share(re.compile(r"<(\w[^<>]*)>[^<]*</\w+>").search)
    if not share:
        return 0
    opened = {tag["opens"] for line in head.filled for tag in _TAG.finditer(line) if tag["opens"]}
    is_page = any(map(_OF_PAGES.fullmatch, opened))
    if is_page or head.share(_can_be_read) < 1:
        return 0.6
    return 0.9 if share >= 0.3 else 0.7


def _can_be_read(line: str) -> bool:
    try:
        _Line(line, 1, Source("")).sentence()
    except DataError:
        return False
    return True


def read(source: Source) -> Iterator[MarkedText]:
    """The sentences of a file, one a line.

    Raises
    ------
    DataError
        Tags do not pair or a ``<`` or ``&`` is not escaped; names the column.
    """
    for number, line in enumerate(source.lines(), 1):
        yield _Line(line, number, source).sentence()


class _Line:
    """A line that is being read."""

    def __init__(self, line: str, number: int, source: Source) -> None:
        self._line, self._number, self._source = line, number, source

    def _error(self, place: int, what: str, hint: str) -> Exception:
        return self._source.error(self._number, f"column {place + 1}: {what}", hint)

    def sentence(self) -> MarkedText:
        """The text without its tags, and what they mark."""
        parts: list[str] = []
        spans: list[tuple[int, int, str]] = []
        opened: list[tuple[str, str, int, int]] = []  # name, label, start in the text, column
        place, length = 0, 0
        for tag in _TAG.finditer(self._line):
            parts.append(self._decoded(place, tag.start()))
            length += len(parts[-1])
            place = tag.end()
            if tag["opens"]:
                opened.append((tag["opens"], self._label(tag), length, tag.start()))
            elif not tag["closes"]:
                raise self._error(
                    tag.start(),
                    "a < that begins no tag",
                    "tags are <LABEL> and </LABEL>; else &lt;",
                )
            elif not opened or opened[-1][0] != tag["closes"]:
                inner = f"<{opened[-1][0]}> is open" if opened else "no tag is open"
                raise self._error(tag.start(), f"{tag[0]} where {inner}", "fix the line")
            else:
                _, label, start, _ = opened.pop()
                spans.append((start, length, label))
        if opened:
            name, _, _, column = opened[-1]
            raise self._error(column, f"<{name}> without </{name}> in the line", "fix the line")
        parts.append(self._decoded(place, len(self._line)))
        return markup.sentence("".join(parts), spans, self._number, self._source)

    def _label(self, tag: re.Match[str]) -> str:
        label = tag["opens"]
        for attribute in _ATTRIBUTE.finditer(self._line, *tag.span("attributes")):
            if attribute[1].upper() == "TYPE":
                label = self._decoded(attribute.start(2) + 1, attribute.end(2) - 1)
            else:
                self._source.oddities.note(Rule.UNREAD_ATTRIBUTE, self._number)
        return label

    def _decoded(self, start: int, end: int) -> str:
        """A piece of the line, the references in it replaced by their signs."""
        piece = self._line[start:end]
        if "&" not in piece:
            return piece
        return _REFERENCE.sub(lambda found: self._sign(found, start), piece)

    def _sign(self, reference: re.Match[str], start: int) -> str:
        name, decimal, hexadecimal = reference.groups()
        if name:
            return _NAMED[name]
        code = int(decimal or hexadecimal or "-1", 10 if decimal else 16)
        if 0 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF:
            return chr(code)
        what = "a & that begins no reference" if code < 0 else f"{reference[0]} is no character"
        raise self._error(start + reference.start(), what, "write &amp; for &")


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities, one a line; a label that is no name stands in TYPE of ENAMEX."""
    for sentence in sentences:
        writing.leave_out(sentence)
        pieces = markup.pieces_of(sentence.text, sentence.entities)
        yield ("".join(_marked_up(*piece) for piece in pieces) + "\n",)


def _marked_up(text: str, label: str | None) -> str:
    text = text.translate(_ESCAPES)
    if label is None:
        return text
    if re.fullmatch(_NAME, label):
        return f"<{label}>{text}</{label}>"
    return f'<ENAMEX TYPE="{label.translate(_ESCAPES)}">{text}</ENAMEX>'
