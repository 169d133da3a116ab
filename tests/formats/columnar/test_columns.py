import io
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import LABELS, spans, texts

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.columnar import columns
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text.sentence import Sentence
from nertag.text.tags import SCHEMES, detect_scheme, repair, spans_to_tags
from nertag.text.tags import spans as read_spans


def read_file(path, **how):
    """The sentences of a column file, and what was odd in it."""
    source = Source(path, ReadingSettings(**how))
    sentences = list(columns.read(source))
    count = sum(map(len, sentences))
    return SimpleNamespace(sentences=sentences, token_count=count, oddities=source.oddities)


@pytest.fixture
def read(tmp_path):
    """Read a column file of this content."""

    def read(content, tokens="word", **how):
        path = tmp_path / "in.bio"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path, tokens=tokens, **how)

    return read


def pairs(labelled):
    """For each sentence its (token, tag) pairs."""
    return [list(zip(sentence.words, sentence.tags)) for sentence in labelled.sentences]


def odd(labelled):
    """Name of each rule that was needed: (count, lines)."""
    return {oddity.rule.name: (oddity.count, oddity.lines) for oddity in labelled.oddities}


def lines_of(rows, part="\t"):
    """Rows of (token, tag) as lines, an empty line after each row."""
    return "".join("".join(f"{token}{part}{tag}\n" for token, tag in row) + "\n" for row in rows)


# Whole files


def test_a_plain_file(read):
    found = read("北\tB-LOC\n京\tI-LOC\n\n我\tO\n\n", "char")
    assert [(s.text, s.tags, s.line) for s in found.sentences] == [
        ("北京", ("B-LOC", "I-LOC"), 1),
        ("我", ("O",), 4),
    ]
    assert found.token_count == 3
    assert odd(found) == {}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n", "\n\n\n\n"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n", "\ufeff\n"])
def test_line_ends_bom_and_empty_lines_at_either_end(read, start, last, end):
    content = (start + "a\tB-X\nb\tO\n\n\nc\tO" + last).replace("\n", end)
    assert pairs(read(content)) == [[("a", "B-X"), ("b", "O")], [("c", "O")]]


tokens = st.just(" ") | texts(exclude="\t\ufeff", min_size=1, max_size=5)


@st.composite
def files(draw, scheme="BIO", tokens=tokens):
    """Rows of (token, tag) with legal tags of a scheme."""
    rows = []
    for row in draw(st.lists(st.lists(tokens, min_size=1, max_size=6), min_size=1, max_size=4)):
        tags = spans_to_tags(draw(spans(len(row))), len(row), scheme)
        rows.append(list(zip(row, tags)))
    return rows


@given(
    rows=files(),
    separators=st.lists(st.sampled_from(["", "\t", " ", " \t "]), min_size=1, max_size=2),
    end=st.sampled_from(["\n", "\r\n"]),
    whole=st.booleans(),
)
def test_what_is_in_the_file_comes_out(tmp_path_factory, rows, separators, end, whole):
    assume(all(row[0][0] != "-DOCSTART-" for row in rows))
    blocks = ["".join(f"{token}\t{tag}{end}" for token, tag in row) for row in rows]
    content = "".join(f"{separator}{end}" for separator in separators).join(blocks)
    path = tmp_path_factory.getbasetemp() / "in.bio"
    path.write_bytes((content if whole else content.removesuffix(end)).encode())
    found = read_file(path, tokens="word")
    assert pairs(found) == rows
    assert found.token_count == sum(map(len, rows))
    for sentence in found.sentences:
        for token in sentence.tokens:
            assert sentence.text[token.start : token.end] == token.text


@given(content=st.binary(max_size=80), tokens=st.sampled_from(["char", "word"]))
def test_any_bytes_are_sentences_or_a_data_error(content, tokens):
    read_or_refuse(content, tokens)


