from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval import scheme as seqeval
from strategies import LABELS, rows_with_spans, tag_sequences

from nertag.text.tags import (
    ILLEGAL,
    SCHEMES,
    TagError,
    as_bio,
    detect_scheme,
    join_tag,
    labels_of,
    legality,
    repair,
    spans,
    spans_to_tags,
    split_tag,
    strict_spans,
    tag_set,
)

schemes = pytest.mark.parametrize("scheme", SCHEMES)


def tags_of(letters, labels="XY"):
    return ["O", *(f"{letter}-{label}" for letter in letters for label in labels)]


def sequences(tags, longest):
    return [list(row) for size in range(longest + 1) for row in product(tags, repeat=size)]


def is_legal_bio(tags):
    return all(
        tag[0] != "I" or (before != "O" and before[2:] == tag[2:])
        for before, tag in zip(["O", *tags], tags)
    )


# Reading


def test_split_and_join():
    assert split_tag("O") == ("O", "")
    assert split_tag("B-PER.NAM") == split_tag("B_PER.NAM") == ("B", "PER.NAM")
    assert split_tag("I-creative-work") == ("I", "creative-work")
    assert split_tag("S") == ("S", "")
    assert join_tag("B", "a-b") == "B-a-b"
    assert join_tag("M", "") == "M"


@pytest.mark.parametrize("tag", ["", "o", "B-", "B_", "BPER", "X-PER", "O-PER", "PER", "-", "北"])
def test_no_scheme_knows_these_tags(tag):
    with pytest.raises(TagError, match="neither O nor like B-LABEL"):
        split_tag(tag)


def conlleval(tags):
    """The rules of conlleval's startOfChunk and endOfChunk, straight from the script."""
    found, start = [], None
    parts = [("O", "")] + [(tag[0], tag[2:]) for tag in tags] + [("O", "")]
    for i, ((before, label), (letter, next_label)) in enumerate(pairwise(parts)):
        other = label != next_label
        ends = before in "ES" or (before in "BI" and letter in "BSO") or (before != "O" and other)
        starts = letter in "BS" or (before in "ESO" and letter in "IE")
        starts = starts or (letter != "O" and other)
        if ends and start is not None:
            found.append((start, i, label))
            start = None
        if starts:
            start = i
    return found


def test_spans_are_those_of_conlleval():
    for tags in sequences(tags_of("BIES"), 4):
        assert spans(tags) == conlleval(tags), tags


def test_the_letters_of_other_schemes_read_alike():
    same = str.maketrans("MLU", "IES")
    for tags in sequences(tags_of("BIESMLU"), 3):
        assert spans(tags) == spans([tag.translate(same) for tag in tags]), tags


@given(tag_sequences())
def test_spans_never_overlap_and_cover_all_but_o(tags):
    covered = [i for start, end, _ in spans(tags) for i in range(start, end)]
    assert covered == [i for i, tag in enumerate(tags) if tag != "O"]


def test_labels_with_dots_hyphens_and_underscores():
    tags = ["B-PER.NAM", "I_PER.NAM", "B-creative-work", "I-creative-work", "B_A_B"]
    assert spans(tags) == [(0, 2, "PER.NAM"), (2, 4, "creative-work"), (4, 5, "A_B")]


# Writing


@schemes
@given(row=rows_with_spans())
def test_write_then_read_gives_the_spans(scheme, row):
    length, wanted = row
    tags = spans_to_tags(wanted, length, scheme)
    assert len(tags) == length
    assert spans(tags) == wanted
    assert spans_to_tags(spans(tags), length, scheme) == tags
    assert strict_spans(tags, scheme) == wanted
    assert {tag[0] for tag in tags} <= {"O", "B", *vars_of(scheme)}


def vars_of(scheme):
    letters = SCHEMES[scheme]
    return {letters.begin, letters.inside, letters.end, letters.single}


