from check_tools import content
from hypothesis import given
from hypothesis import strategies as st

from nertag.corpus.check.checks.search import unlabelled
from nertag.corpus.check.content import Content
from nertag.text.sentence import Entity
from nertag.text.tokens import tokenise

WORDS = st.text("ab京 .😀", min_size=1, max_size=4)


def labelled(text, spans, tokens="char"):
    sentence = tokenise(text, tokens)
    entities = tuple(Entity(start, end, "X", text[start:end]) for start, end in spans)
    return Content("x", [sentence], [entities])


def plainly(text, spans, mentions):
    """The mentions in text that is not labelled, found by trying each at each place."""
    free = [not any(start <= i < end for start, end in spans) for i in range(len(text))]
    place = 0
    while place < len(text):
        for mention in sorted(mentions, key=len, reverse=True):
            end = place + len(mention)
            inside = (text[place - 1 : place + 1], text[end - 1 : end + 1])
            cuts = any(len(two) == 2 and two.isalnum() and two.isascii() for two in inside)
            stands = text.startswith(mention, place) and all(free[place:end])
            if len(mention) > 1 and stands and not cuts:
                yield mention, place
                place = end - 1
                break
        place += 1


@given(st.text("ab京 .😀", max_size=30), st.sets(WORDS, max_size=5), st.data())
def test_it_finds_what_trying_each_finds(text, mentions, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    spans = list(zip(cuts[::2], cuts[1::2]))
    found = list(unlabelled(labelled(text, spans), mentions))
    assert found == list(plainly(text, spans, mentions))


def test_a_mention_is_looked_for_within_sentences():
    two = Content("x", [tokenise("北", "char"), tokenise("京", "char")], [(), ()])
    assert list(unlabelled(two, {"北京", "北\n京"})) == []


def test_overlapping_spans_leave_free_what_is_behind_them():
    nested = labelled("北京大学在北京", [(0, 4), (0, 2)])
    assert list(unlabelled(nested, {"北京"})) == [("北京", 5)]


def test_in_words_a_mention_ends_where_tokens_do():
    in_words = content("St.\tO\nPaul\tO\n" * 20)
    assert list(unlabelled(in_words, {"St", "aul"})) == []
    assert next(iter(unlabelled(in_words, {"St. Paul"}))) == ("St. Paul", 0)


def test_full_width_letters_are_letters():
    assert list(unlabelled(labelled("ＩＢＭＸ ＩＢＭ", []), {"ＩＢＭ"})) == [("ＩＢＭ", 5)]


def test_a_mention_may_end_where_the_text_does():
    assert list(unlabelled(labelled("去北京", []), {"北京", "北京大学"})) == [("北京", 1)]
