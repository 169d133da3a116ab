import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from tiny import GOLDEN

import nertag
from nertag.errors import ModelFormatError
from nertag.model import load_bundle, save_bundle, store
from nertag.model.engines.onnx_graph import build_graph


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return shutil.copytree(GOLDEN / "old-default", tmp_path_factory.mktemp("bundle") / "model")


@pytest.fixture
def copy(model, tmp_path):
    contents, facts = store.read_files(model)
    facts.pop("files")

    def write(**changes):
        store.commit(tmp_path / "copy", contents, {**facts, **changes})
        return tmp_path / "copy"

    write.contents = contents
    return write


def test_what_is_saved_is_what_is_loaded(model, tmp_path):
    first = load_bundle(model)
    save_bundle(first, tmp_path / "again")
    second = load_bundle(tmp_path / "again")
    assert (first.settings, first.tags, first.vocabulary) == (
        second.settings,
        second.tags,
        second.vocabulary,
    )
    np.testing.assert_array_equal(first.lookups.vectors, second.lookups.vectors)
    pairs, again = first.lookups.bigrams, second.lookups.bigrams
    assert pairs.tokens == again.tokens
    assert len(pairs.tokens) > 9
    np.testing.assert_array_equal(pairs.matrix, again.matrix)
    for name, weight in first.weights.items():
        np.testing.assert_array_equal(weight, second.weights[name])


def test_only_plain_formats_are_in_the_directory(model):
    endings = {".json", ".txt", ".safetensors", ".csv", ".onnx"}
    assert {path.suffix for path in model.iterdir()} == endings


def test_training_writes_the_graph_of_the_weights(model):
    bundle = load_bundle(model)
    assert bundle.graphs == {"float32": build_graph(bundle.weights)}


def test_no_model_there(tmp_path):
    with pytest.raises(ModelFormatError, match="no model here"):
        load_bundle(tmp_path)


@pytest.mark.parametrize("name", ["weights.safetensors", "vocabulary.txt", "tags.txt"])
def test_a_damaged_file_is_named(copy, name):
    folder = copy()
    entry = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"][name]
    (folder / entry["file"]).write_bytes(b"something else")
    with pytest.raises(ModelFormatError, match=r"damaged.*SHA-256"):
        load_bundle(folder)
    (folder / entry["file"]).unlink()
    with pytest.raises(ModelFormatError, match=f"the file of {name} is missing"):
        load_bundle(folder)


def test_contents_that_do_not_belong_together(copy):
    copy.contents["tags.txt"] = b"O\nB-X\n"
    with pytest.raises(ModelFormatError, match="not a model nertag can read"):
        load_bundle(copy())


def test_settings_of_a_newer_version_are_named(copy):
    with pytest.raises(ModelFormatError, match="unknown setting 'unit'; did you mean units"):
        load_bundle(copy(settings={"unit": 3}))


def test_a_failed_save_leaves_the_old_model(model, copy, monkeypatch):
    folder = copy()
    before = load_bundle(folder)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nertag.io.atomic.os.fsync", full)
    changed = load_bundle(folder)
    changed.weights["emission.bias"][:] = 9
    with pytest.raises(nertag.NertagError, match="No space left on device"):
        save_bundle(changed, folder)
    monkeypatch.undo()
    after = load_bundle(folder)
    np.testing.assert_array_equal(before.weights["emission.bias"], after.weights["emission.bias"])


def test_loading_a_bundle_needs_no_tensorflow(model):
    code = (
        "import sys; from nertag.model import load_bundle; load_bundle(sys.argv[1]); "
        "assert 'tensorflow' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(model)], check=True)
