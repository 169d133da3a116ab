"""Every setting, once: its default, what it means and what it may be.

The command line, TOML files, the Python API and the manifest of a model all read this one table.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from nertag.errors import ConfigError


def _setting(
    default: Any,
    meaning: str,
    *,
    low: float | None = None,
    high: float | None = None,
    automatic: float | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    bounds = {"low": low, "high": high, "automatic": automatic}
    return field(
        default=default,
        metadata={"help": meaning, "choices": choices, **bounds},
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of training; saved with the model."""

    preset: str = _setting(
        "default",
        "what the other settings of the network are if they are not given",
        choices=("small", "default", "best"),
    )
    # reading
    tokens: str = _setting(
        "char",
        "what a token is: char splits columns into characters, word keeps them as they are",
        choices=("char", "word"),
    )
    format: str = _setting(
        "auto",
        "what the labelled files are: auto (finds out), columns, csv, conllu, germeval, doccano, "
        "prodigy, displacy, tokens, spacy, cluener, label-studio, brat, inline, xml, segmented",
    )
    encoding: str = _setting("utf-8", "how the files are encoded, such as gb18030")
    encoding_errors: str = _setting(
        "strict",
        "what to do with bytes that are not of the encoding",
        choices=("strict", "replace"),
    )
    token_column: int = _setting(0, "column of the token, from 0; -1 is the last")
    tag_column: int = _setting(-1, "column of the tag, from 0; -1 is the last")
    scheme: str = _setting(
        "auto",
        "how tags are written; auto finds out",
        choices=("auto", "BIO", "IOB1", "BIOES", "BMES", "BILOU"),
    )
    layer: str = _setting("", "which annotation to read, where a format has several")
    offset_unit: str = _setting(
        "codepoint", "what the offsets of spans count", choices=("codepoint", "utf16")
    )
    overlap: str = _setting(
        "longest",
        "which of spans that overlap to keep",
        choices=("error", "longest", "first"),
    )
    dev_fraction: float = _setting(
        0.1, "share of the training sentences held out when no dev file is given", low=0.0, high=0.9
    )
    # vectors
    vectors: str = _setting(
        "train",
        "word vectors: train, none, or a file (word2vec text or .bin, also .gz, .xz, .zst; GloVe)",
    )
    text: tuple[str, ...] = _setting(
        (), "raw text files to train the vectors on, instead of the training sentences"
    )
    vector_size: int = _setting(100, "dimensions of vectors trained here", low=1)
    vector_epochs: int = _setting(
        0, "passes over the text when training vectors; 0: from 2 over much text to 50", low=0
    )
    workers: int = _setting(1, "threads for training vectors; only 1 is repeatable", low=1)
    max_vectors: int = _setting(
        20000, "rows of the vectors kept besides those of the training tokens", low=0
    )
    trust_pickle: bool = _setting(False, "read gensim's .model and .kv, which can run code")
    tune_vectors: bool = _setting(
        True, "learn what is best added to the vectors of tokens instead of freezing them"
    )
    spelling: bool = _setting(
        True, "read how a word is written: its shape and its ends (with word tokens)"
    )
    bigrams: bool = _setting(
        True, "look up pairs of neighbouring characters too (with char tokens)"
    )
    max_bigrams: int = _setting(
        180_000,
        "rows of the vectors of pairs: all of the training text's, and others up to so many",
        low=0,
    )
    lexicon: str = _setting(
        "", "file of word vectors; words found in a text are looked up (with char tokens)"
    )
    max_words: int = _setting(
        120_000,
        "rows of the lexicon: all of the training text's, and others up to so many",
        low=0,
    )
    gazetteers: tuple[str, ...] = _setting(
        (),
        "LABEL=FILE: names of a label, one a line, as a hint that training weighs",
    )
    character_classes: bool = _setting(
        False, "tell digits, letters, ideographs, surnames, marks from each other"
    )
    # network
    network_scheme: str = _setting(
        "BIOES",
        "the tags that the network tells apart; files have their own, results are in BIO",
        choices=("BIO", "BIOES"),
    )
    head: str = _setting("crf", "what chooses tags", choices=("crf", "softmax"))
    units: int = _setting(128, "LSTM units in each direction", low=1)
    convolution: int = _setting(
        128,
        "filters of a convolution over three tokens, which the BiLSTM reads, with a shortcut for "
        "the vectors of tokens; 0: it reads all that is looked up itself",
        low=0,
    )
    dropout: float = _setting(
        -1.0,
        "dropout before and after the BiLSTM; -1: from 0.5 over little text to 0.4 over much "
        "(0.25 without convolution)",
        low=0.0,
        high=0.95,
        automatic=-1.0,
    )
    consistency: float = _setting(
        -1.0,
        "what the difference between two dropouts of a sentence weighs (R-Drop); 0: one dropout; "
        "-1: 0 over little text, 2 over much",
        low=0.0,
        automatic=-1.0,
    )
    precision: str = _setting(
        "float32",
        "arithmetic of the network; the CRF is always float32",
        choices=("float32", "mixed_bfloat16", "mixed_float16"),
    )
    # training
    epochs: int = _setting(
        0, "passes over the training data; 0: fewer the more text there is, at most 40", low=0
    )
    patience: int = _setting(12, "epochs without a better dev F1 before it stops", low=1)
    batch_size: int = _setting(0, "sentences a step; 0: 16 over little text, 32 over much", low=0)
    lr: float = _setting(0.002, "highest learning rate of AdamW", low=0.0)
    weight_decay: float = _setting(0.01, "weight decay of AdamW", low=0.0)
    replace_mentions: float = _setting(
        -1.0,
        "share of the sentences in which mentions are replaced by others of their label; "
        "-1: 0.3 over little text, 0 over much",
        low=0.0,
        high=1.0,
        automatic=-1.0,
    )
    clip: float = _setting(5.0, "most the norm of all gradients together may be", low=1e-6)
    seed: int = _setting(
        1, "the same seed gives the same model on the same machine", low=0, high=2**31 - 1
    )
    device: str = _setting("auto", "auto, cpu, gpu or gpu:N")
    tensorboard: str = _setting("", "folder for TensorBoard logs")

    def __post_init__(self) -> None:
        for setting in fields(self):
            _validate(setting, getattr(self, setting.name))

    @property
    def reads_spelling(self) -> bool:
        """Whether the network is told how a token is written."""
        return self.spelling and self.tokens == "word"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return dataclasses.asdict(self)


