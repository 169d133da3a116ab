"""Rows that could not be tagged: how many, and what was wrong with the first."""

from __future__ import annotations

from dataclasses import dataclass

from nertag.errors import needs

with needs("arrow"):
    import pyarrow as pa
    import pyarrow.compute as pc


class RowWarning(UserWarning):
    """Rows of a table could not be tagged; their entities are null."""


@dataclass
class Failures:
    """Rows of a table that could not be tagged.

    Parameters
    ----------
    count : int
        How many.
    first : str
        Which row was the first, and why.
    rows : int
        Rows that were looked at.
    """

    count: int = 0
    first: str = ""
    rows: int = 0

    def add(self, errors: pa.StringArray) -> None:
        """Count those among the next rows.

        Parameters
        ----------
        errors : pyarrow.StringArray
            What is wrong with each row; null where nothing is.
        """
        count = len(errors) - errors.null_count
        if count and not self.count:
            place = pc.index(errors.is_valid(), True).as_py()
            self.first = f"row {self.rows + place:,}: {errors[place].as_py()}"
        self.count += count
        self.rows += len(errors)

    def __bool__(self) -> bool:
        return self.count > 0

    def __str__(self) -> str:
        return f"{self.count:,} rows could not be tagged, their entities are null; {self.first}"
