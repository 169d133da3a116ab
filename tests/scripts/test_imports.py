import ast
import importlib
from pathlib import Path

import pytest

from nertag.errors import MissingPackageError

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def python_scripts():
    files = (path for path in sorted(SCRIPTS.iterdir()) if path.is_file())
    return [path for path in files if "python3" in path.read_text("utf-8").split("\n")[0]]


@pytest.mark.slow
@pytest.mark.parametrize("path", python_scripts(), ids=lambda path: path.name)
def test_what_a_script_imports_of_nertag_is_there(path):
    # bench_tag named modules that had moved, and nothing said so until it was run.
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nertag"):
            try:
                module = importlib.import_module(node.module)
            except MissingPackageError as error:
                pytest.skip(str(error))
            for name in node.names:
                if not hasattr(module, name.name):
                    importlib.import_module(f"{node.module}.{name.name}")
