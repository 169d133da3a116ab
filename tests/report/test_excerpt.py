from hypothesis import given
from report_tools import sentence
from strategies import spans

from nertag.evaluation.analysis import analyse
from nertag.report.excerpt import AROUND, LONGEST, Excerpt, Piece


def excerpt(row, predicted):
    (worst,) = analyse("f", "BIO", [row], [predicted]).worst
    return Excerpt.of(worst)


def test_what_is_the_same_in_both_is_right():
    row = sentence([(0, 2, "PER"), (3, 5, "LOC")], "李雷在北京", line=7)
    found = excerpt(row, [(0, 2, "PER"), (3, 5, "ORG")])
    assert (found.line, found.mistakes) == (7, 1)
    assert found.gold == [Piece("李雷", "PER"), Piece("在"), Piece("北京", "LOC", right=False)]
    assert found.predicted[2] == Piece("北京", "ORG", right=False)


def test_dots_stand_for_what_is_cut():
    found = excerpt(sentence([(100, 101, "X")], "一" * 200), [])
    texts = [piece.text for piece in found.gold]
    assert texts == ["… ", "一" * AROUND, "一", "一" * AROUND, " …"]


@given(spans(900, labels="XY"), spans(900, labels="XY"))
def test_long_sentences_are_cut_but_no_entity_is(gold, predicted):
    text = "".join(chr(0x4E00 + number) for number in range(900))
    if sorted(gold) == sorted(predicted):
        return
    found = excerpt(sentence(gold, text), predicted)
    longest = max(end - start for start, end, _ in (*gold, *predicted))
    for pieces, wanted in ((found.gold, gold), (found.predicted, predicted)):
        inside = {(text[start:end], label) for start, end, label in wanted}
        marked = {(piece.text, piece.label) for piece in pieces if piece.label is not None}
        assert marked <= inside
        plain = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
        assert plain in text
        assert len(plain) <= LONGEST + 2 * longest
