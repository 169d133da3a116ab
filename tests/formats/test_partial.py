"""Text that is labelled in part: read, converted, never taken for text without entities."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.config import ReadingSettings, reading_from
from nertag.corpus.check.audit import audit
from nertag.corpus.convert import convert
from nertag.corpus.label import Labels, label
from nertag.errors import ConfigError, DataError
from nertag.evaluation.read import read_gold
from nertag.features.name_lists import NameList
from nertag.formats.reading import read_labelled
from nertag.formats.rules import Rule
from nertag.text.sentence import Sentence
from nertag.text.tags import SCHEMES, UNKNOWN_TAG, detect_scheme, repair, spans, spans_to_tags

COLUMNS = "我\t?\n在\tO\n北\tB-LOC\n京\tI-LOC\n呢\t?\n\n"
TAGS = ("?", "O", "B-LOC", "I-LOC", "?")


def read(path, **how):
    return read_labelled(path, reading_from(how))


def test_unknown_tags_of_columns_are_kept_and_told(file):
    found = read(file("in.bio", COLUMNS))
    assert (found.format, found.sentences[0].tags) == ("columns", TAGS)
    assert found.sentences[0].is_partial
    assert found.oddities.count(Rule.UNKNOWN_TAG) == 2


def test_another_sign_is_declared(file):
    path = file("in.bio", COLUMNS.replace("?", "-"))
    with pytest.raises(DataError, match="neither O nor like B-LABEL"):
        read(path)
    assert read(path, unknown_tag="-").sentences[0].tags == TAGS
    with pytest.raises(ConfigError, match="unknown_tag"):
        convert(
            file("a.jsonl", '{"text": "a", "label": []}\n'),
            path,
            reading_from({"unknown_tag": "-"}),
        )


def test_where_only_entities_are_known_nothing_is_taken_for_o(file):
    rows = "".join(f"{sign}\t?\n" for sign in "我在北京天安门广场看升国旗仪式")
    found = read(file("in.bio", f"{rows}王\tB-PER\n芳\tI-PER\n\n"))
    assert found.format == "columns"
    assert found.sentences[0].tags == ("?",) * 15 + ("B-PER", "I-PER")


def test_unknown_words_become_unknown_characters(file):
    found = read(file("in.bio", "New\t?\nYork\t?\nis\tO\n\n"), tokens="char")
    assert found.sentences[0].tags == ("?",) * 9 + ("O", "O")


def test_tags_without_a_prefix_may_be_unknown(file):
    found = read(file("in.bio", "a\tO\nb\tPER\nc\t?\nd\tPER\n\n"), tokens="word")
    assert found.sentences[0].tags == ("O", "B-PER", "?", "B-PER")


@pytest.mark.parametrize(
    ("unlabelled", "tags"),
    [
        (True, ("?", "?", "B-LOC", "I-LOC", "?")),
        ([[0, 1], [2, 5]], TAGS),
        ([], ("O", "O", "B-LOC", "I-LOC", "O")),
        (False, ("O", "O", "B-LOC", "I-LOC", "O")),
    ],
)
def test_records_say_what_is_not_labelled(file, unlabelled, tags):
    for key in ("label", "spans", "ents"):
        span = [2, 4, "LOC"] if key == "label" else {"start": 2, "end": 4, "label": "LOC"}
        record = {"text": "我在北京呢", key: [span], "unlabelled": unlabelled}
        assert read(file("in.jsonl", json.dumps(record) + "\n")).sentences[0].tags == tags


@pytest.mark.parametrize("unlabelled", ["yes", [1], [[0]], [[0, 99]], {"a": 1}])
def test_what_is_no_piece_of_the_text_is_refused(file, unlabelled):
    record = {"text": "我在北京呢", "label": [], "unlabelled": unlabelled}
    with pytest.raises(DataError):
        read(file("in.jsonl", json.dumps(record) + "\n"))


def test_columns_and_records_hold_the_same(file, tmp_path):
    source, reading = file("in.bio", COLUMNS), ReadingSettings()
    convert(source, tmp_path / "out.jsonl", reading)
    record = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert record["unlabelled"] == [[0, 1], [4, 5]]
    convert(tmp_path / "out.jsonl", tmp_path / "back.bio", reading)
    assert (tmp_path / "back.bio").read_text("utf-8") == COLUMNS


def test_a_line_of_a_text_has_its_own_pieces(file):
    record = {"text": "北京\n我在呢", "label": [[0, 2, "LOC"]], "unlabelled": [[1, 4]]}
    found = read(file("in.jsonl", json.dumps(record) + "\n"))
    assert [one.tags for one in found.sentences] == [("B-LOC", "I-LOC"), ("?", "O", "O")]


@pytest.mark.parametrize("to", ["prodigy", "spacy", "label-studio", "inline", "brat"])
def test_formats_that_cannot_hold_it_refuse(file, tmp_path, to):
    with pytest.raises(DataError, match="not labelled whole"):
        convert(file("in.bio", COLUMNS), tmp_path / "out.txt", ReadingSettings(), to=to)
    assert not (tmp_path / "out.txt").exists()


def test_it_cannot_be_scored(file):
    path = file("in.bio", COLUMNS)
    with pytest.raises(DataError, match=r"in.bio:1: some tokens are not labelled"):
        read_gold(path, ReadingSettings())


def test_a_check_says_so_and_takes_nothing_for_a_miss(file):
    labelled = "北\tB-LOC\n京\tI-LOC\n\n" * 5
    path = file("in.bio", labelled + "在\t?\n北\t?\n京\t?\n\n")
    found = audit([path], ReadingSettings())
    rules = {finding.rule for finding in found.findings}
    assert Rule.UNKNOWN_TAG in rules
    assert Rule.LIKELY_MISS not in rules


@given(st.sampled_from(sorted(SCHEMES)), st.lists(st.booleans(), min_size=6, max_size=6))
def test_schemes_pass_over_what_is_unknown(scheme, hidden):
    found = [(0, 1, "X"), (2, 5, "Y")]
    tags = spans_to_tags(found, 6, scheme)
    hidden = [hide and tag == "O" for hide, tag in zip(hidden, tags)]
    written = [UNKNOWN_TAG if hide else tag for hide, tag in zip(hidden, tags)]
    assert spans(written) == found
    wanted = [
        UNKNOWN_TAG if hide else tag for hide, tag in zip(hidden, spans_to_tags(found, 6, "BIO"))
    ]
    assert repair(written, scheme) == (wanted, 0)
    assert detect_scheme([written]) == detect_scheme([tags])


# Labels by lists of names

LISTS = [
    NameList("PER", "p", ["李雷", "王芳", "雷"]),
    NameList("LOC", "l", ["北京", "北京大学", "王芳"]),
]


def test_names_are_entities_and_all_else_is_unlabelled(file, tmp_path):
    labels = Labels(LISTS)
    raw = file("raw.txt", "李雷在北京大学\n王芳好\n没有\n")
    done = label(raw, tmp_path / "out.bio", labels, ReadingSettings())
    found = read(tmp_path / "out.bio")
    assert [spans(one.tags) for one in found.sentences] == [[(0, 2, "PER"), (3, 7, "LOC")], [], []]
    assert set(found.sentences[2].tags) == {"?"}
    assert (done.sentences, done.entities, labels.ambiguous) == (3, 2, 1)


def test_names_begin_and_end_with_tokens():
    labels = Labels([NameList("LOC", "l", ["Bern", "New York"])])
    words = Sentence.from_spans("Bernd saw Bern, New York", [], tokens="word")
    assert [e.text for e in labels.entities(words)] == ["Bern", "New York"]
    signs = Sentence.from_spans("Bernd saw Bern", [])
    assert [(e.start, e.end) for e in labels.entities(signs)] == [(10, 14)]


def test_lists_without_a_name_are_refused():
    with pytest.raises(ConfigError, match="2 characters or more"):
        Labels([NameList("PER", "p", ["雷"])])
