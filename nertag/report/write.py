"""The files of a report, in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from nertag.evaluation import Mistake, Results, to_lines
from nertag.io import check_folder, replacing_all
from nertag.report.charts import PNG_NAMES, report_charts
from nertag.report.page import page

LABEL_ERRORS = "label-errors.jsonl"


def write_report(results: Results, folder: str | Path) -> Sequence[str]:
    """Write ``report.html``, ``errors.jsonl`` and the pictures; an earlier report is deleted.

    Likely mistakes of the labelling are in ``label-errors.jsonl``.

    All is drawn before the first file is written, and the files replace the earlier ones together.

    Parameters
    ----------
    results : Results
        What to report.
    folder : path
        The folder for the files; it is made if it is missing.

    Returns
    -------
    sequence of str
        What the user should know.

    Raises
    ------
    DataError
        The folder or a file cannot be written.
    """
    check_folder(folder)
    charts = report_charts(results)
    contents = {
        "errors.jsonl": _lines(results.mistakes, results.path),
        **({LABEL_ERRORS: _lines(results.label_errors, results.path)} if results.folds else {}),
        **charts.png,
        "report.html": page(results, charts).encode(),
    }
    with replacing_all([Path(folder) / name for name in contents]) as streams:
        for stream, content in zip(streams, contents.values()):
            stream.write(content)
    _remove(folder, {*PNG_NAMES, LABEL_ERRORS} - set(contents))
    return charts.notes


def copy_report(source: str | Path, target: str | Path) -> None:
    """Copy the files of a report to another folder; an earlier report there is deleted.

    Parameters
    ----------
    source : path
        The folder with the report.
    target : path
        The folder for the copy.

    Raises
    ------
    DataError
        A file cannot be written.
    """
    names = {"report.html", "errors.jsonl", LABEL_ERRORS, *PNG_NAMES}
    there = sorted(name for name in names if (Path(source) / name).exists())
    with replacing_all([Path(target) / name for name in there]) as streams:
        for stream, name in zip(streams, there):
            stream.write((Path(source) / name).read_bytes())
    _remove(target, names.difference(there))


def _remove(folder: str | Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(FileNotFoundError):
            (Path(folder) / name).unlink()


def _lines(mistakes: Sequence[Mistake], path: str) -> bytes:
    """A line of JSON for each; a path may hold lone surrogates, for which JSON knows escapes."""
    return "".join(to_lines(mistakes, path)).encode("utf-8", "backslashreplace")