@given(
    lines=st.lists(
        st.lists(
            st.sampled_from(["", " ", "a", "B-X", "I_Y", "O", "x1", "北", "\x85"]), max_size=4
        ),
        max_size=8,
    ),
    part=st.sampled_from(" \t"),
    tokens=st.sampled_from(["char", "word"]),
    token_column=st.integers(-3, 3),
    tag_column=st.integers(-3, 3),
)
def test_any_columns_are_sentences_or_a_data_error(lines, part, tokens, token_column, tag_column):
    content = "\n".join(map(part.join, lines)).encode()
    read_or_refuse(content, tokens, token_column=token_column, tag_column=tag_column)


def read_or_refuse(content, tokens, **how):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        try:
            found = read_file("-", tokens=tokens, **how)
        except DataError:
            return
    filled = [line for line in content.decode().split("\n") if line.strip(" \t\r\ufeff")]
    assert found.token_count >= len(filled) - found.oddities.count(Rule.DOCUMENT)
    for sentence in found.sentences:
        assert len(sentence) == len(sentence.tags) == len(sentence.ends) > 0


# Columns


def test_columns_parted_by_blanks(read):
    assert pairs(read("北 B-X\n京   I-X\n\n我 O\n")) == [
        [("北", "B-X"), ("京", "I-X")],
        [("我", "O")],
    ]


def test_the_wide_blank_is_a_token_and_parts_no_columns(read):
    for part in " \t":
        assert pairs(read(f"\u3000{part}O\n北{part}B-X\n")) == [[("\u3000", "O"), ("北", "B-X")]]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\xa0", "\x0b", "\x1c", "\ufeff"])
def test_what_looks_like_a_blank_is_a_token(read, sign):
    for part in " \t":
        content = f"北{part}O\n{sign}{part}B-X\n"
        assert pairs(read(content)) == [[("北", "O"), (sign, "B-X")]]


def test_the_columns_can_be_chosen(read):
    content = "1\tEU\tNNP\tB-ORG\tx\n2\tist\tVB\tO\ty\n"
    wanted = [[("EU", "B-ORG"), ("ist", "O")]]
    assert pairs(read(content, token_column=1, tag_column=3)) == wanted
    assert pairs(read(content, token_column=-4, tag_column=-2)) == wanted
    assert pairs(read("B-X\ta\n", token_column=1, tag_column=0)) == [[("a", "B-X")]]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"tag_column": 3}, "`tag_column` is 3, there are 3 columns"),
        ({"token_column": -4}, "`token_column` is -4, there are 3 columns"),
        ({"token_column": 2}, "are the same of 3 columns"),
        ({"token_column": -3, "tag_column": 0}, "are the same of 3 columns"),
    ],
)
def test_columns_that_are_not_there(read, how, message):
    with pytest.raises(DataError, match=message) as caught:
        read("\na\tb\tO\n", **how)
    assert caught.value.line == 2


def test_one_column(read):
    with pytest.raises(DataError, match="one column where a token and a tag are expected: '北京'"):
        read("北京\n")
    with pytest.raises(DataError, match=r"in\.bio:2: one column"):
        read("\n" + "x" * 1000)


@pytest.mark.parametrize(("line", "count"), [("c", 1), ("c\td\tO", 3), ("c O", 1), ("\u3000", 1)])
def test_another_number_of_columns_names_the_line(read, line, count):
    with pytest.raises(DataError, match=f"{count} columns where 2 are expected") as caught:
        read(f"a\tO\n\nb\tO\n{line}\nd\tO\n")
    assert caught.value.line == 4


@pytest.mark.parametrize("tag", ["X-PER", "PER", "B-", "b-per", "O O", "，"])
def test_a_tag_that_is_none_names_the_line(read, tag):
    with pytest.raises(DataError, match="neither O nor like B-LABEL") as caught:
        read(f"a\tB-X\n\nb\t{tag}\n")
    assert caught.value.line == 3


def test_the_wrong_tag_column_says_which_option(read):
    with pytest.raises(DataError, match="`tag_column`"):
        read("EU\tB-ORG\tNNP\n")


def test_empty_files(read):
    for content in ("", "\n\n", "\t\n", "\ufeff", "-DOCSTART- -X- O\n\n"):
        assert read(content).sentences == []


