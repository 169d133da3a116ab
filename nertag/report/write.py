"""The files of a report, in a folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from nertag.evaluation import Results, to_lines
from nertag.io import check_folder, replacing
from nertag.report.page import page
from nertag.report.png import NAMES, pictures


def write_report(results: Results, folder: str | Path) -> list[str]:
    """Write ``report.html``, ``errors.jsonl`` and the pictures; what an earlier report left goes.

    All is drawn before the first file is written, and the page is written last: it is never newer
    than what stands beside it.

    Returns
    -------
    list of str
        What the user should know.

    Raises
    ------
    DataError
        The folder or a file cannot be written.
    """
    check_folder(folder)
    drawn, notes = pictures(results)
    contents = {
        # A path may hold what is not UTF-8, as lone surrogates: JSON knows the escapes.
        "errors.jsonl": "".join(to_lines(results.mistakes, results.path)).encode(
            "utf-8", "backslashreplace"
        ),
        **drawn,
        "report.html": page(results).encode(),
    }
    for name, content in contents.items():
        with replacing(Path(folder) / name) as stream:
            stream.write(content)
    for name in set(NAMES) - set(contents):
        with suppress(FileNotFoundError):
            (Path(folder) / name).unlink()
    return notes
