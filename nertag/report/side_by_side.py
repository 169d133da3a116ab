"""Models side by side: scores, speed, size, and the settings that differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from nertag.config import settings_from
from nertag.errors import ModelFormatError
from nertag.model import Amount, LabelScores, Scores, read_files, read_manifest
from nertag.pages import percent, render
from nertag.report.charts import LINES, comparison_charts

NOT_KNOWN = "-"


@dataclass(frozen=True)
class Model:
    """A model, as the manifest of its directory describes it.

    Parameters
    ----------
    path : str
        The model directory.
    settings : mapping of str to Any
        Settings by name.
    dev : Scores
        Scores on dev.
    train : Amount
        Numbers of sentences and tokens of the training data.
    best_epoch : int
        The epoch whose weights were kept, from 1.
    epochs : int
        Epochs that were run.
    speed : float, optional
        Training tokens per second, the median over the epochs; None if unknown.
    seconds : float
        Wall time of all epochs.
    bytes : int
        Size of all files together.
    history : sequence of float
        Dev F1 of each epoch.
    """

    path: str
    settings: Mapping[str, Any]
    dev: Scores
    train: Amount
    best_epoch: int
    epochs: int
    speed: float | None
    seconds: float
    bytes: int
    history: Sequence[float]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as the command line prints them."""
        return {**asdict(self), "dev": self.dev.to_dict(), "train": msgspec.to_builtins(self.train)}

    @property
    def scores(self) -> LabelScores:
        """Precision, recall and F1, strict."""
        return self.dev.strict.micro

    @property
    def interval(self) -> str:
        """The interval of F1, in percent; models of format 1 may have none."""
        bounds = self.dev.interval
        if bounds is None:
            return NOT_KNOWN
        return f"{percent(bounds.low)} to {percent(bounds.high)}"


def read_model(path: str | Path) -> Model:
    """Read the manifest of a model directory.

    Parameters
    ----------
    path : path
        The model directory.

    Raises
    ------
    ModelFormatError
        There is no model, or it is damaged or of another format.
    """
    facts = read_manifest(path)
    dev, train, best, epochs = facts.dev, facts.train, facts.best_epoch, facts.epochs
    if dev is None or train is None or best is None or epochs is None:
        raise ModelFormatError(f"{path}: says too little of its training; train again")
    try:
        contents, _ = read_files(path, {"history.csv"})
        history = list(csv.DictReader(io.StringIO(contents["history.csv"].decode())))
        seconds = [float(row["train_seconds"]) for row in history]
        speeds = [float(row["tokens"]) / time for row, time in zip(history, seconds) if time]
        return Model(
            path=str(path),
            settings=_settings(facts.settings),
            dev=dev,
            train=train,
            best_epoch=best,
            epochs=epochs,
            speed=median(speeds) if speeds else None,
            seconds=sum(seconds) + sum(float(row["dev_seconds"]) for row in history),
            bytes=sum(file.bytes for file in facts.files.values()),
            history=[float(row["dev_f1"]) for row in history],
        )
    except (KeyError, TypeError, ValueError) as error:
        what = f"{path}: tells too little of itself: {type(error).__name__} {error}"
        raise ModelFormatError(f"{what}; train again") from None


def _settings(saved: Mapping[str, Any]) -> dict[str, Any]:
    """All settings; those that a model does not name have the values that loading gives them."""
    preset = saved.get("preset", "small")
    return {**settings_from({"preset": preset}).to_dict(), "preset": preset, **saved}


_FACTS: dict[str, Callable[[Model], str]] = {
    "dev F1": lambda model: percent(model.scores.f1),
    "95% interval": lambda model: model.interval,
    "dev precision": lambda model: percent(model.scores.precision),
    "dev recall": lambda model: percent(model.scores.recall),
    "dev sentences": lambda model: f"{model.dev.sentences:,}",
    "training sentences": lambda model: f"{model.train.sentences:,}",
    "best epoch": lambda model: f"{model.best_epoch} of {model.epochs}",
    "training tokens/s": lambda model: f"{model.speed:,.0f}" if model.speed else NOT_KNOWN,
    "training minutes": lambda model: f"{model.seconds / 60:.1f}",
    "size, MB": lambda model: f"{model.bytes / 1e6:.1f}",
}


def comparison_rows(
    models: Sequence[Model],
) -> tuple[list[tuple[str, list[str]]], list[tuple[str, list[str]]]]:
    """What is set side by side.

    Parameters
    ----------
    models : sequence of Model
        The models, in the order of the columns.

    Returns
    -------
    facts, settings : list of (name, values)
        A value for each model; of the settings those that differ.
    """
    names = dict.fromkeys(name for model in models for name in model.settings)
    settings = [(name, [_value(model, name) for model in models]) for name in names]
    facts = [(name, [tell(model) for model in models]) for name, tell in _FACTS.items()]
    return facts, [row for row in settings if len(set(row[1])) > 1]


def comparison_warnings(models: Sequence[Model]) -> list[str]:
    """Why the scores may not be comparable.

    Parameters
    ----------
    models : sequence of Model
        The models.
    """
    sizes = {(model.dev.sentences, model.dev.tokens) for model in models}
    same = len(sizes) == 1
    return [] if same else ["the models were scored on different dev data: do not compare scores"]


def _value(model: Model, name: str) -> str:
    value = model.settings.get(name, NOT_KNOWN)
    if value is None:
        return "auto"
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def comparison_page(models: Sequence[Model]) -> str:
    """Models side by side as HTML; without matplotlib it has no charts.

    Parameters
    ----------
    models : sequence of Model
        The models, in the order of the columns.
    """
    facts, settings = comparison_rows(models)
    labels = dict.fromkeys(label for model in models for label in _types(model))
    known = [model for model in models if model.history]
    charts = comparison_charts([model.history for model in known])
    legends = [
        [(model.path, line) for model, line in zip(known[start:], LINES)]
        for start in range(0, len(known), len(LINES))
    ]
    return render(
        "report/side_by_side.html",
        title="Models side by side",
        heads=["model", *(model.path for model in models)],
        warnings=comparison_warnings(models),
        facts=facts,
        charts=list(zip(charts, legends)),
        types=[(label, [_type_f1(model, label) for model in models]) for label in labels],
        settings=settings,
    )


def _types(model: Model) -> Mapping[str, LabelScores]:
    return model.dev.strict.types


def _type_f1(model: Model, label: str) -> str:
    row = _types(model).get(label)
    return percent(row.f1) if row else NOT_KNOWN
