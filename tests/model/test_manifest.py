import json

import pytest
from tiny import GOLDEN

from nertag.errors import ModelFormatError
from nertag.model import load_bundle, read_facts, read_manifest, store

MODEL = GOLDEN / "old-default"


@pytest.fixture
def folder(tmp_path):
    """A model directory; the function changes facts of its manifest as another program would."""

    def write(**changes):
        manifest = {**json.loads((MODEL / store.MANIFEST).read_bytes()), **changes}
        manifest["sum"] = store.sum_of(manifest)
        (tmp_path / store.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        return tmp_path

    return write


def test_the_facts_are_those_of_the_file():
    assert read_facts(MODEL) == json.loads((MODEL / store.MANIFEST).read_bytes())


def test_the_values_are_those_of_the_facts():
    facts, manifest = read_facts(MODEL), read_manifest(MODEL)
    assert manifest.labels == facts["labels"]
    assert manifest.settings == facts["settings"]
    assert manifest.best_epoch == facts["best_epoch"]


READERS = [read_facts, read_manifest, load_bundle]


@pytest.mark.parametrize("read", READERS)
def test_another_format_is_refused(folder, read):
    message = "written in format 99, this nertag reads formats 1 to 2"
    with pytest.raises(ModelFormatError, match=message):
        read(folder(format=99, files={}))


@pytest.mark.parametrize("read", READERS)
def test_a_fact_of_another_type_is_refused(folder, read):
    with pytest.raises(ModelFormatError, match=r"manifest\.json: .*labels"):
        read(folder(labels=[], files={}))


@pytest.mark.parametrize("read", READERS)
def test_a_folder_without_a_model_is_refused(tmp_path, read):
    with pytest.raises(ModelFormatError, match="no model here"):
        read(tmp_path)


def test_a_fact_of_a_newer_version_is_kept(folder):
    assert read_facts(folder(mood="good"))["mood"] == "good"