@pytest.mark.parametrize(
    ("scheme", "tags"),
    [
        ("BIO", "B-X I-X I-X O B-X B-X B-Y"),
        ("IOB1", "I-X I-X I-X O I-X B-X I-Y"),
        ("BIOES", "B-X I-X E-X O S-X S-X S-Y"),
        ("BMES", "B-X M-X E-X O S-X S-X S-Y"),
        ("BILOU", "B-X I-X L-X O U-X U-X U-Y"),
        ("IO", "I-X I-X I-X O I-X I-X I-Y"),
    ],
)
def test_the_schemes_by_example(scheme, tags):
    found = [(0, 3, "X"), (4, 5, "X"), (5, 6, "X"), (6, 7, "Y")]
    assert spans_to_tags(found, 7, scheme) == tags.split()


@schemes
def test_tags_without_a_label(scheme):
    found = [(0, 1, ""), (1, 4, ""), (5, 7, "")]
    assert spans(spans_to_tags(found, 8, scheme)) == found


# Repairing


@schemes
@given(tags=tag_sequences())
def test_repair_gives_legal_bio_with_the_same_spans(scheme, tags):
    repaired, broken = repair(tags, scheme)
    assert is_legal_bio(repaired)
    assert {tag[0] for tag in repaired} <= set("BIO")
    assert spans(repaired) == spans(tags)
    assert repair(repaired, "BIO") == (repaired, 0)
    assert 0 <= broken <= len(tags)


@schemes
@given(row=rows_with_spans())
def test_nothing_is_broken_in_what_was_written(scheme, row):
    length, wanted = row
    assert repair(spans_to_tags(wanted, length, scheme), scheme)[1] == 0


def test_repair_counts_the_tags_that_break_the_scheme():
    assert repair(["I-X", "I-X", "O", "B-X", "I-Y"], "BIO") == (
        ["B-X", "I-X", "O", "B-X", "B-Y"],
        2,
    )
    assert repair(["B_X", "I_X"], "BIO") == (["B-X", "I-X"], 0)


# Strictness


SEQEVAL = {"BIO": "IOB2", "BIOES": "IOBES", "BMES": "IOBES", "BILOU": "BILOU", "IOB1": "IOB1"}


def seqeval_strict(rows, scheme):
    rows = [[tag.replace("M-", "I-") for tag in row] for row in rows]
    found = seqeval.Entities(rows, getattr(seqeval, SEQEVAL[scheme])).entities
    return [[(entity.start, entity.end, entity.tag) for entity in row] for row in found]


@pytest.mark.parametrize(
    ("scheme", "longest"), [("BIO", 5), ("BIOES", 3), ("BMES", 3), ("BILOU", 3)]
)
def test_strict_spans_are_those_of_seqeval(scheme, longest):
    rows = sequences(tags_of(sorted(vars_of(scheme))), longest)
    for tags, wanted in zip(rows, seqeval_strict(rows, scheme)):
        assert strict_spans(tags, scheme) == wanted, tags


def test_strict_spans_are_those_of_seqeval_in_legal_iob1():
    # Where B- opens an entity for no reason, seqeval's IOB1 drops that token and goes on.
    rows = [row for row in sequences(tags_of("BI"), 5) if repair(row, "IOB1")[1] == 0]
    assert len(rows) > 500
    for tags, wanted in zip(rows, seqeval_strict(rows, "IOB1")):
        assert strict_spans(tags, "IOB1") == wanted, tags


@schemes
@given(tags=tag_sequences())
def test_strict_spans_are_some_of_the_spans(scheme, tags):
    strict = strict_spans(tags, scheme)
    assert set(strict) <= set(spans(tags))
    if repair(tags, scheme)[1] == 0:
        assert strict == spans(tags)


# Finding out


@pytest.mark.parametrize("scheme", ["BIO", "IOB1", "BIOES", "BMES", "BILOU"])
def test_detect(scheme):
    row = spans_to_tags([(0, 3, "X"), (4, 5, "Y"), (5, 7, "X")], 9, scheme)
    assert detect_scheme([["O"], row, []]) == scheme


