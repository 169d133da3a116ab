import pytest

from nertag.config import reading_from
from nertag.errors import ConfigError, DataError
from nertag.formats.reading import read_labelled, stream_labelled, token_kind
from nertag.formats.rules import Rule

COLUMNS = "北 B-LOC\n京 E-LOC\n好 O\n\n王 S-PER\n"
SPANS = '{"text": "我在北京\\n好", "label": [[2, 4, "LOC"]]}\n'


def rows(labelled):
    return [(sentence.text, " ".join(sentence.tags)) for sentence in labelled.sentences]


def test_the_scheme_belongs_to_a_file(file):
    first = read_labelled(file("a.bmes", COLUMNS), reading_from({}))
    assert (first.format, first.scheme) == ("columns", "BIOES")
    assert rows(first) == [("北京好", "B-LOC E-LOC O"), ("王", "S-PER")]
    given = read_labelled(file("a.bmes", COLUMNS), reading_from({"scheme": "BIO"}))
    assert given.scheme == "BIO"


def test_spans_are_bio_or_of_the_scheme_that_is_given(file):
    labelled = read_labelled(file("b.jsonl", SPANS), reading_from({}))
    assert (labelled.format, labelled.scheme) == ("doccano", "BIO")
    assert rows(labelled)[0] == ("我在北京", "O O B-LOC I-LOC")
    assert labelled.token_count == 5
    labelled = read_labelled(file("b.jsonl", SPANS), reading_from({"scheme": "BIOES"}))
    assert rows(labelled) == [("我在北京", "O O B-LOC E-LOC"), ("好", "O")]


def test_spans_over_words(file):
    path = file(
        "a.jsonl", '{"text": "In New York, ok", "label": [[3, 11, "LOC"], [13, 14, "X"]]}\n'
    )
    labelled = read_labelled(path, reading_from({"tokens": "word"}))
    (sentence,) = labelled.sentences
    assert list(zip(sentence.words, sentence.tags)) == [
        ("In", "O"),
        ("New", "B-LOC"),
        ("York", "I-LOC"),
        (",", "O"),
        ("ok", "B-X"),
    ]
    assert [oddity.rule for oddity in labelled.oddities] == [Rule.CUT_TOKEN]


def test_overlapping_spans_are_settled_and_counted_or_refused(file):
    path = file("a.jsonl", '{"text": "北京大学", "label": [[0, 2, "LOC"], [0, 4, "ORG"]]}\n')
    labelled = read_labelled(path, reading_from({}))
    assert rows(labelled) == [("北京大学", "B-ORG I-ORG I-ORG I-ORG")]
    (oddity,) = labelled.oddities
    assert (oddity.rule, oddity.detail, oddity.lines) == (Rule.OVERLAP_RESOLVED, "longest", [1])
    with pytest.raises(DataError, match=r"'北京' 'LOC' .* overlap"):
        read_labelled(path, reading_from({"overlap": "error"}))


def test_a_format_that_is_said_goes_before_what_the_file_looks_like(file):
    path = file("a.txt", "我 在 北京\n")
    labelled = read_labelled(path, reading_from({"format": "segmented"}))
    assert rows(labelled) == [("我在北京", "B B B I")]
    with pytest.raises(ConfigError, match="`format` is 'nope'"):
        stream_labelled(path, reading_from({"format": "nope"}))


def test_a_file_of_no_sentence(file):
    with pytest.raises(DataError, match="holds no sentence"):
        read_labelled(file("a.bio", "-DOCSTART-\tO\n\n"), reading_from({"format": "columns"}))


def test_other_encodings(tmp_path):
    for encoding in ("gb18030", "utf-16", "utf-16-le", "big5"):
        path = tmp_path / "a.bio"
        path.write_bytes(COLUMNS.encode(encoding))
        labelled = read_labelled(path, reading_from({"encoding": encoding}))
        assert rows(labelled)[0] == ("北京好", "B-LOC E-LOC O")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (COLUMNS, "char"),
        ("科0\tO\n技1\tB-X\n", "char"),
        ("EU\tB-ORG\nrejects\tO\na\tO\n", "word"),
        ('{"text": "In New York", "label": []}\n', "char"),
        ("1\tdog\t_\tNOUN\tNN\t_\t0\troot\t_\t_\n", "word"),
    ],
)
def test_what_the_tokens_of_a_file_are(file, content, kind):
    assert token_kind(file("a.txt", content), reading_from({})) == kind
