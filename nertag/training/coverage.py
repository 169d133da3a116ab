"""How much of a text has word vectors."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from nertag.features import forms

HOW = ("as written", "in lower case", "with digits as 0")
"""The forms of a word, in the order in which it is looked up."""


@dataclass(frozen=True)
class Coverage:
    """What share of the tokens of a text has a vector.

    Parameters
    ----------
    shares : list of float
        The share that is found by each of the forms of a token, from 0 to 1.
    """

    shares: list[float]

    @classmethod
    def of(cls, counts: Mapping[str, int], vectors: Set[str], kind: str) -> Coverage:
        """The coverage of a text.

        Parameters
        ----------
        counts : mapping of str to int
            How often each token occurs in the text.
        vectors : set of str
            The tokens that have a vector.
        kind : {"char", "word"}
            What a token is.
        """
        found = [0] * len(HOW)
        for token, count in counts.items():
            for number, form in enumerate(forms(token, kind)):
                if form in vectors:
                    found[number] += count
                    break
        total = max(1, sum(counts.values()))
        return cls([count / total for count in found])

    @property
    def whole(self) -> float:
        """The share that is found in any form."""
        return sum(self.shares)

    def __str__(self) -> str:
        if not any(self.shares[1:]):
            return f"{self.whole:.1%}"
        forms_found = ", ".join(f"{share:.1%} {how}" for share, how in zip(self.shares, HOW))
        return f"{self.whole:.1%} ({forms_found})"
