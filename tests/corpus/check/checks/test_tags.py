from itertools import product

from check_tools import END, TRAIN, content, found
from hypothesis import given
from hypothesis import strategies as st
from strategies import tag_sequences

from nertag.corpus.check.checks.tags import broken_tags, detect, entities, runs
from nertag.corpus.check.content import Content
from nertag.text import tags as schemes
from nertag.text.sentence import Sentence


def sentence(tags):
    text = "x" * len(tags)
    places = range(len(tags)), range(1, len(tags) + 1)
    return Sentence(text, *places, tuple(tags), 1, "", (), range(1, len(tags) + 1))


def test_runs_mean_what_the_whole_sequence_means():
    """Brute force over all sequences of up to five tags, in each scheme."""
    for length in range(6):
        for tags in product(("O", "B-A", "I-A", "E-A", "B-B"), repeat=length):
            row = sentence(tags)
            spans = [(e.start, e.end, e.label) for e in entities(row, "BIO")]
            assert spans == schemes.spans(tags)
            for scheme in schemes.SCHEMES:
                legal = schemes.spans_to_tags(schemes.spans(tags), length, scheme)
                wrong = [i for i in range(length) if tags[i] != legal[i]]
                broken = broken_tags(Content("x", [row], [()]), scheme)
                assert sorted(line - 1 for one in broken for line in one.lines) == wrong


@given(tag_sequences())
def test_runs_are_what_is_not_o(tags):
    parts = list(runs(tags))
    assert [tag for _, run in parts for tag in run] == [tag for tag in tags if tag != "O"]
    assert all(tuple(tags[start : start + len(run)]) == run for start, run in parts)


@given(st.lists(tag_sequences(), max_size=4))
def test_the_scheme_is_that_of_the_whole_sequences(rows):
    assert detect(rows) == schemes.detect_scheme(rows)


def test_broken_tags_are_found_with_their_lines():
    # As in Weibo: I- at the start, and of another type in the middle of an entity.
    more = "你\tO\n北\tI-LOC\n京\tI-LOC\n\n赵\tB-PER\n伟\tI-LOC\n\n京\tI-LOC\n\n"
    assert found(TRAIN + more)["broken-tags"] == [
        (
            "error",
            "train",
            [END + 1],
            "I-LOC after O or the start, before I-LOC: BIO has B-LOC",
        ),
        (
            "error",
            "train",
            [END + 5],
            "I-LOC after B-PER, before O or the end: BIO has B-LOC",
        ),
        (
            "error",
            "train",
            [END + 7],
            "I-LOC after O or the start, before O or the end: BIO has B-LOC",
        ),
    ]


def test_the_same_break_is_one_finding_with_all_its_lines():
    bmes = "中 B-ORG\n国 M-ORG\n院 E-ORG\n好 S-ORG\n\n" * 3
    # As in the CVs: M- before O and after it, twice.
    broken = bmes + "中 B-ORG\n国 M-ORG\n在 O\n国 M-ORG\n院 E-ORG\n\n" * 2
    kinds = found(broken)
    assert [lines for _, _, lines, _ in kinds["broken-tags"]] == [[17, 23], [19, 25]]
    assert "BMES has E-ORG" in kinds["broken-tags"][0][3]
    assert "BMES has B-ORG" in kinds["broken-tags"][1][3]


def test_lines_of_tags_count_where_characters_are_split():
    broken = content("北京\tI-LOC\n你\tO\n" + TRAIN)
    assert [one.line for one in broken_tags(broken, "BIO")] == [1]
