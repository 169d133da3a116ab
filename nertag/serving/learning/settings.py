"""How a served model learns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nertag.errors import ConfigError


@dataclass(frozen=True)
class LearningSettings:
    """How a served model learns from annotations.

    Parameters
    ----------
    folder : Path
        Where the annotations and the models trained on them are kept.
    after : int
        New or changed annotations after which a training begins.
    dev : Path, optional
        Labelled file that decides whether a new model is served; without it a fifth of the
        annotated texts is held out, always the same ones.
    mix : Path, optional
        Labelled file of old data, a sample of which is mixed in.

    Raises
    ------
    ConfigError
        A value is not allowed; the message says which.
    """

    folder: Path
    after: int = 50
    dev: Path | None = None
    mix: Path | None = None

    def __post_init__(self) -> None:
        if self.after < 1:
            raise ConfigError(
                f"`after` is {self.after}, expected at least 1 annotation", setting="train_after"
            )
        for name, path in (("dev", self.dev), ("mix", self.mix)):
            if path is not None and not path.is_file():
                raise ConfigError(f"`{name}` is {path}: there is no such file", setting=name)
