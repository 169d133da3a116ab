"""Loads a model for a command: quiet, with what its engine has to say on one line."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from nertag.cli.terminal import say
from nertag.model.engines import EngineWarning
from nertag.tagging import Tagger


def load_tagger(model: Path, *, device: str, engine: str, precision: str, **how: Any) -> Tagger:
    """The tagger of a model directory.

    Parameters
    ----------
    model : Path
        The model directory.
    device : str
        Where the model runs: ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
    engine : str
        What runs the model: ``auto``, ``onnx`` or ``tensorflow``.
    precision : str
        Arithmetic of the ONNX engine: ``float32`` or ``int8``.
    **how
        More arguments of `Tagger.load`.
    """
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", EngineWarning)
        tagger = Tagger.load(model, device=device, engine=engine, precision=precision, **how)
    for warning in said:
        if issubclass(warning.category, EngineWarning):
            say(warning.message)
    return tagger
