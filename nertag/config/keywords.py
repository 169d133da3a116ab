"""The settings as keyword arguments of the Python API, for checkers of types."""

from __future__ import annotations

from typing import TypedDict


class ReadSettings(TypedDict, total=False):
    """The settings of reading labelled files, see `nertag.Settings`."""

    tokens: str
    format: str
    encoding: str
    encoding_errors: str
    token_column: int
    tag_column: int
    scheme: str
    unknown_tag: str
    layer: str
    tag_names: str
    offset_unit: str
    overlap: str


class TrainSettings(ReadSettings, total=False):
    """All settings of training, see `nertag.Settings`."""

    preset: str
    dev_fraction: float
    vectors: str
    text: tuple[str, ...]
    vector_size: int
    vector_epochs: int | None
    workers: int
    max_vectors: int | None
    trust_pickle: bool
    tune_vectors: bool
    bigrams: bool
    max_bigrams: int
    lexicon: str
    max_words: int
    gazetteers: tuple[str, ...]
    gazetteer_case: str
    spelling: bool
    character_classes: bool
    network_scheme: str
    head: str
    units: int
    convolution: int
    dropout: float | None
    consistency: float | None
    precision: str
    epochs: int | None
    patience: int
    batch_size: int | None
    lr: float
    weight_decay: float
    replace_mentions: float | None
    mix_ratio: float
    entity_share: float | None
    threshold: float | None
    clip: float
    seed: int
    device: str
    tensorboard: str