@pytest.mark.parametrize(
    ("content", "line"), [("a\tO\ncaf\xe9\tO\n".encode("latin-1"), 2), (b"\xe5\x8c\tO\n", 1)]
)
def test_latin1_and_broken_utf8_name_the_line(read, content, line):
    with pytest.raises(DataError, match=r"is not UTF-8 \(save the file as UTF-8") as caught:
        read(content)
    assert caught.value.line == line


# Oddities


@pytest.mark.parametrize("part", " \t")
@pytest.mark.parametrize("tokens", ["char", "word"])
def test_an_empty_tag_is_read_as_o(read, part, tokens):
    found = read(f"北{part}B-X\n京{part}\n大{part}O\n学{part}\n", tokens)
    assert [tag for _, tag in pairs(found)[0]] == ["B-X", "O", "O", "O"]
    assert odd(found) == {"EMPTY_TAG": (2, [2, 4])}


def test_a_tab_file_most_of_whose_tags_are_empty(read):
    found = read("a b\t\nc d\t\ne\tB-X\n")
    assert pairs(found) == [[("a b", "O"), ("c d", "O"), ("e", "B-X")]]


@pytest.mark.parametrize("part", " \t")
def test_a_tag_column_that_is_all_empty_is_the_wrong_column(read, part):
    content = f"北{part}x{part}\n京{part}O{part}\n"
    with pytest.raises(DataError, match=r"every tag is empty .*`tag_column`"):
        read(content)


@pytest.mark.parametrize("part", " \t")
def test_a_separator_after_every_tag_ends_no_column(read, part):
    # All tags were O once.
    found = read(f"北{part}B-X{part}\n京{part}O{part}\n")
    assert pairs(found) == [[("北", "B-X"), ("京", "O")]]
    assert odd(found) == {"EMPTY_COLUMN": (1, [])}


def test_the_index_of_webanno_is_no_token(read):
    found = read("#id=1\n1-1\tAnna\tB-X\n1-2\tlives\tO\n\n#id=2\n2-1\tBob\tB-X\n", "word")
    assert pairs(found) == [[("Anna", "B-X"), ("lives", "O")], [("Bob", "B-X")]]
    assert odd(found)["INDEX_COLUMN"][0] == 3


