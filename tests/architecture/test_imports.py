"""Imports run one way, and what is heavy is loaded only where it is needed."""

import ast
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from tiny import GOLDEN

import nertag

ROOT = Path(nertag.__file__).parent

# From the bottom up. A part may import what stands below it, and itself.
LAYERS = (
    ("errors", "arrays"),
    ("io", "text", "config", "pages", "samples"),
    ("formats", "features", "decoding"),
    ("corpus", "nn"),
    ("model",),
    ("tagging",),
    ("evaluation", "serving", "bulk"),
    ("report",),
    ("training",),
    ("api", "labelled"),
    ("estimator", "selection"),
    ("cli",),
)
LOADS_TENSORFLOW = {
    "nertag.model.engines.tensorflow",
    "nertag.training.pipeline",
    "nertag.training.seeds",
    "nertag.training.teachers",
}
"""Modules that no face exports, so that a face loads no TensorFlow; they are imported by name."""

LEVELS = {part: level for level, layer in enumerate(LAYERS) for part in layer}
DOORS = {"nertag", "nertag.__main__"}


def name_of(path):
    parts = ("nertag", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}


@cache
def imports(name):
    """The full names a module imports anywhere in it, inside functions too."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are written out in full"
            members = {alias.name for alias in node.names} - exported_by(node.module)
            files = {f"{node.module}.{name}" for name in members} & MODULES.keys()
            found.update(files or {node.module})
    return found


@cache
def exported_by(name):
    """What a package's face takes from the files within; it hides a file of the same name."""
    if name not in MODULES or MODULES[name].name != "__init__.py":
        return set()
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    nodes = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in nodes for alias in node.names} - {
        alias.name for node in nodes if node.module == name for alias in node.names
    }


def part_of(name):
    return name.split(".")[1]


def importers_of(library):
    return {
        name for name in MODULES if any(found.split(".")[0] == library for found in imports(name))
    }


def test_every_module_has_its_place():
    unplaced = {part_of(name) for name in MODULES.keys() - DOORS} - LEVELS.keys()
    assert unplaced == set(), "say in LAYERS where they stand"


@pytest.mark.parametrize("name", sorted(MODULES.keys() - DOORS))
def test_imports_run_one_way(name):
    part = part_of(name)
    for target in imports(name) & MODULES.keys():
        assert target not in DOORS, f"{name} imports {target}"
        other = part_of(target)
        below = other == part or LEVELS[other] < LEVELS[part]
        assert below, f"{name} imports {target}, which stands beside or above it"


@pytest.mark.parametrize("name", sorted(MODULES.keys() - DOORS))
def test_a_package_is_imported_by_its_face(name):
    for target in imports(name) & MODULES.keys() - LOADS_TENSORFLOW:
        inside = part_of(target) == part_of(name)
        face = MODULES[target].name == "__init__.py" or MODULES[target].parent == ROOT
        assert inside or face, f"{name} imports {target}, a file inside another package"


def test_no_two_modules_import_each_other():
    graph = {name: imports(name) & MODULES.keys() - DOORS for name in MODULES.keys() - DOORS}
    while graph:
        free = [name for name, targets in graph.items() if not targets & graph.keys()]
        assert free, f"these go round in a circle: {sorted(graph)}"
        for name in free:
            del graph[name]


def test_tensorflow_is_imported_in_three_places():
    found = importers_of("tensorflow") | importers_of("keras")
    assert found
    assert {
        name
        for name in found
        if not name.startswith(("nertag.nn.", "nertag.training."))
        and name != "nertag.model.engines.tensorflow"
    } == set()


def test_tensorflow_addons_is_imported_in_one_place():
    assert importers_of("tensorflow_addons") == {"nertag.nn.crf"}


def test_gensim_is_imported_in_two_places():
    assert importers_of("gensim") == {
        "nertag.features.vectors.skipgram",
        "nertag.features.vectors.by_gensim",
    }


def test_onnx_is_imported_in_one_place():
    assert importers_of("onnx") == {"nertag.model.engines.onnx_graph"}


def test_onnx_runtime_is_imported_in_engines():
    assert importers_of("onnxruntime") == {
        "nertag.model.engines.onnx",
        "nertag.model.engines.onnx_graph",
    }


def test_matplotlib_is_imported_in_one_place():
    assert importers_of("matplotlib") == {"nertag.report.drawing"}


def test_what_serves_is_imported_by_serving():
    for library in ("fastapi", "starlette", "pydantic", "uvicorn", "prometheus_client"):
        found = importers_of(library)
        assert found
        assert {part_of(name) for name in found} == {"serving"}


