import re

import pytest
from format_tools import check_places, mutated, odd, read, read_all, read_or_refuse, refused
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.formats.columnar import conllu
from nertag.formats.rules import Rule
from nertag.text import tags as schemes


def row(index, form, upos="X", xpos="_", feats="_", misc="_"):
    return "\t".join([str(index), form, "_", upos, xpos, feats, "_", "_", "_", misc]) + "\n"


EXAMPLE = "".join(
    [
        "# newdoc id = news-1\n",
        "# sent_id = 1\n",
        "# text = Er lief ins Haus.\n",
        row(1, "Er", "PRON", "PPER", "Case=Nom|Number=Sing"),
        row(2, "lief", "VERB", "VVFIN", "Number=Sing"),
        row("3-4", "ins", "_"),
        row(3, "in", "ADP", "APPR"),
        row(4, "das", "DET", "ART", "Case=Acc|Definite=Def"),
        row(5, "Haus", "NOUN", "NN", "Case=Acc", "SpaceAfter=No"),
        row("5.1", "gelaufen", "VERB"),
        row(6, ".", "PUNCT", "$."),
        "\n",
        "# text = Ja\n",
        row(1, "Ja", "INTJ"),
    ]
)


def test_an_example():
    (first, second), source = read_all(conllu, EXAMPLE, tokens="word")
    assert first.text == "Er lief ins Haus."
    assert first.words == ["Er", "lief", "ins", "Haus", "."]
    assert first.tags == ("B-PRON", "B-VERB", "B-ADP+DET", "B-NOUN", "B-PUNCT")
    assert (first.line, second.line) == (4, 14)
    assert first.comments == ("newdoc id = news-1", "sent_id = 1", "text = Er lief ins Haus.")
    assert (second.text, second.tags, second.comments) == ("Ja", ("B-INTJ",), ("text = Ja",))
    assert (first.document, second.document) == ("news-1", "news-1")
    assert odd(source) == {Rule.EMPTY_NODE: (1, [10]), Rule.MULTIWORD_JOINED: (1, [6])}


@pytest.mark.parametrize(
    ("layer", "tags"),
    [
        ("upos", "B-PRON B-VERB B-ADP+DET B-NOUN B-PUNCT"),
        ("UPOS", "B-PRON B-VERB B-ADP+DET B-NOUN B-PUNCT"),
        ("xpos", "B-PPER B-VVFIN B-APPR+ART B-NN B-$."),
        ("Case", "B-Nom O B-Acc B-Acc O"),
        ("Number", "B-Sing B-Sing O O O"),
        ("words", "B B B B B"),
    ],
)
def test_layers(layer, tags):
    sentences, _ = read_all(conllu, EXAMPLE, tokens="word", layer=layer)
    assert sentences[0].tags == tuple(tags.split())


def test_an_unknown_layer_lists_those_that_there_are():
    message = (
        r"no word has the layer 'case' \(the layers of this file are: "
        "upos, xpos, words, Case, Definite, Number"
    )
    refused(conllu, EXAMPLE, message, 0, layer="case")
    refused(conllu, row(1, "a"), "upos, xpos, words\\)", 0, layer="Case")


def test_characters_as_tokens():
    (first, _), source = read_all(conllu, EXAMPLE, tokens="char")
    assert first.text == "Er lief ins Haus."
    letters = "".join(tag[0] for tag in first.tags)
    assert letters == "BIOBIIIOBIIOBIIIB"
    assert odd(source)[Rule.SPLIT_TOKEN] == (5, [4, 5, 6, 9, 14])


def test_a_multiword_token_that_its_words_spell_gives_its_words():
    content = "# text = I don't.\n" + "".join(
        [
            row(1, "I", "PRON"),
            row("2-3", "don't", "_", misc="SpaceAfter=No"),
            row(2, "do", "AUX"),
            row(3, "n't", "PART"),
            row(4, ".", "PUNCT"),
        ]
    )
    for comment in (True, False):
        text = content if comment else content.partition("\n")[2]
        (sentence,), source = read_all(conllu, text, tokens="word")
        assert (sentence.text, sentence.words) == ("I don't.", ["I", "do", "n't", "."])
        assert sentence.tags == ("B-PRON", "B-AUX", "B-PART", "B-PUNCT")
        assert odd(source) == {Rule.MULTIWORD_SPELT: (1, [2 + comment])}


def test_space_after_says_where_no_blank_stands():
    content = (
        row(1, "北", misc="Gloss=x|SpaceAfter=No")
        + row(2, "京")
        + row(3, "!", misc="SpaceAfter=No")
    )
    for tokens in ("word", "char"):
        assert read(conllu, content, tokens=tokens)[0].text == "北京 !"


