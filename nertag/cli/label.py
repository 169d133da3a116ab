"""``nertag label``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nertag.cli.console import console
from nertag.cli.wording import worded
from nertag.config import reading_from
from nertag.corpus import Labels, label
from nertag.errors import ConfigError
from nertag.features import load_gazetteers
from nertag.formats import Rule


def run(raw: Path, target: Path, *, to: str, scheme: str, settings: dict[str, Any]) -> None:
    """Label raw text by lists of names, and say what was found.

    Parameters
    ----------
    raw : Path
        The text, a sentence a line; ``-`` is standard input.
    target : Path
        The file to write; ``-`` is standard output.
    to : str
        The format to write; ``auto`` goes by the name of `target`.
    scheme : str
        How tags are written, where the format has tags.
    settings : dict
        Settings of reading by name, and the lists under ``gazetteers``.
    """
    given = settings.pop("gazetteers", ())
    if not given:
        raise ConfigError("`gazetteers` is missing: give lists of names, each as LABEL=FILE")
    reading = reading_from(settings)
    labels = Labels(load_gazetteers(given, reading.encoding))
    done = label(raw, target, labels, reading, to=to, scheme=scheme)
    shown = console(stderr=True, highlight=False)
    shown.print(
        f"{raw} -> {target} ({done.written_as}): {done.sentences:,} sentences, "
        f"{done.entities:,} entities; all else is not labelled"
    )
    if labels.ambiguous:
        shown.print(f"  {labels.ambiguous:,} mentions of names of several labels are not labelled")
    for oddity in done.source.oddities:
        if oddity.rule is not Rule.UNLABELLED:  # it is said above
            shown.print(f"  {worded(oddity)}")