def _validate(setting: dataclasses.Field[Any], value: Any) -> None:
    kind = type(setting.default)
    low, high, choices = (setting.metadata[key] for key in ("low", "high", "choices"))
    wanted = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
    expected = ""
    if type(value) is not kind:
        expected = wanted.get(kind, "a list of texts")
    elif choices and value not in choices:
        expected = f"one of: {', '.join(choices)}"
    elif value == setting.metadata["automatic"]:
        pass
    elif low is not None and not value >= low:
        expected = f"at least {low:g}"
    elif high is not None and not value <= high:
        expected = f"at most {high}"
    elif isinstance(value, float) and not math.isfinite(value):
        expected = "a finite number"
    if expected:
        name = setting.name
        raise ConfigError(f"`{name}` is {value!r}, expected {expected}", setting=name)


PRESETS: dict[str, dict[str, Any]] = {
    "small": {
        "tune_vectors": False,
        "bigrams": False,
        "convolution": 0,
        "consistency": 0.0,
        "replace_mentions": 0.0,
        "network_scheme": "BIO",
    },
    "default": {},
    "best": {"units": 256, "convolution": 256},
}
"""What each preset changes of the defaults."""


def settings_from(values: Mapping[str, Any], source: str = "settings") -> Settings:
    """Settings from plain values, as JSON, TOML or keyword arguments bring them.

    Raises
    ------
    ConfigError
        A key is unknown (the nearest known one is named), or a value does not fit.
    """
    known = {setting.name: setting for setting in fields(Settings)}
    checked = {}
    for name, value in values.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; known are: {', '.join(known)}"
            raise ConfigError(f"{source}: unknown setting {name!r}{hint}", setting=name)
        kind = type(known[name].default)
        if kind is float and type(value) is int and abs(value) <= sys.float_info.max:
            value = float(value)
        if kind is str and isinstance(value, Path):
            value = str(value)
        if kind is tuple and isinstance(value, (list, tuple)):
            value = tuple(map(str, value))
        checked[name] = value
    preset = checked.get("preset", "default")
    changed = PRESETS.get(preset, {}) if isinstance(preset, str) else {}
    return Settings(**{**changed, **checked})


def read_toml(path: str | Path) -> dict[str, Any]:
    """The settings of a TOML file, not yet checked; hyphens in their names are underscores.

    Raises
    ------
    ConfigError
        The file cannot be read or is not TOML; the message names the line.
    """
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib
    try:
        values = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply") from None
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None
    named = {name.replace("-", "_"): value for name, value in values.items()}
    if len(named) < len(values):
        raise ConfigError(f"{path}: a setting is there with hyphens and with underscores, keep one")
    return named