@pytest.mark.parametrize(("tokens", "text"), [("char", "我在in on"), ("word", "我 在 in on")])
def test_where_the_file_says_nothing_blanks_stand_as_in_columns(tokens, text):
    content = "".join(row(i, form) for i, form in enumerate(["我", "在", "in", "on"], 1))
    (sentence,), _ = read_all(conllu, content, tokens=tokens)
    assert sentence.text == text


@pytest.mark.parametrize("text", ["北京 大学", "北京大", "大学北京", "", "北京大学x", "x北京大学"])
def test_a_text_that_the_words_do_not_spell_is_passed_over(text):
    if text == "北京 大学":
        wanted, rules = text, {}
    else:
        wanted, rules = "北京大学", {Rule.UNSPELT_COMMENT: (1, [2])}
    content = f"# text = {text}\n" + row(1, "北京", misc="SpaceAfter=No") + row(2, "大学")
    (sentence,), source = read_all(conllu, content, tokens="word")
    assert (sentence.text, sentence.words) == (wanted, ["北京", "大学"])
    assert odd(source) == rules


@pytest.mark.parametrize("document", ["newdoc id = d 1", "newdoc id=d 1"])
def test_documents(document):
    content = row(1, "a") + f"\n# {document}\n" + row(1, "b") + "\n" + row(1, "c")
    documents = [sentence.document for sentence in read(conllu, content)]
    assert documents == ["", "d 1", "d 1"]


def test_a_document_without_a_name_is_called_by_its_line():
    content = "# newdoc\n" + row(1, "a") + "\n# newdoc\n" + row(1, "b") + "\n" + row(1, "c")
    documents = [sentence.document for sentence in read(conllu, content)]
    assert documents == ["line 2", "line 5", "line 5"]


def test_a_form_may_hold_blanks_number_signs_and_underscores():
    (sentence,) = read(conllu, row(1, "20 000") + row(2, "#x") + row(3, "_"), tokens="word")
    assert sentence.words == ["20 000", "#x", "_"]


def test_no_value_is_o():
    content = row(1, "a", "_") + row(2, "b", "")
    (sentence,), source = read_all(conllu, content)
    assert sentence.tags == ("O", "O")
    assert odd(source) == {Rule.EMPTY_TAG: (1, [2])}


def test_comments_without_a_sentence():
    content = "# a\n\n#b\n" + row(1, "x") + "\n# c\n#\n\n"
    (sentence,), source = read_all(conllu, content)
    assert sentence.comments == ("a", "b")
    assert odd(source) == {Rule.LONE_COMMENT: (2, [6])}


def test_a_line_of_blanks_separates_sentences():
    sentences, source = read_all(conllu, row(1, "x") + "\t\n" + row(1, "y") + " \n")
    assert [sentence.text for sentence in sentences] == ["x", "y"]
    assert odd(source) == {Rule.BLANK_LINE: (2, [2, 4])}


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("1\ta\n", 1, "2 columns where 10 are expected, parted by TABs"),
        (row(1, "a").replace("\t", "  "), 1, "1 columns where 10 are expected"),
        (row(1, "a") + row(1, "b"), 2, "the ID '1' where the word 2 is expected"),
        (row(1, "a") + row("x", "b"), 2, "the ID 'x' where the word 2 is expected"),
        (row("01", "b"), 1, "the ID '01' where the word 1 is expected"),
        (row("9" * 5000, "b"), 1, "where the word 1 is expected"),
        (row("1-1", "a") + row(1, "a"), 1, "the ID '1-1' where the word 1 is expected"),
        (row("2-3", "a") + row(1, "a"), 1, "the ID '2-3' where the word 1 is expected"),
        (row("1-2", "a") + row("1-3", "a"), 2, "the ID '1-3' where the word 1 is expected"),
        (row("1-3", "a") + row(1, "b") + row("2-3", "c"), 3, "the ID '2-3' where the word 2"),
        (row("1-2", "ab") + row(1, "a"), 1, "token ends with word 2, the sentence with word 1"),
        (row(1, ""), 1, r"the form \(column 2\) is empty"),
        (row("1-2", "") + row(1, "a") + row(2, "b"), 1, r"the form \(column 2\) is empty"),
        (row("0.1", "a"), 1, "a sentence without a word"),
    ],
)
def test_errors_name_the_line(rows, line, message):
    refused(conllu, "# x\n\n" + rows, message, line + 2)


@pytest.mark.parametrize("feats", ["Case", "=Nom", "Case=", "", "Case=Nom|"])
def test_a_broken_feature_names_the_line(feats):
    wrong = re.escape(repr(feats.split("|")[-1]))
    message = f"the feature {wrong} in column 6 is not like Case=Gen"
    refused(conllu, row(1, "a") + row(2, "b", feats=feats), message, 2, layer="Case")