def test_pyarrow_is_imported_by_bulk():
    found = importers_of("pyarrow") - {"nertag.formats.parquet"}
    assert found
    assert {part_of(name) for name in found} == {"bulk"}


def test_optuna_is_imported_in_two_places():
    assert importers_of("optuna") == {"nertag.selection.search", "nertag.selection.study"}


def test_pandas_and_spacy_are_imported_where_they_are_asked_for():
    for library in ("pandas", "spacy"):
        assert importers_of(library) <= {
            "nertag.tagging.other_libraries",
            "nertag.tagging.tagged_text",
            "nertag.tagging.tagger",
        }


def test_pyspark_is_imported_for_spark_only():
    assert importers_of("pyspark") == {"nertag.bulk.spark", "nertag.bulk.spark_worker"}


def test_jinja_is_imported_in_one_place():
    assert importers_of("jinja2") == {"nertag.pages.render"}


def test_nothing_that_is_loaded_is_ever_executed():
    for library in ("pickle", "marshal", "shelve", "dill", "joblib"):
        assert importers_of(library) == set()


def loaded_by(code, folder):
    """The top-level modules that are loaded after `code` ran in a Python of its own."""
    code = f"import json, sys\n{code}\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT.parent)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    modules = json.loads(done.stderr.splitlines()[-1])
    return {name.split(".")[0] for name in modules}, done.stdout


HEAVY = {"tensorflow", "tensorflow_addons", "keras", "numpy", "gensim", "sklearn", "seqeval"}
HEAVY |= {"fastapi", "starlette", "uvicorn", "pandas", "polars", "spacy", "datasets"}


def test_import_nertag_loads_nothing_heavy(tmp_path):
    loaded, _ = loaded_by("import nertag; dir(nertag)", tmp_path)
    assert "nertag" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["train", "--help"], ["tag", "--help"], ["serve", "--help"]]
)
def test_help_loads_nothing_heavy(tmp_path, arguments):
    code = f"""
import runpy
sys.argv = ["nertag", *{arguments}]
try:
    runpy.run_module("nertag", run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code
"""
    loaded, shown = loaded_by(code, tmp_path)
    assert "Usage" in shown
    assert "nertag" in loaded
    assert loaded & HEAVY == set()


def test_reading_labelled_text_loads_no_tensorflow(tmp_path):
    (tmp_path / "a.bio").write_text("a\tB-X\n", encoding="utf-8")
    loaded, _ = loaded_by("import nertag; nertag.read('a.bio')", tmp_path)
    assert "numpy" in loaded
    assert loaded & {"tensorflow", "keras", "gensim"} == set()


def test_checking_labelled_text_loads_no_tensorflow(tmp_path):
    (tmp_path / "a.bio").write_text("a\tB-X\nb\tO\n", encoding="utf-8")
    code = """
import sys
from nertag.cli.main import main
try:
    main(["check", "a.bio", "--fix", "b.bio"])
except SystemExit as end:
    assert end.code == 0
"""
    loaded, shown = loaded_by(code, tmp_path)
    assert "0 changes" in shown
    assert loaded & {"tensorflow", "keras", "gensim"} == set()


def test_tagging_by_onnx_loads_nothing_it_does_not_need(tmp_path):
    shutil.copytree(GOLDEN / "old-default", tmp_path / "m")
    (tmp_path / "a.txt").write_text("李雷在北京。\n", encoding="utf-8")
    code = """
import sys
from nertag.cli.main import main
try:
    main(["tag", "a.txt", "-m", "m", "--engine", "onnx"])
except SystemExit as end:
    assert end.code == 0
"""
    loaded, shown = loaded_by(code, tmp_path)
    assert "李雷" in shown
    assert "onnxruntime" in loaded
    others = {"onnx", "scipy", "rich", "jinja2"}
    assert loaded & (HEAVY - {"numpy"} | others) == set()


@pytest.mark.slow
def test_a_service_loads_no_tensorflow(tmp_path):
    shutil.copytree(GOLDEN / "old-default", tmp_path / "m")
    code = """
from pathlib import Path
from nertag.serving import ServiceSettings, make_app
make_app(ServiceSettings({"m": Path("m")}))
"""
    loaded, _ = loaded_by(code, tmp_path)
    assert "fastapi" in loaded
    assert loaded & {"tensorflow", "keras", "gensim", "onnx", "sklearn"} == set()
