"""The files of a report, in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from nertag.evaluation import Results, to_lines
from nertag.io import check_folder, replacing_all
from nertag.report.charts import PNG_NAMES, report_charts
from nertag.report.page import page


def write_report(results: Results, folder: str | Path) -> Sequence[str]:
    """Write ``report.html``, ``errors.jsonl`` and the pictures; an earlier report is deleted.

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
        # A path may hold lone surrogates, which are not UTF-8: JSON knows the escapes.
        "errors.jsonl": "".join(to_lines(results.mistakes, results.path)).encode(
            "utf-8", "backslashreplace"
        ),
        **charts.png,
        "report.html": page(results, charts).encode(),
    }
    with replacing_all([Path(folder) / name for name in contents]) as streams:
        for stream, content in zip(streams, contents.values()):
            stream.write(content)
    for name in set(PNG_NAMES) - set(contents):
        with suppress(FileNotFoundError):
            (Path(folder) / name).unlink()
    return charts.notes
