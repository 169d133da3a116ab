"""Scoring a tagger, or a file of predictions, on labelled text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nertag.config import ReadingSettings, ReadSettings, reading_from
from nertag.errors import ConfigError
from nertag.evaluation.gold import Gold
from nertag.evaluation.predictions import Outcome
from nertag.evaluation.read import read_gold, read_predictions
from nertag.formats import Data, refuse_unused
from nertag.model import Scores
from nertag.tagging import Tagger

if TYPE_CHECKING:
    from typing_extensions import Unpack

AS_TRAINED = (
    "tokens",
    "token_column",
    "tag_column",
    "scheme",
    "layer",
    "tag_names",
    "offset_unit",
    "overlap",
)
"""Settings of reading that hold for all data of a model, not for one file."""


def evaluate(
    path: Data,
    model: str | Path | Tagger | None = None,
    *,
    predicted: Data | None = None,
    device: str | None = None,
    engine: str | None = None,
    precision: str | None = None,
    **reading: Unpack[ReadSettings],
) -> Scores:
    """Score a model, or a file of predictions, on a labelled file.

    Parameters
    ----------
    path : path or iterable
        The labelled data: a file or data in memory, as `nertag.read` takes them.
    model : path or Tagger, optional
        A model directory or a loaded tagger; the directory ``model`` by default.
    predicted : path or iterable, optional
        The same text as some tool labelled it. It is scored instead of a model.
    device : str, optional
        Where the model runs: ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
    engine : {"auto", "onnx", "openvino", "tensorflow"}, optional
        What runs the model.
    precision : {"auto", "float32", "bfloat16", "int8"}, optional
        Arithmetic of the network, as for `nertag.load`; float32 by default.
    **reading
        Settings of reading. What the tokens are, the columns and the offsets are as they were for
        training if they are not given; format and encoding belong to this file.

    Raises
    ------
    DataError
        A file is not what it should be, or the files do not hold the same texts.
    ConfigError
        A setting is unknown or would be ignored.
    ModelFormatError
        There is no model, or it is damaged.

    Examples
    --------
    >>> scores = nertag.evaluate("test.bio", "model")
    >>> round(scores.f1, 3), round(scores.strict.types["LOC"].recall, 3)
    (0.99, 0.976)
    """
    asked: dict[str, Any] = {"device": device, "engine": engine, "precision": precision}
    loading = {name: value for name, value in asked.items() if value is not None}
    if predicted is not None:
        _refuse([*loading, *(["model"] if model is not None else [])], "`predicted` is")
        return found_by_tool(path, predicted, **reading).scores()
    if isinstance(model, Tagger):
        _refuse(loading, "the tagger is loaded already and")
        return tagged(path, model, **reading).scores()
    tagger = Tagger.load("model" if model is None else model, **{"precision": "float32", **loading})
    return tagged(path, tagger, **reading).scores()


def _refuse(ignored: Iterable[str], why: str) -> None:
    for name in ignored:
        raise ConfigError(f"`{name}` has no effect: {why} scored as it is; leave `{name}` out")


def tagged(path: Data, tagger: Tagger, **reading: Unpack[ReadSettings]) -> Outcome:
    """What a tagger finds in a labelled file; raises what `evaluate` does.

    Parameters
    ----------
    path : path or iterable
        The labelled data.
    tagger : Tagger
        The tagger to score.
    **reading
        Settings of reading; by default as for the model's training.
    """
    right = read_gold(path, _as_trained(tagger, reading))
    refuse_unused(reading_from(reading), [right.format])
    return Outcome.of(tagger, right)


def found_by_tool(gold: Data, predicted: Data, **reading: Unpack[ReadSettings]) -> Outcome:
    """What a tool found in a labelled file; raises what `evaluate` does.

    Parameters
    ----------
    gold : path or iterable
        The labelled data.
    predicted : path or iterable
        The same text as the tool labelled it.
    **reading
        Settings of reading, for both files.
    """
    settings = reading_from(reading)
    right = read_gold(gold, settings)
    found = read_predictions(predicted, right, settings)
    refuse_unused(settings, [right.format, found.format])
    return Outcome.by_tool(right, found)


def training_gold(
    path: str | Path, tagger: Tagger | None = None, **reading: Unpack[ReadSettings]
) -> Gold:
    """The labelled file that a model was trained on.

    Parameters
    ----------
    path : path
        The labelled file.
    tagger : Tagger, optional
        The tagger whose settings of reading are the defaults.
    **reading
        Settings of reading.
    """
    settings = _as_trained(tagger, reading) if tagger else reading_from(reading)
    return read_gold(path, settings)


def _as_trained(tagger: Tagger, reading: Mapping[str, Any]) -> ReadingSettings:
    kept = {name: getattr(tagger.settings.reading, name) for name in AS_TRAINED}
    return reading_from({**kept, **reading})
