"""Likely label errors, as ``nertag check`` finds and shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from nertag.cli.progress import ConsoleListener
from nertag.cli.terminal import say
from nertag.config import read_toml, reading_from
from nertag.errors import ConfigError
from nertag.evaluation import Mistake
from nertag.formats import token_kind
from nertag.io import check_folder
from nertag.report import write_report
from nertag.selection import cross_validate
from nertag.text import Entity

LISTED = 20
"""Label errors that are shown."""


@dataclass(frozen=True)
class Models:
    """The models that look for label errors, each in the part that it has not seen.

    Parameters
    ----------
    folds : int
        Number of parts and of models.
    report : Path, optional
        The folder for a report.
    config : Path, optional
        A TOML file of settings.
    settings : mapping of str to object
        Settings given on the command line, by name.
    """

    folds: int
    report: Path | None = None
    config: Path | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    def check(self, files: Sequence[Path]) -> None:
        """Refuse what cannot be done, before any work.

        Parameters
        ----------
        files : sequence of Path
            The labelled files.
        """
        if len(files) > 1:
            raise ConfigError(
                f"`model_folds` looks at one file, {len(files)} were given: run it for each",
                setting="model_folds",
            )
        if self.report is not None:
            check_folder(self.report)

    def label_errors(
        self, file: Path, reading: Mapping[str, Any], shown: Console | None
    ) -> Sequence[Mistake]:
        """Train the models and leave a report, if one is asked for.

        Parameters
        ----------
        file : Path
            The labelled file.
        reading : mapping of str to object
            Settings of reading by name; the tokens are those of the file by default.
        shown : Console, optional
            Where to show how training goes; None to show nothing.

        Returns
        -------
        sequence of Mistake
            The likeliest first.
        """
        values = {**(read_toml(self.config) if self.config is not None else {}), **self.settings}
        values |= reading
        if "tokens" not in values:
            values["tokens"] = token_kind(file, reading_from(reading))
        listener = ConsoleListener(shown) if shown is not None else None
        found = cross_validate(file, folds=self.folds, listener=listener, **values)
        for note in write_report(found.results, self.report) if self.report is not None else ():
            say(note)
        return found.label_errors


def shown_label_errors(errors: Sequence[Mistake], file: Path) -> Iterator[Text]:
    """The first label errors, a line each.

    Parameters
    ----------
    errors : sequence of Mistake
        The label errors, the likeliest first.
    file : Path
        The labelled file.
    """
    title = "\nlikely label errors"
    yield Text(title, "bold").append(
        f": {len(errors):,}, the likeliest first; models that have not seen them say otherwise",
        "default",
    )
    for one in errors[:LISTED]:
        before, text, after = one.context
        line = Text(f"  {file}:{one.line}: {before}")
        line.append(text, "underline").append(after)
        line.append(f" | {_named(one.gold)}, predicted {_named(one.predicted)}")
        yield line
    if len(errors) > LISTED:
        yield Text(f"  and {len(errors) - LISTED:,} more; --json lists all, --report leaves a page")


def _named(entity: Entity | None) -> str:
    return "O" if entity is None else f"[{entity.text}] {entity.label or '(no label)'}"