@pytest.mark.parametrize("part", "-_")
def test_a_few_stray_inside_tags_do_not_make_a_file_iob1(part):
    good = [f"B{part}X", f"I{part}X", "O"]
    stray = [f"I{part}X", "O", f"I{part}Y"]
    assert detect_scheme([good] * 5 + [stray]) == "BIO"


def test_adjacent_entities_do_not_make_iob1_bio():
    assert detect_scheme([["I-X", "B-X", "B-X", "B-X"], ["I-X"]]) == "IOB1"


def test_nothing_labelled_counts_as_bio():
    assert detect_scheme([]) == detect_scheme([["O", "O"]]) == "BIO"


def test_detect_looks_at_tags_without_a_label_too():
    assert detect_scheme([["I", "I", "O", "I"], ["I", "B"]]) == "IOB1"
    assert detect_scheme([["B", "I", "B", "O", "B"]]) == "BIO"


# Legality


def is_legal_bioes(tags):
    """No tag of an open entity stands alone, and none goes on one that is not open."""
    opened = None
    for tag in tags:
        letter, label = tag[0], tag[2:]
        if (letter in "IE" and label != opened) or (letter in "OBS" and opened is not None):
            return False
        opened = label if letter in "BI" else None
    return opened is None


def test_the_tags_of_some_labels():
    assert tag_set("YX") == ("O", "B-X", "I-X", "B-Y", "I-Y")
    assert tag_set("X", "BIOES") == ("O", "B-X", "I-X", "E-X", "S-X")
    assert labels_of(tag_set("YX")) == labels_of(tag_set("YX", "BIOES")) == ["X", "Y"]
    assert labels_of(("O", "B", "I")) == [""]
    assert list(map(as_bio, tag_set("X", "BIOES"))) == ["O", "B-X", "I-X", "I-X", "B-X"]
    assert list(map(as_bio, "BIES")) == ["B", "I", "I", "B"]


@pytest.mark.parametrize(
    ("tags", "is_legal"),
    [
        (tag_set("YX"), is_legal_bio),
        (tag_set("X", "BIOES"), is_legal_bioes),
        (tag_set(["X", ""], "BIOES"), is_legal_bioes),
    ],
)
def test_just_the_legal_sequences_are_allowed(tags, is_legal):
    legal = legality(tags)
    for row in product(range(len(tags)), repeat=4):
        score = legal.start[row[0]] + legal.end[row[-1]]
        score += sum(legal.transitions[pair] for pair in pairwise(row))
        assert (score == 0) == is_legal([tags[i] for i in row])


@given(st.sets(st.sampled_from((*LABELS, ""))))
def test_legality_is_finite_and_lets_every_row_end(labels):
    tags = tag_set(labels)
    legal = legality(tags)
    for array in (legal.transitions, legal.start, legal.end):
        assert array.dtype == np.float32
        assert set(np.unique(array)) <= {np.float32(0), np.float32(ILLEGAL)}
    assert not legal.end.any()
    assert not legal.transitions[:, [tag[0] != "I" for tag in tags]].any()


@given(st.sets(st.sampled_from((*LABELS, ""))))
def test_every_tag_of_bioes_can_be_reached_and_left(labels):
    legal = legality(tag_set(labels, "BIOES"))
    steps = legal.transitions == 0
    assert (steps.any(axis=0) | (legal.start == 0)).all()
    assert (steps.any(axis=1) | (legal.end == 0)).all()


def test_detect_outvotes_a_stray_letter_of_another_scheme():
    good = ["B-P", "I-P", "O", "B-P"]
    assert detect_scheme([good] * 50 + [["S-P", "O", "E-P"]]) == "BIO"
    assert detect_scheme([["I-P", "I-P", "O"]] * 50 + [["S-P"]]) == "IOB1"
    assert detect_scheme([["B-P", "E-P", "S-P"]] * 50 + [good]) == "BIOES"
