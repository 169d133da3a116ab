"""Labelled data in Python: read, checked, split, converted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from nertag.config import ReadSettings, reading_from
from nertag.corpus import Converted, split_texts
from nertag.corpus import convert as convert_labelled
from nertag.corpus.check import AuditReport, audit
from nertag.formats import Data, read_labelled, refuse_unused
from nertag.text import Sentence

if TYPE_CHECKING:
    from typing_extensions import Unpack


class LabelledSentences(list[Sentence]):
    """The sentences of labelled data.

    Parameters
    ----------
    sentences : iterable of Sentence
        The sentences.
    notes : tuple of str
        What was repaired or ignored while the data were read, one line each.
    """

    def __init__(self, sentences: Iterable[Sentence] = (), notes: tuple[str, ...] = ()) -> None:
        super().__init__(sentences)
        self.notes = notes


def read(path: Data, **settings: Unpack[ReadSettings]) -> LabelledSentences:
    """The sentences of a labelled file, or of labelled data in memory, with tags.

    Parameters
    ----------
    path : path or iterable
        A file of any format; ``-`` is standard input. Or data in memory: sentences, pairs
        ``(tokens, tags)`` or ``(text, [(start, end, label)])``, dicts such as files of JSON hold,
        spaCy's documents, a data frame of pandas or polars, a data set of Hugging Face.
    **settings
        Settings of reading: ``format``, ``tokens``, ``encoding``, ...

    Returns
    -------
    list of Sentence
        Its `notes` say what was repaired or ignored.

    Raises
    ------
    DataError, ConfigError
        The file or a setting is wrong; the message says what and where.

    Examples
    --------
    >>> from nertag.api import sample
    >>> sentences = nertag.read(sample("dev.bio"))
    >>> len(sentences), sentences[0].tags[:2], sentences.notes
    (300, ('O', 'O'), ())
    """
    reading = reading_from(settings)
    labelled = read_labelled(path, reading)
    refuse_unused(reading, [labelled.format])
    return LabelledSentences(labelled.sentences, tuple(map(str, labelled.oddities)))


def check(data: Data, dev: Data | None = None, **settings: Unpack[ReadSettings]) -> AuditReport:
    """Look for what is wrong or odd in labelled data, as ``nertag check`` does.

    Parameters
    ----------
    data : path or iterable
        What is trained on: a labelled file or data in memory, as `read` takes them.
    dev : path or iterable, optional
        What the model is chosen on.
    **settings
        Settings of reading. What the tokens are is found out if `tokens` is not given.

    Returns
    -------
    AuditReport
        Its `findings` are the most serious first; `count("error")` says how many are errors. Of
        data in memory the lines of a finding are the numbers of sentences, from 1.

    Raises
    ------
    ConfigError, ArgumentTypeError, ArgumentError
        A setting is wrong, or the data are none of the kinds that are read. What is wrong with
        them is a finding.

    Examples
    --------
    >>> data = [("Anna in Bern", [(0, 4, "PER"), (8, 11, "LOC")])]
    >>> for finding in nertag.check(data, tokens="word").findings[:1]:
    ...     print(finding.level, finding.rule.id, finding.lines)
    warning cut-token (1,)
    """
    tokens = settings.pop("tokens", None)
    return audit([data], reading_from(settings), dev=dev, tokens=tokens)


def split(
    data: Data,
    *,
    dev: float = 0.1,
    test: float = 0.1,
    by: str = "sentence",
    seed: int = 1,
    **settings: Unpack[ReadSettings],
) -> list[LabelledSentences]:
    """Part labelled data into train, dev and test, as ``nertag split`` does with a file.

    Entities of each label are shared out alike. Sentences with the same text come to the same part.

    Parameters
    ----------
    data : path or iterable
        A labelled file or data in memory, as `read` takes them.
    dev : float
        Share of the sentences for dev; with 0 there is no such part.
    test : float
        Share of the sentences for test; with 0 there is no such part.
    by : {"sentence", "document"}
        What is never parted.
    seed : int
        Seed of the random choice.
    **settings
        Settings of reading. What the tokens are is found out if `tokens` is not given.

    Returns
    -------
    list of list of Sentence
        Train, dev and test, each in the order of the data. Their `notes` say what was repaired or
        ignored in all of the data.

    Raises
    ------
    DataError, ConfigError
        The data or a setting is wrong, or the shares leave nothing for training.

    Examples
    --------
    >>> train, dev = nertag.split("test.bio", dev=0.2, test=0)
    >>> len(train) + len(dev) == len(nertag.read("test.bio"))
    True
    """
    tokens = settings.pop("tokens", None)
    reading = reading_from(settings)
    done = split_texts(data, reading, dev=dev, test=test, by=by, seed=seed, tokens=tokens)
    return [LabelledSentences(part, done.notes) for part in done.parts]


def convert(
    data: Data,
    target: str | Path,
    *,
    to: str = "auto",
    to_scheme: str = "BIO",
    **settings: Unpack[ReadSettings],
) -> Converted:
    """Write labelled data to a file of any format, as ``nertag convert`` does.

    An iterator is written in bounded memory.

    Parameters
    ----------
    data : path or iterable
        A labelled file or data in memory, as `read` takes them.
    target : path
        The file to write; it appears when it is complete.
    to : str
        The format to write; ``auto`` goes by the name of `target`.
    to_scheme : str
        The scheme of the tags that are written, where the format has tags.
    **settings
        Settings of reading. What the tokens are is found out if `tokens` is not given; `overlap`
        is ``error`` if it is not given.

    Returns
    -------
    Converted
        How much was written; its `notes` say what was odd, or could not be kept.

    Raises
    ------
    DataError, ConfigError
        The data or a setting is wrong, or the file cannot be written.

    Examples
    --------
    >>> done = nertag.convert([("Anna in Bern", [(0, 4, "PER")])], "in.conll", tokens="word")
    >>> done.sentences, done.entities, done.written_as
    (1, 1, 'columns')
    """
    tokens = settings.pop("tokens", None)
    reading = reading_from({"overlap": "error", **settings})
    return convert_labelled(data, target, reading, to=to, scheme=to_scheme, tokens=tokens)
