"""``nertag vectors``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from nertag import vectors
from nertag.errors import ConfigError
from nertag.files import check_folder


def run(
    texts: Sequence[Path],
    output: Path,
    *,
    encoding: str,
    tokens: str,
    bigrams: bool,
    size: int,
    epochs: int,
    workers: int,
    seed: int,
) -> None:
    """Train vectors on text files and write them."""
    if tokens not in ("char", "word"):
        raise ConfigError(f"--tokens is {tokens!r}, expected char or word")
    lines = vectors.TokenLines(texts, tokens, encoding)
    check_folder(vectors.check_name(output).parent)
    console = Console(soft_wrap=True, markup=False)
    with console.status("training vectors …"):
        trained = vectors.train(
            lines,
            size=size,
            epochs=epochs,
            workers=workers,
            seed=seed,
            bigrams=bigrams and tokens == "char",
        )
    vectors.save(trained, output)
    console.print(
        f"{output}: {len(trained.tokens):,} vectors of {size} dimensions", highlight=False
    )
