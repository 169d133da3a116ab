import unicodedata

import numpy as np

from nertag.text.blanks import BLANK, LINE_BREAKS, blank_code_points


def test_blanks_are_told_by_their_category():
    wanted = [unicodedata.category(chr(code)) in BLANK for code in range(0x10000)]
    np.testing.assert_array_equal(blank_code_points(), wanted)


def test_line_breaks_are_blank_and_unprintable():
    assert all(blank_code_points()[ord(sign)] for sign in LINE_BREAKS)
    assert not any(map(str.isprintable, LINE_BREAKS))
