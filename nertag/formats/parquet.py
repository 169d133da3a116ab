"""Parquet files, read as the JSON lines that their rows are: for any format of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nertag.errors import DataError, needs

MAGIC = b"PAR1"
ROWS = 256
"""Rows that are taken at once."""


def is_parquet(path: str | Path) -> bool:
    """Whether a file is Parquet; a pipe is not, since it cannot be read from its end."""
    try:
        if not Path(path).is_file():
            return False
        with open(path, "rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False


def json_lines(path: str | Path) -> Iterator[str]:
    """The rows of a Parquet file, each as a line of JSON.

    Raises
    ------
    DataError
        The file is damaged.
    MissingPackageError
        pyarrow is not installed.
    """
    with _opened(path) as file:
        for batch in file.iter_batches(ROWS):
            for row in batch.to_pylist():
                yield json.dumps(row, ensure_ascii=False, default=str) + "\n"


def dataset_info(path: str | Path) -> Any:
    """What Hugging Face's library wrote into a Parquet file about its data set; none is empty."""
    with _opened(path) as file:
        found = (file.schema_arrow.metadata or {}).get(b"huggingface", b"{}")
        return json.loads(found).get("info", {})


@contextmanager
def _opened(path: str | Path) -> Iterator[Any]:
    """A Parquet file while it is read, with errors that name it."""
    with needs("arrow"):
        import pyarrow.parquet
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            yield file
    except (pyarrow.ArrowException, OSError) as error:
        what = " ".join(str(error).split())
        raise DataError(path, 0, f"is damaged Parquet: {what}", "restore the file") from None
