"""How a service runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nertag.errors import ConfigError
from nertag.serving.learning.settings import LearningSettings


@dataclass(frozen=True)
class ServiceSettings:
    """How a service runs. Safe by default: it listens on this machine only, with limits on.

    Parameters
    ----------
    models : mapping of str to Path
        The model directory of each name; the first model answers where none is named.
    host : str
        Address to listen on.
    port : int
        Port to listen on; 0 takes a free one.
    workers : int
        Processes that answer; each loads the models.
    precision : {"auto", "float32", "bfloat16", "int8"}
        Arithmetic of the networks.
    max_characters : int
        Characters of a request at most.
    max_waiting : int
        Characters that wait to be tagged at most; more are refused until some are done.
    wait_ms : float
        Milliseconds for which a text waits for others to share its batch.
    batch_characters : int
        Characters of a batch, unless a single text is longer.
    api_key : str, optional
        Key that each request must carry; none by default.
    root_path : str
        Path under which a proxy offers the service.
    cors : tuple of str
        Origins whose pages may call the service; none by default.
    learning : LearningSettings, optional
        How the model learns from annotations; by default it does not.

    Raises
    ------
    ConfigError
        A value is not allowed; the message says which.
    """

    models: dict[str, Path]
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    precision: str = "auto"
    max_characters: int = 100_000
    max_waiting: int = 500_000
    wait_ms: float = 2.0
    batch_characters: int = 1024
    api_key: str | None = None
    root_path: str = ""
    cors: tuple[str, ...] = ()
    learning: LearningSettings | None = None

    def __post_init__(self) -> None:
        if not self.models:
            raise ConfigError("`models` is empty, expected at least one", setting="models")
        if self.learning and (len(self.models) > 1 or self.workers > 1):
            raise ConfigError(
                "`train_on_webhook` trains one model in one process: give one of `models`, and "
                "`workers` 1",
                setting="train_on_webhook",
            )
        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.strip()):
            raise ConfigError(
                "`api_key` is empty or has signs beyond ASCII, which no header can carry",
                setting="api_key",
            )
        if self.root_path and not self.root_path.startswith("/"):
            raise ConfigError(
                f"`root_path` is {self.root_path!r}, expected a path such as /nertag",
                setting="root_path",
            )
