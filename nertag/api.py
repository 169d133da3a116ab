"""The functions of the Python API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nertag.config import Settings, Workers, parse_device, read_toml, settings_from
from nertag.config import TrainSettings as TrainSettings
from nertag.errors import ConfigError, needs
from nertag.formats import Data, name_of
from nertag.io import check_folder, only_writer, reading_pipes_again
from nertag.model import Bundle, load_bundle
from nertag.model.engines import importing_tensorflow
from nertag.samples import sample as sample
from nertag.samples import sample_settings, train_and_dev
from nertag.tagging import Tagger, Tokenizer

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from nertag.training import Listener


GOING_ON = {"lr": 0.001, "epochs": 20}
"""Defaults where a model is trained further, by which little of what it knows is lost."""


WITH_TEACHERS = {"mix_ratio": 3.0}
"""Defaults where models label raw text for another, of which there is more than of the rest."""


@reading_pipes_again()
def train(
    train: Data | None = None,
    dev: Data | None = None,
    *,
    sample: str | None = None,
    output: str | Path = "model",
    config: str | Path | None = None,
    init: str | Path | None = None,
    mix: Data | None = None,
    mix_dev: Data | None = None,
    resume: bool = False,
    seeds: Sequence[int] = (),
    teachers: int = 0,
    workers_from_environment: bool = False,
    listener: Listener | None = None,
    **settings: Unpack[TrainSettings],
) -> Tagger:
    """Train a tagger, write its model directory and return it.

    Parameters
    ----------
    train : path or iterable, optional
        A labelled file of any format, or labelled data in memory, as `read` takes them. Without it
        an embedded corpus is used, with its own dev file and raw text.
    dev : path or iterable, optional
        Labelled data on which the best epoch is chosen. By default a tenth of `train` is held out.
    sample : {"zh", "en"}, optional
        The language of the embedded corpus, if there is no training file: Chinese (the default),
        whose tokens are characters, or English, whose tokens are words.
    output : path
        The model directory.
    config : path, optional
        A TOML file of settings; keyword arguments override it.
    init : path, optional
        A model directory to go on from; its settings are the defaults, but the learning rate is
        lower and the epochs are few.
    mix : path or iterable, optional
        More labelled data: each epoch has all of `train` and a sample of these. What the model of
        `init` was trained on, so that little is forgotten; or what other models have labelled.
    mix_dev : path or iterable, optional
        Labelled data on which the model of `init` and the new one are compared too.
    resume : bool
        Go on with an interrupted run in `output`.
    seeds : sequence of int
        Train once with each, on the same data and dev data, and keep the best on dev. Each model is
        kept in the folder ``seeds`` of `output`; the listener hears the mean and the spread.
    teachers : int
        Train so many models first, which label raw text, the setting ``text``, for the model to
        learn from too. They are kept in the folder ``teachers`` of `output`.
    workers_from_environment : bool
        Train together with the other workers that the variable ``TF_CONFIG`` names, each a process
        that runs the same call. Worker 0 scores, and writes the directory.
    listener : Listener, optional
        Hears how training goes, see `nertag.training.listeners`; by default a notebook shows it,
        and elsewhere the logger ``nertag`` is told.
    **settings
        Any setting of `nertag.config.Settings`.

    Raises
    ------
    NertagError
        Data, settings or files are wrong; the message says what and where.
    """
    from nertag.training import read_training_data, usual_listener

    if dev is not None and train is None:
        raise ConfigError(
            "`dev` without `train`: the embedded corpus has its own dev file", setting="dev"
        )
    if init is not None and Path(init).resolve() == Path(output).resolve():
        raise ConfigError(
            f"`init` and `output` are both {output}: a run that is stopped would replace the model "
            "it began from; give another `output`",
            setting="output",
        )
    if mix_dev is not None and init is None:
        what = "is of the old data of a model that is trained further: give `init` too"
        raise ConfigError(f"`mix_dev` {what}", setting="mix_dev")
    if teachers:
        others: dict[str, object] = {
            "seeds": seeds,
            "init": init,
            "workers_from_environment": workers_from_environment,
        }
        _check_teachers(teachers, others)
    start = load_bundle(init) if init is not None else None
    seeds = _checked_seeds(seeds, settings, resume)
    workers = Workers.from_environment() if workers_from_environment else None
    if workers and seeds:
        raise ConfigError(
            "`workers_from_environment` trains with one seed: leave `seeds` out", setting="seeds"
        )
    given: dict[str, Any] = {**settings, **({"seed": seeds[0]} if seeds else {})}
    checked = training_settings(train, config, start, given, sample=sample, teachers=teachers)
    if teachers and not checked.vectors.text:
        raise ConfigError("`teachers` label raw text: give `text`", setting="teachers")
    parse_device(checked.training.device)
    if train is None:
        train, dev = train_and_dev(sample)
    listener = listener or usual_listener()
    # TensorFlow takes seconds to load: errors in the files are found before it.
    data = read_training_data(train, dev, checked, start, mix=mix, mix_dev=mix_dev)
    listener.tell(data.notes)
    writes = workers is None or workers.is_chief
    if writes:
        check_folder(output)
    with only_writer(output) if writes else nullcontext():
        with importing_tensorflow(), needs("train"):
            from nertag.training.pipeline import train_model
            from nertag.training.seeds import train_seeds
            from nertag.training.teachers import train_with_teachers
        if seeds:
            return train_seeds(data, output, checked, listener, seeds, init=start)
        if teachers:
            return train_with_teachers(data, output, checked, listener, teachers, resume=resume)
        return train_model(
            data, output, checked, listener, init=start, resume=resume, workers=workers
        )


def _check_teachers(teachers: int, others: Mapping[str, object]) -> None:
    """Refuse what teachers cannot do, or cannot do without."""
    if not isinstance(teachers, int) or teachers < 1:
        raise ConfigError(f"`teachers` is {teachers!r}, expected 1 or more", setting="teachers")
    for name, value in others.items():
        if value:
            raise ConfigError(f"`teachers` goes without `{name}`", setting="teachers")


def _checked_seeds(seeds: Sequence[int], settings: Mapping[str, Any], resume: bool) -> list[int]:
    """The seeds, if each is one and nothing that is given is at odds with them."""
    found = list(seeds)
    if found and "seed" in settings:
        raise ConfigError("`seed` and `seeds` are both given: give one of them", setting="seeds")
    if found and resume:
        raise ConfigError(
            "`resume` goes on with one run, not with `seeds`: give the folder of the run that was "
            "stopped as `output`, and its `seed`",
            setting="seeds",
        )
    if len(set(found)) < len(found):
        raise ConfigError(f"`seeds` is {found}, expected seeds that differ", setting="seeds")
    for seed in found:
        settings_from({"seed": seed}, "seeds")
    return found


def training_settings(
    train: Data | None,
    config: str | Path | None,
    init: Bundle | None,
    settings: Mapping[str, Any],
    *,
    sample: str | None = None,
    teachers: int = 0,
) -> Settings:
    """The settings that `train` uses.

    Parameters
    ----------
    train : path or iterable, optional
        The training data; an embedded corpus has raw text of its own.
    config : path, optional
        A TOML file of settings, which override the settings of `init`.
    init : Bundle, optional
        A model to go on from, whose settings are the defaults, but for those of `GOING_ON`.
    settings : mapping of str to object
        Settings that override all others.
    sample : {"zh", "en"}, optional
        The language of the embedded corpus that is used if there is no training file.
    teachers : int
        Number of models that label raw text first.

    Raises
    ------
    ConfigError
        A setting is unknown or its value is not allowed, or `sample` is given with a training file.
    """
    defaults: dict[str, Any] = {}
    if train is None:
        defaults = sample_settings(sample)
    elif sample is not None:
        raise ConfigError(
            f"`sample` is {sample!r}, but `train` is {name_of(train)}: give only one of them",
            setting="sample",
        )
    if init:
        # The device of the old model need not suit this run.
        defaults = init.settings.to_dict() | GOING_ON | {"device": "auto", "tensorboard": ""}
    values = {
        **defaults,
        **(WITH_TEACHERS if teachers else {}),
        **(read_toml(config) if config is not None else {}),
        **settings,
    }
    return settings_from(values, str(config or "settings"))


def load(
    model: str | Path = "model",
    *,
    device: str = "auto",
    engine: str = "auto",
    precision: str = "auto",
    raw_scores: bool = False,
    tokenizer: Tokenizer | None = None,
) -> Tagger:
    """Load a model directory.

    Parameters
    ----------
    model : path
        The model directory.
    device : str
        ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
    engine : {"auto", "onnx", "openvino", "tensorflow"}
        ``auto`` uses TensorFlow where there is a GPU, else the fastest for the precision.
    precision : {"auto", "float32", "bfloat16", "int8"}
        Arithmetic of the network: ``bfloat16`` and ``int8`` are faster, and tag a little
        differently. ``auto`` is bfloat16 where OpenVINO and the processor have it and it costs
        the model at most 0.1 points of F1 on dev, else float32.
    raw_scores : bool
        Use the probabilities as the model gives them, without the temperature of training.
    tokenizer : callable, optional
        What splits raw text into words instead of the model's rules: it gives their texts in order,
        or pairs of start and end in code points.

    Raises
    ------
    ModelFormatError
        There is no model, or it is damaged.
    ConfigError
        The device is not there, or the engine cannot do what is asked.
    """
    how = {"device": device, "engine": engine, "precision": precision}
    return Tagger.load(model, raw_scores=raw_scores, tokenizer=tokenizer, **how)
