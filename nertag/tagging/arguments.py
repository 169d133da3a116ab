"""What a user of the Python API passes to a tagger is checked at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.text import Sentence


def check_text(text: object, name: str = "text") -> None:
    """Refuse what is neither a text nor a sentence.

    Parameters
    ----------
    text : object
        The value to check.
    name : str
        The argument's name in the error.
    """
    if not isinstance(text, (str, Sentence)):
        raise ArgumentTypeError(f"`{name}` is {_shown(text)}, expected a str or a Sentence")


def check_texts(texts: object) -> None:
    """Refuse what cannot be texts: a single text, bytes, or what cannot be iterated over.

    Parameters
    ----------
    texts : object
        The value to check.
    """
    if isinstance(texts, (str, bytes, Sentence)):
        raise ArgumentTypeError(
            f"`texts` is {_shown(texts)}, expected an iterable of str: tag a single text with `tag`"
        )
    if not isinstance(texts, Iterable):
        raise ArgumentTypeError(f"`texts` is {_shown(texts)}, expected an iterable of str")


def checked_texts(texts: Iterable[str | Sentence]) -> Iterator[str | Sentence]:
    """The same texts; refuses the first that is not one.

    Parameters
    ----------
    texts : iterable of str or Sentence
        The texts to check, one after the other.
    """
    for number, text in enumerate(texts):
        check_text(text, f"texts[{number}]")
        yield text


def check_sentences(sentences: Sequence[object], tokens: str) -> None:
    """Refuse what are not sentences, or have other tokens than the model.

    Parameters
    ----------
    sentences : sequence of object
        The values to check.
    tokens : {"char", "word"}
        What the tokens of the model are.
    """
    for number, sentence in enumerate(sentences):
        if not isinstance(sentence, Sentence):
            raise ArgumentTypeError(
                f"`sentences[{number}]` is {_shown(sentence)}, expected a Sentence"
            )
        if tokens == "char" and len(sentence) != len(sentence.text):
            raise ArgumentError(
                f"`sentences[{number}]` has {len(sentence):,} tokens of its own, but the tokens of "
                "this model are characters: give its text"
            )


def check_asked(n_best: object, min_score: object) -> None:
    """Refuse a number of readings or a least score that makes no sense.

    Parameters
    ----------
    n_best : object
        The number of readings that is asked for.
    min_score : object
        The least probability that is asked for.
    """
    if isinstance(n_best, bool) or not isinstance(n_best, int):
        raise ArgumentTypeError(f"`n_best` is {_shown(n_best)}, expected an int")
    if n_best < 0:
        raise ArgumentError(f"`n_best` is {n_best}, expected at least 0")
    if isinstance(min_score, bool) or not isinstance(min_score, (int, float)):
        raise ArgumentTypeError(f"`min_score` is {_shown(min_score)}, expected a float")
    if not 0 <= min_score <= 1:
        raise ArgumentError(f"`min_score` is {min_score}, expected from 0 to 1")


def _shown(value: object) -> str:
    text = repr(value)
    text = text if len(text) <= 40 else text[:37] + "..."
    return text if value is None else f"{text} ({type(value).__name__})"
