"""Word vectors: train them on raw text, read them from files, keep the rows a model needs.

gensim is imported here and nowhere else.
"""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from nertag.errors import ConfigError, DataError
from nertag.files import replacing
from nertag.text import BOM, fold, open_bytes, read_lines, tokenise

Floats = NDArray[np.float32]

PICKLED = (".model", ".kv")
"""File names that gensim reads with pickle, which can run code that somebody put in them."""


@dataclass(frozen=True)
class Vectors:
    """Word vectors, most frequent token first.

    Parameters
    ----------
    tokens : tuple of str
        Width-folded, each once.
    matrix : ndarray of float32, shape (tokens, dimensions)
    """

    tokens: tuple[str, ...]
    matrix: Floats

    def scaled(self) -> Vectors:
        """The same with entries of standard deviation 1, whatever made them."""
        spread = float(self.matrix.std()) if self.matrix.size else 0.0
        return Vectors(self.tokens, self.matrix / np.float32(spread)) if spread else self


def train(
    texts: Iterable[Sequence[str]], *, size: int, epochs: int, workers: int, seed: int
) -> Vectors:
    """Train skip-gram vectors with negative sampling (Mikolov et al. 2013) by gensim.

    Parameters
    ----------
    texts : iterable of sequences of str
        The tokens of each sentence, width-folded; read more than once, so no generator.
    size : int
        Dimensions.
    workers : int
        With one worker the same seed gives the same vectors; more are faster.

    Raises
    ------
    ConfigError
        There is nothing to train on.
    """
    logging.getLogger("gensim").setLevel(logging.ERROR)
    from gensim.models import Word2Vec

    model = Word2Vec(
        vector_size=size, window=5, min_count=2, sg=1, negative=5, workers=workers, seed=seed
    )
    pieces = _Pieces(texts)
    model.build_vocab(pieces)
    if not model.wv.index_to_key:
        raise ConfigError(
            "there is too little text to train vectors on: no token occurs twice "
            "(give more with --text, or use --vectors none)"
        )
    model.train(pieces, total_examples=model.corpus_count, epochs=epochs)
    return Vectors(tuple(model.wv.index_to_key), np.asarray(model.wv.vectors, np.float32))


class _Pieces:
    """Rows cut into pieces that gensim reads whole: it drops what lies behind 10,000 tokens."""

    longest = 10_000

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Sequence[str]]:
        for row in self.rows:
            for start in range(0, len(row), self.longest):
                yield row[start : start + self.longest]


class TokenLines:
    """The tokens of each line of some text files, width-folded, blanks left out; rereadable.

    Raises
    ------
    ConfigError
        One is no regular file: it could be read only once.
    """

    def __init__(self, paths: Sequence[str | Path], tokens: str) -> None:
        for path in map(Path, paths):
            if str(path) == "-" or (path.exists() and not path.is_file()):
                raise ConfigError(f"{path}: the text is read more than once, give a file")
        self.paths, self.tokens = paths, tokens

    def __iter__(self) -> Iterator[list[str]]:
        for path in self.paths:
            for line in read_lines(path):
                yield tokens_for_vectors(line, self.tokens)


def tokens_for_vectors(text: str, tokens: str) -> list[str]:
    """The width-folded tokens of a text; blanks, which vector files cannot hold, left out."""
    folded = fold(text)
    if tokens == "char":
        return [char for char in folded if not char.isspace()]
    return tokenise(folded, tokens).words


def check_name(path: str | Path) -> Path:
    """The path, unless vectors cannot be written under its name; see `save`."""
    path = Path(path)
    if path.suffix in PICKLED:
        raise ConfigError(f"{path}: vectors are written as .txt or .bin (also .gz), choose one")
    return path


def save(vectors: Vectors, path: str | Path) -> None:
    """Write vectors in word2vec's format: binary for ``.bin``, else text; gzip for ``.gz``.

    Raises
    ------
    ConfigError
        The name would make others take it for one of gensim's pickled files.
    DataError
        The file cannot be written.
    """
    path = check_name(path)
    count, size = vectors.matrix.shape
    binary = path.name.removesuffix(".gz").endswith(".bin")
    with replacing(path) as raw:
        # No file name and no time in the gzip header: the same vectors give the same bytes.
        packed = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if path.suffix == ".gz" else None
        stream = packed or raw
        stream.write(f"{count} {size}\n".encode())
        for token, row in zip(vectors.tokens, vectors.matrix):
            if binary:
                stream.write(token.encode() + b" " + row.astype("<f4").tobytes() + b"\n")
            else:
                numbers = " ".join(f"{number:.6g}" for number in row)
                stream.write(f"{token} {numbers}\n".encode())
        if packed:
            packed.close()


def load(
    path: str | Path, needed: Collection[str], limit: int, *, trust_pickle: bool = False
) -> Vectors:
    """Read the rows a model needs from a file of vectors.

    Parameters
    ----------
    path : path
        word2vec text (with its header or without: GloVe), ``.bin``, either also ``.gz``; gensim's
        ``.model`` and ``.kv`` only with `trust_pickle`.
    needed : collection of str
        Width-folded tokens whose rows are kept wherever they stand.
    limit : int
        This many of the first rows (the most frequent tokens) are kept besides.

    Raises
    ------
    DataError
        The file is damaged; names the line.
    ConfigError
        The file is pickled and `trust_pickle` is not set.
    """
    name = Path(path).name.removesuffix(".gz")
    if name.endswith(PICKLED):
        if not trust_pickle:
            raise ConfigError(
                f"{path}: reading this file can run code hidden in it; add --trust-pickle if you "
                "trust where it comes from, or save it in word2vec's text format"
            )
        rows = _pickled_rows(path)
    elif name.endswith(".bin"):
        rows = _file_rows(path, _binary_rows)
    else:
        rows = _file_rows(path, _text_rows)
    return _keep(rows, needed, limit, path)


