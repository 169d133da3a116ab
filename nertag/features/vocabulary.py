"""Tokens to ids. Id 0 is padding, id 1 the unknown token; files hold one token a line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Ints
from nertag.errors import ConfigError
from nertag.text import WIDTH_FOLDS, Sentence, code_points, fold, tokenise

PAD, UNKNOWN = 0, 1
SPECIAL = ("<pad>", "<unknown>")


def forms(token: str, tokens: str) -> tuple[str, ...]:
    """What a token is looked up as, in order: itself; a word in lower case, its digits as 0."""
    if tokens == "char":
        return (token,)
    lower = token.lower()
    return token, lower, re.sub(r"\d", "0", lower)


@dataclass(frozen=True)
class Ragged:
    """Rows of ids of many lengths, one after the other.

    Parameters
    ----------
    ids : ndarray of int32, shape (tokens,)
        The ids of all rows.
    offsets : ndarray of int64, shape (rows + 1,)
        Row ``i`` is ``offsets[i]:offsets[i + 1]``.
    """

    ids: Ints
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have tokens and only known ones; shape ``(rows,)``."""
        unknown = np.append(0, np.cumsum(self.ids == UNKNOWN))
        starts, ends = self.offsets[:-1], self.offsets[1:]
        return np.asarray((unknown[starts] == unknown[ends]) & (ends > starts))


@dataclass(frozen=True)
class Vocabulary:
    """The tokens that have a row of their own in the embedding, width-folded.

    Rows come in the order: padding, unknown, tokens with a learned row, tokens with a row of the
    word vectors.

    Parameters
    ----------
    learned : tuple of str
        Tokens whose rows are trained with the network.
    frozen : tuple of str
        Tokens whose rows are word vectors.
    tokens : {"char", "word"}
        What a token is.
    """

    learned: tuple[str, ...]
    frozen: tuple[str, ...]
    tokens: str = "char"
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)
    _table: NDArray[np.int32] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows = (*self.learned, *self.frozen)
        ids = {token: number for number, token in enumerate(rows, len(SPECIAL))}
        object.__setattr__(self, "_ids", ids)
        object.__setattr__(self, "_table", _code_point_table(ids))

    def __len__(self) -> int:
        return len(SPECIAL) + len(self.learned) + len(self.frozen)

    @property
    def first_frozen(self) -> int:
        """The first id whose row is one of the vectors."""
        return len(SPECIAL) + len(self.learned)

    @property
    def rows(self) -> list[str]:
        """The token of each id; an empty text for padding and unknown tokens."""
        return ["" for _ in SPECIAL] + [*self.learned, *self.frozen]

    def encode(self, sentence: Sentence) -> Ints:
        """Ids of the sentence's tokens, shape ``(tokens,)``; `forms` says how they are looked up.

        Raises
        ------
        ConfigError
            Characters are the tokens of the vocabulary, but not of the sentence.
        """
        if self.tokens == "char":
            if len(sentence) != len(sentence.text):
                raise ConfigError("the model's tokens are characters, the sentence's are not")
            return self._table[code_points(sentence.text)]
        words = map(fold, sentence.words)
        return np.array([self._ids.get(word) or self._other(word) for word in words], np.int32)

    def _other(self, word: str) -> int:
        """The id of a word that has none as it is written."""
        return next(filter(None, map(self._ids.get, forms(word, self.tokens))), UNKNOWN)

    def encode_texts(self, texts: Sequence[str]) -> Ragged:
        """Ids of the tokens of many short texts, such as the words of a lexicon."""
        if self.tokens == "char":
            ids, lengths = self._table[code_points("".join(texts))], list(map(len, texts))
        else:
            rows = [self.encode(tokenise(text, self.tokens)) for text in texts]
            ids, lengths = np.concatenate([np.zeros(0, np.int32), *rows]), list(map(len, rows))
        return Ragged(ids, np.cumsum([0, *lengths]))

    @property
    def of_code_points(self) -> Ints:
        """The id of each code point as a token of one character, shape ``(code points,)``."""
        return self._table

    def in_any_case(self) -> Ints:
        """The first id of a token that differs from that of each id in case only.

        Returns
        -------
        ndarray of int32, shape (vocabulary,)
        """
        first: dict[str, int] = {}
        tokens = enumerate(self.rows)
        ids = [
            first.setdefault(token.lower(), number) if token else number for number, token in tokens
        ]
        return np.array(ids, np.int32)

    def pairs(self, bigrams: Sequence[str]) -> NDArray[np.int32]:
        """The ids of both characters of each bigram, shape ``(bigrams, 2)``."""
        text = "".join(bigrams)
        return self._table[code_points(text)].reshape(-1, 2)

    def to_text(self) -> str:
        """One token a line, written as in a JSON string; a line of ``-`` ends the learned ones."""
        lines = [json.dumps(token, ensure_ascii=False) for token in self.learned]
        lines += ["-"] + [json.dumps(token, ensure_ascii=False) for token in self.frozen]
        return "".join(line + "\n" for line in lines)

    @classmethod
    def from_text(cls, text: str, tokens: str) -> Vocabulary:
        """The reverse of `to_text`.

        Raises
        ------
        ValueError
            A line is no string of JSON, or there is no line of ``-``.
        """
        lines = text.split("\n")[:-1]
        border, read = lines.index("-"), msgspec.json.Decoder(str).decode
        learned, frozen = (tuple(map(read, part)) for part in (lines[:border], lines[border + 1 :]))
        return cls(learned, frozen, tokens)


def _code_point_table(ids: dict[str, int]) -> NDArray[np.int32]:
    """Code point to id, shape ``(code points,)``, width folding included."""
    table = np.full(sys.maxunicode + 1, UNKNOWN, np.int32)
    for token, number in ids.items():
        if len(token) == 1:
            table[ord(token)] = number
    table[list(WIDTH_FOLDS)] = table[list(WIDTH_FOLDS.values())]
    return table


def count_tokens(sentences: Sequence[Sentence]) -> dict[str, int]:
    """How often each width-folded token occurs, most frequent first."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        for word in map(fold, sentence.words):
            counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
