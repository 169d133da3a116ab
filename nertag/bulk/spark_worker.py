"""What runs in a Python worker of Spark: the model is loaded there, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nertag.bulk.arrow import tag_batches
from nertag.errors import needs
from nertag.tagging import Tagger

with needs("spark"):
    import pyarrow as pa
    from pyspark import SparkFiles

_taggers: dict[tuple[str, str], tuple[bytes, Tagger]] = {}
"""The taggers of this process by model and precision, with what the manifest held."""


def tag_in_worker(
    batches: Iterator[pa.RecordBatch], column: str, model: str, precision: str, how: dict[str, Any]
) -> Iterator[pa.RecordBatch]:
    """Tag record batches on one thread.

    Parameters
    ----------
    batches : iterator of pyarrow.RecordBatch
        The batches of a partition.
    column : str
        The column of the texts.
    model : str
        The model directory, or its name among the files of Spark.
    precision : str
        Arithmetic of the model.
    how : dict
        More arguments of `nertag.bulk.tag_batches`.
    """
    return tag_batches(batches, _tagger(model, precision), column, threads=1, **how)


def _tagger(model: str, precision: str) -> Tagger:
    """The tagger of a model; a worker outlives a job, so that the model may have changed."""
    path = Path(model)
    if not path.exists() and Path(SparkFiles.get(model)).exists():
        path = Path(SparkFiles.get(model))
    manifest = path / "manifest.json"
    content = manifest.read_bytes() if manifest.exists() else b""
    kept, tagger = _taggers.get((model, precision), (None, None))
    if tagger is None or kept != content:
        tagger = Tagger.load(path, device="cpu", engine="onnx", precision=precision)
        _taggers[model, precision] = content, tagger
    return tagger
