"""The values that pass between the parts: sentences, entities, tagged texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.text.span_tags import span_tags
from nertag.text.tags import UNKNOWN_TAG
from nertag.text.words import DEFAULT_RULES, split_words


@dataclass(frozen=True, slots=True)
class Token:
    """A unit that gets a tag: ``text[token.start:token.end] == token.text``.

    Parameters
    ----------
    start, end : int
        Its first code point in the text, and the one after its last.
    text : str
        The piece of text.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A labelled piece of a text: ``text[entity.start:entity.end] == entity.text``.

    Parameters
    ----------
    start, end : int
        Its first code point in the text, and the one after its last.
    label : str
        The label, such as ``PER``.
    text : str
        The piece of text.
    score : float, optional
        The probability, by the model, that just this piece with this label is an entity. None if
        it was not asked for.
    """

    start: int
    end: int
    label: str
    text: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in which a file marks entities.

    Parameters
    ----------
    text : str
        The text as it was given, of any number of lines.
    entities : tuple of Entity
        The marked entities, ordered by start and end; they may overlap.
    line : int
        The line of the file the text starts at, counted from 1; 0 when it is from no file.
    document : str
        The document it belongs to, where the file says so.
    comments : tuple of str
        The file's comments on it, without their sign.
    record : mapping of str to object
        What else the file says about it, as JSON: its ``id`` and ``meta``, and the ``score`` and
        ``model_version`` of who marked it.
    unlabelled : tuple of (int, int)
        Pieces of the text, from a code point up to another, in order, that nobody has labelled:
        what no entity covers there may be anything.
    """

    text: str
    entities: tuple[Entity, ...] = ()
    line: int = 0
    document: str = ""
    comments: tuple[str, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict, hash=False)
    unlabelled: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, where its tokens lie, and their tags if it is labelled.

    Parameters
    ----------
    text : str
        The text as it was given.
    starts, ends : sequence of int
        Where each token starts and ends, in code points; ranges when characters are the tokens.
    tags : tuple of str
        A tag for each token, as written in the file, ``?`` where nothing is known; empty if the
        sentence is not labelled.
    line : int
        The line of the file it starts at, counted from 1; 0 when it is from no file.
    document : str
        The document it belongs to, if the file says so.
    comments : tuple of str
        The file's comments on it, without their sign.
    lines : sequence of int
        The line of each token, in files that have a line for each.
    record : mapping of str to object
        What else the file says about it, as JSON: its ``id`` and ``meta``.

    Raises
    ------
    ArgumentError
        The tokens do not lie in the text, or their number and that of the tags differ; also a
        ValueError.

    Examples
    --------
    >>> sentence = nertag.Sentence("Anna in Bern", (0, 5, 8), (4, 7, 12), ("B-PER", "O", "B-LOC"))
    >>> sentence.words
    ['Anna', 'in', 'Bern']
    >>> sentence.entity(2, 3, "LOC")
    Entity(start=8, end=12, label='LOC', text='Bern', score=None)
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    tags: tuple[str, ...] = ()
    line: int = 0
    document: str = ""
    comments: tuple[str, ...] = ()
    lines: Sequence[int] = ()
    record: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        starts, ends = self.starts, self.ends
        if len(starts) != len(ends):
            raise ArgumentError(
                f"`starts` has {len(starts):,} indices and `ends` {len(ends):,}, expected one of "
                "each for every token"
            )
        if self.tags and len(self.tags) != len(starts):
            raise ArgumentError(f"{len(self.tags):,} tags, expected {len(starts):,}: one a token")
        index, length = 0, len(self.text)
        if isinstance(starts, range) and isinstance(ends, range):  # the tokens are characters
            if starts != range(length) or ends != range(1, length + 1):
                raise ArgumentError(
                    f"`starts` is {starts} and `ends` {ends}, expected every character of the text"
                )
            return
        for start, end in zip(starts, ends):
            if not index <= start < end <= length:
                raise ArgumentError(
                    f"a token from {start} to {end}, expected tokens of a character or more, in "
                    f"order, within the {length:,} characters of the text"
                )
            index = end

    @classmethod
    def from_words(cls, words: Sequence[str]) -> Sentence:
        """A sentence whose tokens are given; a blank stands between them in its text.

        Parameters
        ----------
        words : sequence of str
            The tokens, of a character or more each.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            They are no sequence of texts, or one of them is empty.

        Examples
        --------
        >>> nertag.Sentence.from_words(["Anna", "is", "n't", "here"]).text
        "Anna is n't here"
        """
        if isinstance(words, (str, bytes)) or not isinstance(words, Sequence):
            raise ArgumentTypeError(f"`words` is {words!r:.40}, expected a sequence of str")
        for number, word in enumerate(words):
            if not isinstance(word, str):
                raise ArgumentTypeError(f"`words[{number}]` is {word!r:.40}, expected a str")
            if not word:
                raise ArgumentError(f"`words[{number}]` is empty, expected a character or more")
        ends = tuple(end - 1 for end in accumulate(len(word) + 1 for word in words))
        starts = tuple(end - len(word) for word, end in zip(words, ends))
        return cls(" ".join(words), starts, ends)

    @classmethod
    def from_spans(
        cls, text: str, spans: Iterable[tuple[int, int, str]], *, tokens: str = "char"
    ) -> Sentence:
        """A labelled sentence, from a text and the pieces of it that are entities.

        Parameters
        ----------
        text : str
            The text.
        spans : iterable of (start, end, label)
            The entities, in code points, in any order; `end` is after the last one.
        tokens : {"char", "word"}
            What the tokens are; words are split as raw text is.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            A span is none, lies outside the text, overlaps another, or cuts a token.

        Examples
        --------
        >>> nertag.Sentence.from_spans("Anna in Bern", [(8, 12, "LOC")], tokens="word").tags
        ('O', 'O', 'B-LOC')
        """
        if tokens not in ("char", "word"):
            raise ArgumentError(f"`tokens` is {tokens!r:.40}, expected char or word")
        starts: Sequence[int] = range(len(text))
        ends: Sequence[int] = range(1, len(text) + 1)
        if tokens == "word":
            places = split_words(text, DEFAULT_RULES)
            starts, ends = tuple(start for start, _ in places), tuple(end for _, end in places)
        return cls(text, starts, ends, span_tags(text, starts, ends, spans))

    def __len__(self) -> int:
        return len(self.starts)

    def tagged(self, tags: tuple[str, ...]) -> Sentence:
        """The same sentence with other tags; `dataclasses.replace` takes several times as long.

        Parameters
        ----------
        tags : tuple of str
            A tag for each token.
        """
        rest = self.line, self.document, self.comments, self.lines, self.record
        return Sentence(self.text, self.starts, self.ends, tags, *rest)

    @property
    def is_partial(self) -> bool:
        """Whether there are tokens whose tag is unknown."""
        return UNKNOWN_TAG in self.tags

    def line_of(self, token: int) -> int:
        """The line of the file that holds a token."""
        return self.lines[token] if self.lines else self.line

    @property
    def words(self) -> list[str]:
        """The tokens' texts."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends)]

    @property
    def tokens(self) -> list[Token]:
        """The tokens with their offsets."""
        return [Token(*token) for token in zip(self.starts, self.ends, self.words)]

    def entity(self, start: int, end: int, label: str, score: float | None = None) -> Entity:
        """The entity that covers the tokens from `start` up to but not including `end`."""
        first, last = self.starts[start], self.ends[end - 1]
        return Entity(first, last, label, self.text[first:last], score)


Annotated = Sentence | MarkedText
"""What a labelled file holds: tagged tokens, or a text with entities."""
