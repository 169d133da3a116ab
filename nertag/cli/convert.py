"""``nertag convert``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nertag.cli.console import console
from nertag.cli.wording import worded
from nertag.config import reading_from
from nertag.corpus import convert, target_format
from nertag.formats import FORMATS, writer


def what_is_held(target: Path, to: str) -> str:
    """What the file to write can hold: ``tags``, ``flat`` entities or ``spans`` of any kind.

    Parameters
    ----------
    target : Path
        The file to write.
    to : str
        The format to write; ``auto`` goes by the name of `target`.
    """
    name = target_format(target, to)
    writer(name)
    return FORMATS[name].holds


def run(source: Path, target: Path, *, to: str, scheme: str, settings: dict[str, Any]) -> None:
    """Write labelled text in another format, and say what was odd or could not be kept.

    Parameters
    ----------
    source : Path
        The labelled file; ``-`` is standard input.
    target : Path
        The file to write; ``-`` is standard output.
    to : str
        The format to write; ``auto`` goes by the name of `target`.
    scheme : str
        How tags are written, where the format has tags.
    settings : dict
        Settings of reading by name.
    """
    tokens = settings.pop("tokens", None)
    done = convert(source, target, reading_from(settings), to=to, scheme=scheme, tokens=tokens)
    shown = console(stderr=True, highlight=False)
    read_as = f"{done.read_as}, {done.scheme}" if done.scheme else done.read_as
    shown.print(
        f"{source} ({read_as}) -> {target} ({done.written_as}): "
        f"{done.sentences:,} sentences, {done.entities:,} entities"
    )
    for oddity in done.source.oddities:
        shown.print(f"  {worded(oddity)}")
