import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def python_scripts():
    files = [path for path in sorted((ROOT / "scripts").iterdir()) if path.is_file()]
    return [path for path in files if path.suffix == ".py" or "python3" in first_line(path)]


def first_line(path):
    return path.read_text("utf-8").split("\n")[0]


def imports(path):
    """The (module, name) pairs that a file takes from nertag."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "nertag":
            yield from ((node.module, one.name) for one in node.names)


def top_level(nodes):
    """The statements of a module, those under its conditions too."""
    for node in nodes:
        yield node
        if isinstance(node, (ast.If, ast.Try)):
            yield from top_level([*node.body, *node.orelse])


def names_of(module):
    """What a module of nertag has, read from its text: nothing is loaded."""
    path = ROOT.joinpath(*module.split("."))
    found = {one.stem for one in path.glob("*")}
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in top_level(ast.parse(path.read_text("utf-8")).body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {one.asname or one.name for one in node.names}
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            found |= names
            if "__all__" in names:  # names that are loaded when they are asked for
                found |= {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    return found


@pytest.mark.parametrize("path", python_scripts(), ids=lambda path: path.name)
def test_what_a_script_imports_of_nertag_is_there(path):
    # bench_tag named modules that had moved, and nothing said so until it was run.
    for module, name in imports(path):
        assert name in names_of(module), f"{module} has no {name}"


def test_what_is_not_there_is_seen():
    assert "load_bundle" in names_of("nertag.model")
    assert "load_bundle" not in names_of("nertag.model.bundle")
