import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.config import SETTINGS
from nertag.formats.units import UNITS, borders, counts_alike

COUNTED = {
    "codepoint": len,
    "utf16": lambda text: len(text.encode("utf-16-le")) // 2,
    "byte": lambda text: len(text.encode()),
    "crlf": lambda text: len(text.replace("\r\n", "\n")),
    "grapheme": lambda text: len(regex.findall(r"\X", text)),
}
TEXTS = texts() | st.text("a\r\n😀é北e\u0301🇩🇪👩\u200d", max_size=12)


def test_the_setting_offers_every_unit():
    assert tuple(UNITS) == SETTINGS["offset_unit"].choices


@pytest.mark.parametrize("unit", UNITS)
@given(TEXTS)
def test_borders(unit, text):
    found = borders(text, unit)
    total = COUNTED[unit](text)
    assert list(found) == sorted(found)
    assert max(found) == total
    for offset, place in found.items():
        inside = unit in ("crlf", "grapheme") and (
            place and COUNTED[unit](text[:place]) + COUNTED[unit](text[place:]) != total
        )
        assert inside or COUNTED[unit](text[:place]) == offset


@pytest.mark.parametrize("unit", UNITS)
@given(TEXTS)
def test_a_text_that_counts_alike(unit, text):
    if counts_alike(text, unit):
        assert borders(text, unit) == {place: place for place in range(len(text) + 1)}


def test_what_counts_as_one():
    assert borders("a\r\nb", "crlf") == {0: 0, 1: 1, 2: 3, 3: 4}
    assert borders("e\u0301x", "grapheme") == {0: 0, 1: 2, 2: 3}
    assert borders("😀x", "byte") == {0: 0, 4: 1, 5: 2}
