"""Raw text to sentences: by the model's own rules, or by a tokenizer of the user's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nertag.errors import ArgumentError, ConfigError
from nertag.model import Bundle
from nertag.text import Sentence

Tokenizer = Callable[[str], Sequence[str] | Sequence[tuple[int, int]]]
"""A text to its words, in order: their texts, or where they start and end in code points."""


class Splitter:
    """Splits raw text into the tokens of a model.

    Parameters
    ----------
    bundle : Bundle
        The model.
    tokenizer : callable, optional
        What splits text into words instead of the model's rules.

    Raises
    ------
    ConfigError
        There is a tokenizer, but the tokens of the model are characters.
    """

    def __init__(self, bundle: Bundle, tokenizer: Tokenizer | None = None) -> None:
        if tokenizer and bundle.settings.reading.tokens == "char":
            raise ConfigError(
                "the tokens of the model are characters: a `tokenizer` is for models of words",
                setting="tokenizer",
            )
        self._bundle, self.tokenizer = bundle, tokenizer

    def __call__(self, text: str | Sentence) -> Sentence:
        """A text with its tokens; a sentence has its own.

        Parameters
        ----------
        text : str or Sentence
            The text.

        Raises
        ------
        ArgumentError
            The tokenizer gives words that are not in the text, or not in order.
        """
        if isinstance(text, Sentence):
            return text
        if self.tokenizer is None:
            return self._bundle.tokenise(text)
        spans, place = [], 0
        for word in self.tokenizer(text):
            start, end = _find(text, word, place) if isinstance(word, str) else word
            spans.append((start, end))
            place = end
        return Sentence(text, tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _find(text: str, word: str, place: int) -> tuple[int, int]:
    start = text.find(word, place)
    if start < 0:
        raise ArgumentError(
            f"the `tokenizer` gives {word[:40]!r}, which is not in the text after character "
            f"{place}: expected words of the text in order, or pairs of start and end"
        )
    return start, start + len(word)
