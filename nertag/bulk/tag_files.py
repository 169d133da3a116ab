"""Tags the tables of files: first all entities, which a stopped run keeps, then the new tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nertag.bulk import stream
from nertag.bulk.column import Column
from nertag.bulk.entities import batch_with, schema_with
from nertag.bulk.failures import Failures
from nertag.bulk.rows import tag_rows_of
from nertag.bulk.tables import CsvTable, Table, kind_of
from nertag.errors import ConfigError, DataError, needs
from nertag.io import FoundFile, Output, find_files, replacing, resumable
from nertag.tagging import Tagger, model_of

with needs("arrow"):
    import pyarrow as pa

KEPT = ".entities"
"""What the name of the file that keeps the entities of a run ends in."""


def tag_files(
    paths: Sequence[Path],
    output: Path,
    tagger: Tagger,
    column: str,
    *,
    output_column: str = "entities",
    asked: Mapping[str, Any],
    run: Mapping[str, Any],
    encoding: str = "utf-8",
    resume: bool = False,
    heard: Callable[[int], None] = lambda characters: None,
) -> list[str]:
    """Tag a column of tables in files, and write each table again with its entities.

    Parameters
    ----------
    paths : sequence of Path
        Files, folders and patterns; all of the files are of one kind.
    output : Path
        The file to write; a folder if there are several files, or a folder is given.
    tagger : Tagger
        The tagger.
    column : str
        The column of the texts.
    output_column : str
        The column to add.
    asked : mapping
        Arguments of `Tagger.tag_texts`.
    run : mapping
        What else the output depends on, as JSON.
    encoding : str
        How files of CSV are encoded.
    resume : bool
        Go on with what an earlier run left.
    heard : callable
        Takes the number of characters that were tagged since the last call.

    Returns
    -------
    notes : list of str
        The rows that could not be tagged, a note for each file that has some.

    Raises
    ------
    DataError
        A file is no table, is damaged, or cannot be written.
    ConfigError
        A table has no such column, or it holds no texts; or there is no run to go on with.
    """
    files = find_files(paths)
    tables = [_open(file, files[0], encoding) for file in files]
    if encoding != "utf-8" and not isinstance(tables[0], CsvTable):
        what = f"`encoding` is of CSV, {files[0].path} is {tables[0].name}: leave it out"
        raise ConfigError(what, setting="encoding")
    targets = _targets(paths, files, output)
    for table in tables:
        _check(table, column, output_column, tagger)
    sums = {name: file.sha256 for name, file in model_of(tagger).manifest.files.items()}
    sizes = [[str(file.path), *_state(file.path)] for file in files]
    same = {"files": sizes, "model": sums, "column": column, "encoding": encoding, **asked, **run}
    kept = output.with_name(output.name + KEPT)
    output.parent.mkdir(parents=True, exist_ok=True)
    with resumable(kept, same, resume=resume) as out:
        _tag(tables, tagger, column, asked, out, heard)
        out.flush()
        with open(out.stream.name, "rb") as file:
            entities = stream.Entities(file)
            failures = [
                _write(table, target, output_column, entities)
                for table, target in zip(tables, targets)
            ]
    kept.unlink()
    return [f"{table.path}: {found}" for table, found in zip(tables, failures) if found]


def _open(file: FoundFile, first: FoundFile, encoding: str) -> Table:
    kind, other = kind_of(file.path), kind_of(first.path)
    if kind is not other:
        what = f"is {kind.name}, but {first.path} is {other.name}"
        raise DataError(file.path, 0, what, "tag them one by one")
    return CsvTable(file.path, encoding) if kind is CsvTable else kind(file.path)


def _targets(paths: Sequence[Path], files: Sequence[FoundFile], output: Path) -> list[Path]:
    """Where each file is written to.

    Raises
    ------
    ConfigError
        A file would be written to its own place, or as what it is not.
    """
    if len(paths) == len(files) == 1 and not paths[0].is_dir():
        targets = [output / files[0].place if output.is_dir() else output]
    else:
        targets = [output / file.place for file in files]
    if len(set(targets)) < len(targets):
        what = "files of the same name would be written to the same place: name their folder"
        raise ConfigError(f"`output` {output}: {what}", setting="output")
    for file, target in zip(files, targets):
        if target.exists() and target.samefile(file.path):
            what = f"`output` {target} is the file that is read: give another name"
            raise ConfigError(what, setting="output")
        kind, own = kind_of(file.path), file.path.suffix.lower()
        endings = (own,) if own in kind.suffixes else kind.suffixes
        if target.suffix.lower() not in endings and target.suffix != file.path.suffix:
            what = f"`output` {target} does not end in {' or '.join(endings)}, but {file.path} is"
            raise ConfigError(f"{what} {kind.name}, and so is what is written", setting="output")
    return targets


def _check(table: Table, column: str, output_column: str, tagger: Tagger) -> None:
    try:
        Column(table.schema, column, tagger.settings.reading.tokens)
        schema_with(table.schema, output_column)
    except ConfigError as error:
        raise ConfigError(f"{table.path}: {error}", setting=error.setting) from None


def _state(path: Path) -> list[int]:
    """What changes with the content of a file."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _tag(
    tables: Sequence[Table],
    tagger: Tagger,
    column: str,
    asked: Mapping[str, Any],
    out: Output,
    heard: Callable[[int], None],
) -> None:
    """Add the entities of all rows to `out`, but for those of the rows that it has."""
    if not out.stream.tell():
        out.write([stream.begin()], 0)
    left = _Left(out.done)
    for table in tables:
        batches = left.of(table.texts(column))
        for batch, entities, errors, characters in tag_rows_of(batches, tagger, column, asked):
            out.write([stream.packed(entities, errors)], batch.num_rows)
            heard(characters)


class _Left:
    """The rows after the first `done`, of tables one after the other."""

    def __init__(self, done: int) -> None:
        self._done = done

    def of(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows of the next table."""
        for batch in batches:
            skipped = min(self._done, batch.num_rows)
            self._done -= skipped
            if skipped < batch.num_rows:
                yield batch.slice(skipped)


def _write(table: Table, target: Path, name: str, entities: stream.Entities) -> Failures:
    """Write a table with its entities; the rows that could not be tagged, now or before."""
    schema, failures = schema_with(table.schema, name), Failures()

    def more(batch: pa.RecordBatch) -> pa.RecordBatch:
        found = entities.take(batch.num_rows)
        if found.num_rows < batch.num_rows:
            raise DataError(table.path, 0, "has changed while it was tagged", "tag it again")
        failures.add(_whole(found["error"]))
        return batch_with(batch, schema, _whole(found["entities"]))

    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as file:
        table.write(file, schema, more)
    return failures


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A column of at most one chunk as an array."""
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)
