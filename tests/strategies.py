"""Generated inputs that the tests share: odd texts, tag sequences, spans."""

from itertools import pairwise

from hypothesis import strategies as st

LABELS = ("PER", "LOC", "PER.NAM", "creative-work", "A_B")
LETTERS = "BIESMLU"

ODD = (
    "北京Aaé1 '@#-_|[]\\\""
    "\u0301\u20e3"  # combining marks
    "\u3000Ａ１～ﾊﾞ￥"  # full and half width
    "\r\t\x00\x0b\x0c\x1c\x85\xa0\u2028\u2029\ufeff"  # what some take for line ends, blanks, BOM
    "😀👍🏽\u200d\ufe0f\U0002a6d6"  # beyond the basic plane, joiners
)


def characters(exclude=""):
    """A code point that a line can hold, often one of the odd ones."""
    odd = st.sampled_from(sorted(set(ODD) - set(exclude)))
    return odd | st.characters(exclude_categories=["Cs"], exclude_characters="\n" + exclude)


def texts(exclude="", min_size=0, max_size=30):
    """A line of text."""
    return st.text(characters(exclude), min_size=min_size, max_size=max_size)


@st.composite
def spans(draw, length, labels=LABELS):
    """Spans that do not overlap, in order, inside `length` tokens."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [
        (start, end, draw(st.sampled_from(labels)))
        for start, end in pairwise(cuts)
        if draw(st.booleans())
    ]


@st.composite
def crossing_spans(draw, length, labels=LABELS):
    """Spans that may overlap, each once, in order, inside `length` tokens."""
    places = st.integers(0, length - 1).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(start + 1, length))
    )
    span = st.builds(lambda place, label: (*place, label), places, st.sampled_from(labels))
    return sorted(draw(st.sets(span, max_size=6))) if length else []


@st.composite
def rows_with_spans(draw, max_length=12, labels=LABELS):
    """(length, spans)."""
    length = draw(st.integers(0, max_length))
    return length, draw(spans(length, labels))


def tags(labels=LABELS, letters=LETTERS, parts="-_"):
    """Any tag a file may hold, legal where it stands or not."""
    labelled = st.builds(
        "{}{}{}".format, st.sampled_from(letters), st.sampled_from(parts), st.sampled_from(labels)
    )
    return st.just("O") | labelled


def tag_sequences(max_size=10, **how):
    """Any tags in any order."""
    return st.lists(tags(**how), max_size=max_size)
