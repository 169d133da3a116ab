"""Rows that could not be tagged: how many, and what was wrong with the first."""

from __future__ import annotations

from dataclasses import dataclass


class RowWarning(UserWarning):
    """Rows of a table could not be tagged; their entities are null."""


@dataclass
class Failures:
    """Rows that could not be tagged.

    Parameters
    ----------
    count : int
        How many.
    first : str
        Which row was the first, and why.
    before : int
        Rows of the table that were tagged by an earlier run.
    """

    count: int = 0
    first: str = ""
    before: int = 0

    def note(self, row: int, error: Exception) -> None:
        """Count a row.

        Parameters
        ----------
        row : int
            The row, counted from 0 after those of an earlier run.
        error : Exception
            What was raised.
        """
        self.first = self.first or f"row {self.before + row:,}: {type(error).__name__}: {error}"
        self.count += 1

    def __bool__(self) -> bool:
        return self.count > 0

    def __str__(self) -> str:
        return f"{self.count:,} rows could not be tagged, their entities are null; {self.first}"
