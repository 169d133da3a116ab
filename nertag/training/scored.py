"""What is measured on dev after training, and told by the manifest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nertag.evaluation import Gold, Outcome, Threshold
from nertag.model import Bundle
from nertag.model.engines import bfloat16_is_there, load_engine
from nertag.model.engines.tensorflow import TensorFlowEngine
from nertag.tagging import Tagger, model_of
from nertag.training.data import TrainingData
from nertag.training.going_on import scores_before_and_after
from nertag.training.listeners import Listener


def scored(
    bundle: Bundle, engine: TensorFlowEngine, data: TrainingData, listener: Listener
) -> tuple[Tagger, Outcome]:
    """The tagger with its temperature, its threshold and its scores on dev.

    Parameters
    ----------
    bundle : Bundle
        The trained model.
    engine : TensorFlowEngine
        Runs its network.
    data : TrainingData
        Has the dev sentences.
    listener : Listener
        Hears of a threshold.
    """
    look = Tagger(bundle, engine).look(data.dev.sentences)
    fitted = Outcome.calibration(data.dev, look)
    wanted = bundle.settings.training.threshold
    threshold = Threshold.of(data.dev, look, fitted["temperature"], wanted)
    fitted["threshold"] = threshold.probability
    bundle = _knowing(bundle, calibration=fitted)
    tagger = Tagger(bundle, engine)
    if threshold.probability:
        listener.say(str(threshold))
        look = tagger.look(data.dev.sentences)
    outcome = Outcome.of(tagger, data.dev, look)
    scores = outcome.scores()
    precisions = _precisions(bundle, data.dev, scores.f1)
    bundle = _knowing(bundle, dev=scores.to_dict(), precisions=precisions)
    return Tagger(bundle, engine), outcome


def compared(tagger: Tagger, init: Bundle, data: TrainingData, engine: TensorFlowEngine) -> Tagger:
    """The tagger, whose manifest also says how the model it began with scores.

    Parameters
    ----------
    tagger : Tagger
        The trained model.
    init : Bundle
        The model that its training began with.
    data : TrainingData
        Has the dev sentences.
    engine : TensorFlowEngine
        Runs the trained network.
    """
    scores = scores_before_and_after(init, tagger, data)
    return Tagger(_knowing(model_of(tagger), init=scores), engine)


def _knowing(bundle: Bundle, **facts: Any) -> Bundle:
    return replace(bundle, facts={**bundle.facts, **facts})


def _precisions(bundle: Bundle, dev: Gold, f1: float) -> dict[str, Any]:
    """What the manifest says of bfloat16, where it can be measured: it may be taken if it is good.

    Parameters
    ----------
    f1 : float
        F1 on dev in float32.
    """
    if not bfloat16_is_there():
        return {}
    tagger = Tagger(bundle, load_engine(bundle, precision="bfloat16"))
    return {"bfloat16": {"f1": Outcome.of(tagger, dev).scores().f1, "float32": f1}}
