"""JSON as labelled files hold it: values with the line they begin on, read in bounded memory.

A file holds values one after the other, as a rule one a line, or one list of them. A list whose
first element is neither a list nor an object is a value itself, like spaCy's ``[text, {...}]``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from nertag.errors import DataError
from nertag.formats.source import Source

KEPT = 1 << 16
"""Characters of the file that are looked at together, at least."""
LONGEST_VALUE = 1 << 26
"""Characters of a value, at most: a bound on memory."""
LONGEST_SIGN = 16
"""More than the characters of a word or an escape of JSON; a string may be of any length."""

_BLANKS = re.compile(r"[ \t\r\n]*")
_LIST = re.compile(r"\[[ \t\r\n]*([^ \t\r\n])")


def read_values(source: Source) -> Iterator[tuple[int, Any]]:
    """The values of a file of JSON, each with the line it begins on.

    Raises
    ------
    DataError
        The file is not JSON, has a key twice in an object, or half of a character of two UTF-16
        units.
    """
    scanner = _Scanner(source)
    if not scanner.opens_list():
        while scanner.peek():
            yield scanner.line, scanner.value()
        return
    scanner.step()
    goes_on = scanner.peek() != "]"
    while goes_on:
        scanner.peek()
        yield scanner.line, scanner.value()
        sign = scanner.peek()
        goes_on = sign == ","
        if goes_on:
            scanner.step()
        elif sign != "]":
            found = repr(sign) if sign else "the end of the file"
            raise scanner.error(f"{found} where a comma or ] is expected")
    scanner.step()
    if scanner.peek():
        raise scanner.error("there is more after the list")


def dump_value(value: Any) -> str:
    """One JSON line."""
    return json.dumps(value, ensure_ascii=False) + "\n"


class _Scanner:
    """The text of a file as far as it is needed, and a place in it."""

    def __init__(self, source: Source) -> None:
        self.line = 1
        self._source = source
        self._pieces = source.pieces()
        self._text = ""
        self._place = 0
        self._before = 0  # characters that are no longer kept

    def peek(self) -> str:
        """Go on to the next character that is no blank and name it; at the end, the empty text."""
        while True:
            match = _BLANKS.match(self._text, self._place)
            self._go_to(match.end() if match else self._place)
            if self._place < len(self._text) or not self._read_on():
                return self._text[self._place : self._place + 1]

    def step(self) -> None:
        """Go on by one character, which is not a line feed."""
        self._place += 1

    def opens_list(self) -> bool:
        """Whether a list begins here that is a list of values."""
        if self.peek() != "[":
            return False
        while not (found := _LIST.match(self._text, self._place)) and self._read_on():
            pass
        return bool(found and found[1] in "[{]")

    def value(self) -> Any:
        """The value that begins here; goes on after it."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
                cut = isinstance(value, (int, float)) and end + LONGEST_SIGN > len(self._text)
                if cut and self._read_on():
                    continue
                self._check_text(value, end)
            except json.JSONDecodeError as error:
                cut = error.pos + LONGEST_SIGN > len(self._text) or "Unterminated" in error.msg
                if cut and self._read_on():
                    continue
                raise self.error(error.msg.removesuffix(" at"), error.pos) from None
            except RecursionError:
                raise self.error("nested too deeply") from None
            except ValueError as error:
                raise self.error(str(error)) from None
            self._go_to(end)
            return value

    def _check_text(self, value: Any, end: int) -> None:
        """Only an escape can give half of a character, so that few values need a close look."""
        if any(self._text.find(half, self._place, end) >= 0 for half in ("\\ud", "\\uD")):
            try:
                dump_value(value).encode()
            except UnicodeEncodeError as error:
                half = f"\\u{ord(error.object[error.start]):04x}"
                raise ValueError(f"{half} is half of a character of two UTF-16 units") from None

    def error(self, what: str, place: int | None = None) -> DataError:
        """The error for what stands at a place of the text kept, as a rule the present one."""
        place = self._place if place is None else place
        line = self.line + self._text.count("\n", self._place, place)
        what = f"is not as JSON should be: {what}, at character {self._before + place + 1:,}"
        hint = "expected a value on each line, or one list of values"
        if line > self.line:
            hint = f"in the value that begins on line {self.line}"
        return self._source.error(line, what + " of the file", hint)

    def _go_to(self, place: int) -> None:
        self.line += self._text.count("\n", self._place, place)
        self._place = place

    def _read_on(self) -> bool:
        """Read more; as much again as is kept, so that a value is not looked at too often."""
        kept = self._text[self._place :]
        pieces, wanted = [kept], max(KEPT, len(kept))
        missing = wanted
        for piece in self._pieces:
            pieces.append(piece)
            missing -= len(piece)
            if missing <= 0:
                break
        if missing == wanted:
            return False  # and places in the text stay as they are
        if len(kept) > LONGEST_VALUE:
            raise self.error(f"a value of more than {LONGEST_VALUE:,} characters", self._place)
        self._before += self._place
        self._text, self._place = "".join(pieces), 0
        return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key {twice!r} stands twice in an object")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_object)
