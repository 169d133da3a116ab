"""Pages of the documentation that are notebooks, with what they showed when they were last run.

MkDocs calls `on_files`. `scripts/notebooks` runs them.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from mkdocs.structure.files import File, Files
from nbconvert import MarkdownExporter

FOLDER = "notebooks/"


def on_files(files: Files, config: Any) -> Files:
    """Put a page in the place of each notebook."""
    for file in list(files):
        if file.src_uri.startswith(FOLDER) and file.src_uri.endswith(".ipynb"):
            files.remove(file)
            page = file.src_uri.removesuffix(".ipynb") + ".md"
            files.append(File.generated(config, page, content=markdown(file.content_string)))
    return files


def markdown(notebook: str) -> str:
    """A notebook as Markdown; an output in HTML stays one block of it."""
    text, _ = MarkdownExporter().from_file(StringIO(notebook))
    return re.sub(r"<(div|pre)\b.*?</\1>", _in_one_block, text, flags=re.DOTALL)


def _in_one_block(html: re.Match[str]) -> str:
    """HTML without empty lines, at which Markdown would end it."""
    return re.sub(r"\n\s*\n", "\n", html[0])