Row = tuple[str, Floats | Callable[[], Floats]]

NOT_FINITE = "a row holds something that is not a finite number"


def _keep(rows: Iterable[Row], needed: Collection[str], limit: int, path: str | Path) -> Vectors:
    """The rows wanted, folded; the first of those that fold to the same token is kept."""
    kept: dict[str, Floats] = {}
    frequent = 0
    for token, values in rows:
        folded = fold(token)
        if folded in kept or not folded or folded.isspace():
            continue
        if frequent < limit or folded in needed:
            frequent += folded not in needed
            kept[folded] = values() if callable(values) else values
    if not kept:
        raise DataError(path, 0, "holds no vectors", "expected word2vec's text or binary format")
    matrix = np.stack(list(kept.values())).astype(np.float32)
    if not np.isfinite(matrix).all():
        raise DataError(path, 0, NOT_FINITE, "fetch it again")
    return Vectors(tuple(kept), matrix)


def _file_rows(
    path: str | Path, parse: Callable[[BinaryIO, str | Path], Iterator[Row]]
) -> Iterator[Row]:
    with open_bytes(path) as raw:
        stream = gzip.GzipFile(fileobj=raw) if Path(path).suffix == ".gz" else raw
        try:
            yield from parse(stream, path)  # type: ignore[arg-type]
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise DataError(
                path, 0, f"is not a whole gzip file: {error}", "fetch it again"
            ) from None


def _text_rows(stream: BinaryIO, path: str | Path) -> Iterator[Row]:
    """Rows of word2vec text. A token may hold blanks: the numbers are counted from the right."""
    size = announced = rows = number = 0
    for number, line in enumerate(stream, 1):
        if number == 1:
            line = line.removeprefix(BOM)
        fields = line.rstrip(b" \r\n\t").replace(b"\t", b" ").split(b" ")
        if number == 1 and len(fields) == 2 and all(field.isdigit() for field in fields):
            announced, size = map(int, fields)
            continue
        if fields == [b""]:
            continue
        size = size or len(fields) - 1
        token = b" ".join(fields[:-size]).decode("utf-8", "replace")
        if len(fields) < size + 1:
            what = f"a row of {max(0, len(fields) - 1)} numbers where {size} are expected"
            raise DataError(path, number, what, "the file may be cut off: fetch it again")
        rows += 1
        yield token, _Numbers(fields[-size:], path, number)
    if announced > rows:
        what = f"the header announces {announced} rows, {rows} are there"
        raise DataError(path, number, what, "the file may be cut off: fetch it again")


class _Numbers:
    """The numbers of a text row, turned into floats only if the row is kept."""

    __slots__ = ("fields", "line", "path")

    def __init__(self, fields: list[bytes], path: str | Path, line: int) -> None:
        self.fields, self.path, self.line = fields, path, line

    def __call__(self) -> Floats:
        try:
            with np.errstate(over="ignore"):
                values = np.array(self.fields, dtype=np.bytes_).astype(np.float32)
        except ValueError:
            values = np.array([np.nan], np.float32)
        if not np.isfinite(values).all():
            raise DataError(self.path, self.line, NOT_FINITE, "mend or delete the line")
        return values


def _binary_rows(stream: BinaryIO, path: str | Path) -> Iterator[Row]:
    """Rows of word2vec's binary format."""
    header = stream.readline(100).split()
    if len(header) != 2 or not all(field.isdigit() for field in header):
        raise DataError(path, 1, "no header with two numbers", "is it word2vec's binary format?")
    count, size = map(int, header)
    if not 0 < size < 1_000_000:
        raise DataError(path, 1, f"the header announces rows of {size} numbers", "fetch it again")
    for row in range(1, count + 1):
        token = bytearray()
        while (byte := stream.read(1)) not in (b" ", b""):
            if byte != b"\n":
                token += byte
        values = stream.read(4 * size)
        if len(values) < 4 * size:
            what = f"ends in row {row} of {count}"
            raise DataError(path, 0, what, "the file is cut off: fetch it again")
        yield token.decode("utf-8", "replace"), np.frombuffer(values, "<f4")
    if stream.read(2) not in (b"", b"\n"):
        what = f"goes on behind the {count} rows that its header announces"
        raise DataError(path, 0, what, "is it word2vec's binary format? fetch it again")


def _pickled_rows(path: str | Path) -> Iterator[Row]:
    from gensim.utils import SaveLoad

    try:
        loaded = SaveLoad.load(str(path))
        vectors = getattr(loaded, "wv", loaded)
        rows = zip(vectors.index_to_key, vectors.vectors)
    except Exception as error:
        raise DataError(
            path, 0, f"gensim cannot load it: {error}", "was it saved whole?"
        ) from error
    yield from rows
