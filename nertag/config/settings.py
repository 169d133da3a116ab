"""Every setting, once: its default, what it means and what it may be.

The command line, TOML files, the Python API and the manifest of a model all read this one table.
Names of settings are unique among all groups, so that all of these can use them without the group.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from nertag.config.setting import Checked, Setting, setting, settings_in


@dataclass(frozen=True, kw_only=True)
class ReadingSettings(Checked):
    """How labelled files are read."""

    tokens: str = setting(
        "char",
        "unit that gets a tag: char (columns are split into characters) or word",
        choices=("char", "word"),
    )
    format: str = setting(
        "auto",
        "format of the labelled files: auto (found out), columns, csv, conllu, germeval, doccano, "
        "prodigy, displacy, tokens, spacy, cluener, dataturks, label-studio, brat, inline, xml, "
        "segmented",
    )
    encoding: str = setting("utf-8", "encoding of the files, such as gb18030")
    encoding_errors: str = setting(
        "strict",
        "what to do with bytes that the encoding does not allow: stop, or read them as U+FFFD",
        choices=("strict", "replace"),
    )
    token_column: int = setting(0, "column of the token, counted from 0; -1 is the last")
    tag_column: int = setting(-1, "column of the tag, counted from 0; -1 is the last")
    scheme: str = setting(
        "auto",
        "tagging scheme of the files; auto finds out; IO also reads labels without a prefix",
        choices=("auto", "BIO", "IOB1", "IO", "BIOES", "BMES", "BILOU"),
    )
    unknown_tag: str = setting(
        "?",
        "tag of what nobody has labelled, which may be anything (columns, csv, tokens, "
        "label-studio)",
    )
    layer: str = setting("", "which annotation to read, in formats that have several")
    tag_names: str = setting(
        "", "names of tags that are numbers, from 0 on, such as O,B-PER,I-PER (tokens)"
    )
    offset_unit: str = setting(
        "codepoint",
        "unit of the offsets of spans: codepoint, utf16, byte (of UTF-8), crlf (codepoint, but "
        "CRLF is one), grapheme",
        choices=("codepoint", "utf16", "byte", "crlf", "grapheme"),
    )
    overlap: str = setting(
        "longest",
        "which of several overlapping spans to keep; error keeps none and stops",
        choices=("error", "longest", "first"),
    )


@dataclass(frozen=True, kw_only=True)
class VectorSettings(Checked):
    """What the network looks up for tokens, bigrams and words."""

    vectors: str = setting(
        "train",
        "word vectors: train, none, or a file (word2vec text or .bin, also .gz, .xz, .zst; GloVe; "
        "fastText's .bin)",
    )
    text: tuple[str, ...] = setting(
        (), "raw text files, to train vectors on and for teachers to label"
    )
    vector_size: int = setting(100, "dimensions of vectors that are trained here", low=1)
    vector_epochs: int | None = setting(
        None,
        "passes over the text when vectors are trained; auto: 50 over little text, 2 over much",
        automatic=int,
        low=1,
    )
    workers: int = setting(
        1, "threads that train vectors; only 1 gives the same vectors again", low=1
    )
    max_vectors: int | None = setting(
        None,
        "most vectors to keep of tokens that are not in the training text; auto: 20,000 of "
        "characters, 200,000 of words",
        automatic=int,
        low=0,
    )
    trust_pickle: bool = setting(
        False, "read gensim's .model and .kv files, which can run code hidden in them"
    )
    tune_vectors: bool = setting(
        True, "let training improve the vectors of tokens instead of freezing them"
    )
    bigrams: bool = setting(True, "look up pairs of neighbouring characters too (char tokens)")
    max_bigrams: int = setting(
        180_000,
        "most vectors of bigrams to keep; those of the training text are always kept",
        low=0,
    )
    lexicon: str = setting(
        "", "file of word vectors; words found in a text are looked up (char tokens)"
    )
    max_words: int = setting(
        120_000,
        "most words of the lexicon to keep; those of the training text are always kept",
        low=0,
    )
    gazetteers: tuple[str, ...] = setting(
        (), "LABEL=FILE: names of a label, one a line, which the network takes as a hint"
    )
    gazetteer_case: str = setting(
        "exact",
        "whether names of gazetteers are found as they are written only, or in any case",
        choices=("exact", "any"),
    )
    spelling: bool = setting(
        True, "read how a word is written: its shape and its ends (word tokens)"
    )
    character_classes: bool = setting(
        False, "tell the network what kind a character is: digit, letter, surname, mark, ..."
    )


@dataclass(frozen=True, kw_only=True)
class NetworkSettings(Checked):
    """The shape of the network and its arithmetic."""

    network_scheme: str = setting(
        "BIOES",
        "tagging scheme inside the network; files keep their own, results are in BIO",
        choices=("BIO", "BIOES"),
    )
    head: str = setting("crf", "what chooses the tags", choices=("crf", "softmax"))
    units: int = setting(128, "LSTM units in each direction", low=1)
    convolution: int = setting(
        128,
        "filters of the convolution over three tokens below the BiLSTM; 0: no convolution",
        low=0,
    )
    dropout: float | None = setting(
        None,
        "dropout before and after the BiLSTM; auto: 0.5 over little text, 0.4 over much (0.25 "
        "without convolution)",
        automatic=float,
        low=0.0,
        high=0.95,
    )
    precision: str = setting(
        "float32",
        "number type of the network; the CRF always uses float32",
        choices=("float32", "mixed_bfloat16", "mixed_float16"),
    )


@dataclass(frozen=True, kw_only=True)
class TrainingSettings(Checked):
    """How the network is trained."""

    dev_fraction: float = setting(
        0.1,
        "share of the training sentences to hold out as dev if no dev file is given",
        low=0.0,
        high=0.9,
    )
    epochs: int | None = setting(
        None,
        "most passes over the training data; auto: 40 over little text, fewer over much",
        automatic=int,
        low=1,
    )
    patience: int = setting(12, "epochs without a better dev F1 before training stops", low=1)
    batch_size: int | None = setting(
        None,
        "sentences in an optimiser step; auto: 16 over little text, 32 over much",
        automatic=int,
        low=1,
    )
    lr: float = setting(0.002, "highest learning rate of AdamW", low=0.0)
    weight_decay: float = setting(0.01, "weight decay of AdamW", low=0.0)
    consistency: float | None = setting(
        None,
        "weight of the difference between two dropouts of a sentence (R-Drop); 0: one dropout; "
        "auto: 0 over little text, 2 over much",
        automatic=float,
        low=0.0,
    )
    replace_mentions: float | None = setting(
        None,
        "share of the sentences whose entities are replaced by others of their label; auto: 0.3 "
        "over little text, 0 over much",
        automatic=float,
        low=0.0,
        high=1.0,
    )
    mix_ratio: float = setting(
        1.0, "sentences of mixed in data in an epoch, for each of the training file", low=0.0
    )
    entity_share: float | None = setting(
        None,
        "share of the tokens in entities that is aimed at where not all are labelled; auto: that "
        "of dev",
        automatic=float,
        low=0.0,
        high=1.0,
    )
    threshold: float | None = setting(
        None,
        "how likely an entity must be, more than this; 0: the best sequence decides; auto: half of "
        "the F1 on dev, where that gains half a point of F1 there, else 0",
        automatic=float,
        low=0.0,
        high=0.5,
    )
    clip: float = setting(5.0, "largest norm of all gradients together", low=1e-6)
    seed: int = setting(
        1, "the same seed gives the same model on the same machine", low=0, high=2**31 - 1
    )
    device: str = setting("auto", "where training runs: auto, cpu, gpu, gpu:N or gpus (all)")
    tensorboard: str = setting("", "folder to write TensorBoard logs to")


@dataclass(frozen=True, kw_only=True)
class Settings(Checked):
    """All settings of training; saved with the model.

    Parameters
    ----------
    preset : str
        Name of the preset that the other settings started from.
    reading : ReadingSettings
        How labelled files are read.
    vectors : VectorSettings
        What the network looks up.
    network : NetworkSettings
        The shape of the network.
    training : TrainingSettings
        How the network is trained.
    """

    preset: str = setting(
        "default",
        "defaults of the other settings",
        choices=("small", "default", "best"),
    )
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    vectors: VectorSettings = field(default_factory=VectorSettings)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)

    @property
    def reads_spelling(self) -> bool:
        """Whether the network is told how a token is written."""
        return self.vectors.spelling and self.reading.tokens == "word"

    def to_dict(self) -> dict[str, Any]:
        """All settings by name, without their groups, as plain values."""
        flat = {"preset": self.preset}
        for group in GROUPS:
            flat |= asdict(getattr(self, group))
        return flat


GROUPS: dict[str, type[Checked]] = {
    one.name: one.default_factory  # type: ignore[misc]
    for one in fields(Settings)
    if "setting" not in one.metadata
}
"""The class of each group of settings, by the group's name."""

SETTINGS: dict[str, Setting] = settings_in(Settings) | {
    name: known for group in GROUPS.values() for name, known in settings_in(group).items()
}
"""The table: every setting by its name, in order."""
