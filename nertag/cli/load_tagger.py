"""Loads a model for a command: quiet, with what its engine has to say on one line."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nertag.cli.terminal import say
from nertag.model.engines import EngineWarning, precision_of
from nertag.tagging import Tagger, model_of


def load_tagger(model: Path, *, device: str, engine: str, precision: str, **how: Any) -> Tagger:
    """The tagger of a model directory.

    Parameters
    ----------
    model : Path
        The model directory.
    device : str
        Where the model runs: ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
    engine : str
        What runs the model: ``auto``, ``onnx``, ``openvino`` or ``tensorflow``.
    precision : str
        Arithmetic of the network: ``auto``, ``float32``, ``bfloat16`` or ``int8``.
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


def settled(loading: Mapping[str, Any], tagger: Tagger) -> dict[str, Any]:
    """How a tagger was loaded, with the precision that ``auto`` was: a run goes on in the same.

    Parameters
    ----------
    loading : mapping
        Arguments of `load_tagger`: ``device``, ``engine``, ``precision`` and more.
    tagger : Tagger
        The tagger.
    """
    way = {name: loading[name] for name in ("engine", "precision", "device")}
    return {**loading, "precision": precision_of(model_of(tagger), **way)}