@pytest.mark.parametrize("index", [lambda i: i // 3, lambda i: 1 + i % 3])
def test_a_column_of_numbers_that_counts_no_tokens_is_not_taken_for_tokens(read, index):
    content = "".join(f"{index(i)}\tw{i}\t{'O' if i % 3 else 'B-X'}\n" for i in range(12))
    with pytest.raises(DataError, match=r":1: the first column holds numbers .*`token_column`"):
        read(content, "word")
    assert pairs(read(content, "word", token_column=1))[0][:2] == [("w0", "B-X"), ("w1", "O")]


@pytest.mark.parametrize("part", " \t")
@pytest.mark.parametrize("tokens", ["char", "word"])
def test_an_empty_token_is_read_as_a_blank(read, part, tokens):
    found = read(f"北{part}O\n{part}O\n京{part}B-X\n", tokens)
    assert pairs(found) == [[("北", "O"), (" ", "O"), ("京", "B-X")]]
    assert odd(found) == {"EMPTY_TOKEN": (1, [2])}


def test_a_text_that_is_mostly_blanks_is_still_parted_by_tabs(read):
    found = read("a\tB-X\n \tO\n \tO\n \tO\nb\tO\n", "char")
    assert [(s.text, s.tags) for s in found.sentences] == [("a   b", ("B-X", "O", "O", "O", "O"))]


@pytest.mark.parametrize("line", ["\t", " ", "  \t "])
def test_a_line_of_blanks_or_tabs_separates_sentences(read, line):
    found = read(f"a\tO\n{line}\nb\tO\n\nc\tO\n{line}\n")
    assert len(found.sentences) == 3
    assert odd(found) == {"BLANK_LINE": (2, [2, 6])}


@pytest.mark.parametrize(
    "docstart", ["-DOCSTART- -X- -X- O\n\n", "-DOCSTART- -X- -X- O\n", "-DOCSTART-\n\n"]
)
def test_docstart_is_no_sentence(read, docstart):
    found = read(f"{docstart}EU NNP B-NP B-ORG\n\n{docstart}Rome NNP B-NP B-LOC\n")
    assert pairs(found) == [[("EU", "B-ORG")], [("Rome", "B-LOC")]]
    assert odd(found)["DOCUMENT"][0] == 2


def test_docstart_separates_sentences_without_an_empty_line(read):
    assert len(read("a\tO\n-DOCSTART-\tO\nb\tO\n").sentences) == 2


@pytest.mark.parametrize("part", " \t")
def test_a_token_may_begin_with_a_number_sign(read, part):
    found = read(f"#{part}O\n#tag{part}B-X\n##{part}O\n")
    assert pairs(found) == [[("#", "O"), ("#tag", "B-X"), ("##", "O")]]


def test_tags_with_underscores_dots_and_hyphens_stay_as_written(read):
    tags = ["B_X", "I_X", "B-PER.NAM", "B-creative-work", "I-creative-work", "S"]
    found = read("".join(f"a\t{tag}\n" for tag in tags), "char")
    assert found.sentences[0].tags == tuple(tags)


def test_blanks_around_a_tag_are_no_part_of_it(read):
    assert pairs(read("a\tB-X \nb\t O\n")) == [[("a", "B-X"), ("b", "O")]]


def test_place_digits_are_taken_off(read):
    found = read("科0\tB-X\n技1\tI-X\n10\tO\n我0\tO\n", "char")
    assert found.sentences[0].text == "科技1我"
    assert odd(found) == {"POSITION_DIGIT": (4, [])}


def test_place_digits_behind_most_tokens_only_are_part_of_them(read):
    found = read("科0\tB-X\n技\tI-X\n", "char")
    assert found.sentences[0].text == "科0技"
    assert read("科0\tB-X\n", "word").sentences[0].text == "科0"
    assert read("A1\tO\nB22\tO\nC33\tO\n", "char").sentences[0].text == "A1 B22 C33"


def test_a_token_without_the_place_digit_is_kept_whole(read):
    plain = "科0\tO\n" * columns.HEAD
    found = read(f"{plain}技\tO\n我1\tO\n", "char")
    assert found.sentences[0].text[-2:] == "技我"
    assert odd(found)["NO_POSITION_DIGIT"] == (1, [columns.HEAD + 1])


# Characters as tokens


@pytest.mark.parametrize(
    ("scheme", "rows", "tags"),
    [
        ("BIO", "北京 B-X|大学 I-X|好 O", "B-X I-X I-X I-X O"),
        ("IOB1", "北京 I-X|大学 I-X|好 B-X", "I-X I-X I-X I-X B-X"),
        ("IOB1", "北京 I-X|大学 B-X", "I-X I-X B-X I-X"),
        ("BIOES", "北京 B-X|大 I-X|学校 E-X|很好 S-Y", "B-X I-X I-X I-X E-X B-Y E-Y"),
        ("BMES", "北京 B-X|大 M-X|学校 E-X|很好 S-Y", "B-X M-X M-X M-X E-X B-Y E-Y"),
        ("BILOU", "北京 B-X|大 I-X|学校 L-X|很好 U-Y", "B-X I-X I-X I-X L-X B-Y L-Y"),
        ("BIO", "北京 B|大学 I|好 B", "B I I I B"),
    ],
)
def test_a_token_of_several_characters_carries_its_tag_on(read, scheme, rows, tags):
    found = read(rows.replace(" ", "\t").replace("|", "\n"), "char")
    assert found.sentences[0].tags == tuple(tags.split())
    assert repair(found.sentences[0].tags, scheme)[1] == 0
    assert list(odd(found)) == ["SPLIT_TOKEN"]


@pytest.mark.parametrize(
    ("rows", "tags"),
    [
        ("the O|EU I-X", "OOO O II"),  # IOB1, or an I- without its B-
        ("Bob B-X|EU I-Y", "BII O II"),
        ("Bob S-X|EU E-X", "BIE O IE"),
        ("Bob B-X|Li E-X|EU E-X", "BIIIIE O IE"),
    ],
)
def test_the_blank_before_an_entity_is_no_part_of_it(read, rows, tags):
    (sentence,) = read(rows.replace("|", "\n"), "char").sentences
    assert "".join(tag[0] for tag in sentence.tags) == tags.replace(" ", "")
    wanted = [tuple(row.split()) for row in rows.split("|")]
    for start, end, _ in read_spans(sentence.tags):
        assert not sentence.text[start:end].startswith(" ")
    assert len(sentence) == sum(len(word) + 1 for word, _ in wanted) - 1


char_tokens = texts(exclude="\t\ufeff 0123456789", min_size=1, max_size=4)


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
def test_splitting_keeps_text_and_entities(tmp_path_factory, scheme, data):
    rows = data.draw(files(scheme, char_tokens))
    path = tmp_path_factory.getbasetemp() / f"split-{scheme}.bio"
    path.write_bytes(lines_of(rows).encode())
    found = read_file(path, tokens="char")
    assert len(found.sentences) == len(rows)
    # BMES without any M is BIOES: the middle of what is split is I then.
    middle = any(tag[0] == "M" for row in rows for _, tag in row)
    written_in = "BIOES" if scheme == "BMES" and not middle else scheme
    for row, sentence in zip(rows, found.sentences):
        words, tags = [word for word, _ in row], [tag for _, tag in row]
        assert sentence.text.replace(" ", "") == "".join(words)
        # A blank put back before the B- of IOB1 takes away what that B- was for.
        assert scheme == "IOB1" or repair(sentence.tags, written_in)[1] == 0
        entities = [
            (label, sentence.text[start:end].replace(" ", ""))
            for start, end, label in read_spans(sentence.tags)
        ]
        assert entities == [
            (label, "".join(words[start:end])) for start, end, label in read_spans(tags)
        ]


def test_a_very_long_sentence(read):
    found = read("北\tB-X\n" * 2427, "char")
    assert (len(found.sentences), found.token_count) == (1, 2427)


def test_labels_survive_detection(read):
    content = lines_of([[("a", f"B-{label}"), ("b", f"I-{label}")] for label in LABELS])
    found = read(content, "char")
    assert detect_scheme(sentence.tags for sentence in found.sentences) == "BIO"
    assert [read_spans(sentence.tags) for sentence in found.sentences] == [
        [(0, 2, label)] for label in LABELS
    ]


# Documents


def test_docstart_counts_the_documents(read):
    start = "-DOCSTART-\tO\n\n"
    found = read(f"{start}a\tO\n\nb\tO\n\n{start}c\tO\n")
    assert [sentence.document for sentence in found.sentences] == ["1", "1", "2"]
    assert [sentence.document for sentence in read("a\tO\n").sentences] == [""]


# Writing


def written(sentences):
    writing = Writing(Source("in"))
    return "".join(text for (text,) in columns.write(sentences, writing)), writing.source


@given(rows=files())
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    assume(all(token != "-DOCSTART-" for row in rows for token, _ in row))
    path = tmp_path_factory.getbasetemp() / "written.conll"
    path.write_bytes(lines_of(rows).encode())
    sentences = read_file(path, tokens="word").sentences
    text, source = written(sentences)
    assert text == lines_of(rows)
    assert list(source.oddities) == []


def test_a_new_document_begins_with_docstart(read):
    content = "-DOCSTART-\tO\n\na\tO\n\nb\tO\n\n-DOCSTART-\tO\n\nc\tO\n\n"
    assert written(read(content).sentences)[0] == content


def test_what_columns_cannot_hold_is_shown_and_counted():
    text = "a\tb\nc"
    places = range(5), range(1, 6)
    rows = [Sentence(text, *places, ("O",) * 5, 3), Sentence("", range(0), range(0), (), 4)]
    found, source = written(rows)
    assert found == "a\tO\n␉\tO\nb\tO\n␊\tO\nc\tO\n\n"
    assert [(oddity.rule, oddity.count, oddity.lines) for oddity in source.oddities] == [
        (Rule.SHOWN_AS_SIGN, 2, [3]),
        (Rule.SENTENCE_NOT_KEPT, 1, [4]),
    ]
