"""``nertag check``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from nertag.cli.console import console
from nertag.cli.terminal import visible
from nertag.cli.wording import worded
from nertag.config import reading_from
from nertag.corpus.check import AuditReport, FileCounts, Finding, advice, audit, label_name
from nertag.corpus.check.fix import Change, fix
from nertag.errors import ConfigError, DataError
from nertag.formats import LEVELS, Rule
from nertag.io import reading_pipes_again

if TYPE_CHECKING:
    from nertag.cli.label_errors import Models

FINDINGS = 5
"""Findings of a rule that the report shows."""
LINES = 3
"""Lines of a finding that it shows."""
LABELS = 30
CHANGES = 20
STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


@reading_pipes_again()
def run(
    files: Sequence[Path],
    dev: Path | None,
    *,
    as_json: bool,
    output: Path | None,
    models: Models | None,
    settings: dict[str, Any],
) -> int:
    """Audit labelled files, show what was found, and write a repaired copy if one is asked for.

    Parameters
    ----------
    files : sequence of Path
        The labelled files.
    dev : Path, optional
        The labelled file that is the dev set.
    as_json : bool
        Print JSON instead of text.
    output : Path, optional
        Where to write a repaired copy.
    models : Models, optional
        What looks for label errors.
    settings : dict
        Settings of reading by name.

    Returns
    -------
    int
        The exit code: 1 if there is an error among the findings.
    """
    _check_paths([*files, *([dev] if dev else [])], output)
    if models is not None:
        models.check(files)
    reading = dict(settings)
    tokens = settings.pop("tokens", None)
    checked = reading_from(settings)
    report = audit(files, checked, dev=dev, tokens=tokens)
    changes = fix(files[0], output, checked) if output else None
    if as_json:
        values = report.to_dict()
        if changes is not None:
            values["changes"] = [change.to_dict() for change in changes]
        if models is not None:
            errors = models.label_errors(files[0], reading, None)
            values["label_errors"] = [one.to_dict(str(files[0])) for one in errors]
        print(visible(json.dumps(values, ensure_ascii=False, indent=1)))
    else:
        shown = console(highlight=False)
        for part in _shown(report):
            shown.print(part)
        if changes is not None:
            shown.print("\n".join(_told(changes, output)))
        if models is not None:
            errors = models.label_errors(files[0], reading, shown)
            from nertag.cli.label_errors import shown_label_errors

            for line in shown_label_errors(errors, files[0]):
                shown.print(line)
            if models.report is not None:
                shown.print(f"the report is {models.report / 'report.html'}")
    return 1 if report.count("error") else 0


def _check_paths(paths: Sequence[Path], output: Path | None) -> None:
    for path in paths:
        if str(path) != "-" and not path.exists():
            raise DataError(path, 0, "is not there", "check the path")
    if output and len(paths) > 1:
        raise ConfigError(f"--fix repairs one file, {len(paths)} were given: run it for each")


def _shown(report: AuditReport) -> Iterator[Table | Text | str]:
    yield _table(report.files)
    for level in LEVELS:
        of_level = [finding for finding in report.findings if finding.level == level]
        for rule, findings in groupby(of_level, key=lambda finding: finding.rule):
            yield _of_rule(rule, list(findings))
    yield "\n" + ", ".join(f"{report.count(level)} {level}s" for level in LEVELS)


def _table(files: Sequence[FileCounts]) -> Table:
    """A column for each file: what it holds, and how often it has each label."""
    table = Table()
    table.add_column("file")
    for file in files:
        table.add_column(file.path, justify="right", overflow="fold")
    rows: dict[str, Callable[[FileCounts], str]] = {
        "part": lambda file: file.part,
        "format": lambda file: f"{file.format} {file.scheme}".strip(),
        "sentences": lambda file: f"{file.sentences:,}",
        "without entity": lambda file: f"{file.without_entity / max(1, file.sentences):.0%}",
        "tokens": lambda file: f"{file.tokens:,}",
        "entities": lambda file: f"{file.entities:,}",
    }
    for name, value in rows.items():
        table.add_row(name, *map(value, files))
    table.add_section()
    labels = list(dict.fromkeys(label for file in files for label in file.labels))
    for label in labels[:LABELS]:
        table.add_row(label_name(label), *(f"{file.labels.get(label, 0):,}" for file in files))
    if len(labels) > LABELS:
        table.add_row(f"and {len(labels) - LABELS:,} more")
    return table


def _of_rule(rule: Rule, findings: list[Finding]) -> Text:
    title = rule.told()
    text = Text(f"\n{rule.level}", STYLES[rule.level])
    text.append(f" {title} ({rule.id}): {worded(advice(rule))}", "default")
    for finding in findings[:FINDINGS]:
        what = "" if finding.what == title else f": {worded(finding.what)}"
        text.append(f"\n  {_place(finding)}{what}", "default")
        if finding.how:
            text.append(f" ({worded(finding.how)})", "default")
    if len(findings) > FINDINGS:
        text.append(f"\n  and {len(findings) - FINDINGS:,} more; --json lists all", "default")
    return text


def _place(finding: Finding) -> str:
    """File and lines, and how often if there are more."""
    lines = ", ".join(map(str, finding.lines[:LINES]))
    where = f"{finding.path}:{lines}" if lines else finding.path
    more = finding.count - min(LINES, len(finding.lines))
    if not lines:
        return f"{where}: {finding.count:,} times" if finding.count > 1 else where
    return f"{where} and {more:,} more" if more else where


def _told(changes: Sequence[Change], output: Path | None) -> Iterator[str]:
    yield f"\n{output}: {len(changes):,} changes"
    for change in changes[:CHANGES]:
        yield f"  line {change.line}: {worded(change.what)}"
    if len(changes) > CHANGES:
        yield f"  and {len(changes) - CHANGES:,} more; --json lists all"