forms = texts(exclude="\t\r ", min_size=1, max_size=4)
gaps = st.sampled_from(["", "", " ", "  ", "\u3000", "\xa0"])


@st.composite
def sentences(draw):
    """Rows and, separately, the text, the tokens and their tags."""
    rows, text, tokens, tags, count = [], "", [], [], 0
    for place in range(draw(st.integers(1, 5))):
        form, tag = draw(forms), draw(st.sampled_from(["NOUN", "ADP", "_"]))
        text += (draw(gaps) if place else "") + form
        if draw(st.booleans()):
            rows.append(row(f"{count}.1", draw(forms), "NOUN"))
        if draw(st.booleans()):
            rows.append(row(f"{count + 1}-{count + 2}", form, "_"))
            rows.append(row(count + 1, form + "x", tag))
            rows.append(row(count + 2, "y", "DET"))
            tag = "DET" if tag == "_" else tag + "+DET"
            count += 2
        else:
            rows.append(row(count + 1, form, tag))
            count += 1
        tokens.append(form)
        tags.append("O" if tag == "_" else f"B-{tag}")
    return rows, text, tokens, tuple(tags)


@given(st.lists(sentences(), min_size=1, max_size=3))
def test_the_text_of_the_comment_is_the_text(drawn):
    content = "\n".join(f"# text = {text}\n" + "".join(rows) for rows, text, _, _ in drawn)
    found, source = read_all(conllu, content, tokens="word")
    assert Rule.UNSPELT_COMMENT not in odd(source)
    assert [sentence.words for sentence in found] == [tokens for _, _, tokens, _ in drawn]
    assert [sentence.tags for sentence in found] == [tags for _, _, _, tags in drawn]
    assert [sentence.text for sentence in found] == [text for _, text, _, _ in drawn]
    for sentence in found:
        check_places(sentence)
    for sentence, by_word in zip(read_all(conllu, content, tokens="char")[0], found):
        assert sentence.text == by_word.text
        assert [
            (label, sentence.text[start:end]) for start, end, label in schemes.spans(sentence.tags)
        ] == [(tag[2:], word) for word, tag in zip(by_word.words, by_word.tags) if tag != "O"]


fields = st.sampled_from(["1", "2", "1-2", "2-3", "1.1", "_", "", "a", "A=b", "#", "SpaceAfter=No"])


@given(
    st.lists(st.lists(fields, min_size=9, max_size=10).map("\t".join) | texts(), max_size=6),
    st.sampled_from(["char", "word"]),
    st.sampled_from(["", "words", "xpos"]),
)
def test_any_rows_are_sentences_or_a_data_error(lines, tokens, layer):
    read_or_refuse(conllu, "\n".join(lines), tokens=tokens, layer=layer)


@given(mutated(st.just(EXAMPLE)), st.sampled_from(["char", "word"]))
def test_a_broken_file_is_sentences_or_a_data_error(content, tokens):
    read_or_refuse(conllu, content, tokens=tokens)


NAMES = "".join(
    [
        row(1, "Anna", misc="name=B-PER|SpaceAfter=No"),
        row(2, "Muster", misc="SpaceAfter=No|name=I-PER"),
        row("3-4", "im", misc="name=O"),
        row(3, "in"),
        row(4, "dem", misc="name=_"),
        row(5, "Bern", misc="name=B-LOC"),
    ]
)


def test_tags_of_the_last_column():
    (found,), source = read_all(conllu, NAMES, tokens="word", layer="misc:name")
    assert found.tags == ("B-PER", "I-PER", "O", "B-LOC")
    assert odd(source) == {Rule.MULTIWORD_JOINED: (1, [3])}


def test_tags_that_are_not_read_are_named():
    _, source = read_all(conllu, NAMES, tokens="word")
    text = Rule.UNREAD_LAYER.told("misc:name")
    assert odd(source) == {text: (2, [1, 6]), Rule.MULTIWORD_JOINED: (1, [3])}
    _, source = read_all(conllu, NAMES, tokens="word", layer="upos")
    assert odd(source) == {Rule.MULTIWORD_JOINED: (1, [3])}


def test_a_key_or_a_tag_that_is_not_there():
    message = "no word has the layer 'misc:ner'.*: upos, xpos, words, misc:SpaceAfter, misc:name"
    refused(conllu, NAMES, message, 0, tokens="word", layer="misc:ner")
    message = "the tag 'No' is neither O nor like B-LABEL, in column 10"
    refused(conllu, NAMES, message, 1, tokens="word", layer="misc:SpaceAfter")
