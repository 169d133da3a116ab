import json
from dataclasses import replace

import onnxruntime
import pytest
from engine_tools import bundle_of
from tiny import GOLDEN, corpus

from nertag.cli.main import main
from nertag.model import load_bundle, read_manifest, save_bundle, store
from nertag.model.engines import bfloat16_is_there


@pytest.fixture
def model(tmp_path):
    """A model of a version that wrote no graph."""
    save_bundle(bundle_of("small"), tmp_path / "m")
    return tmp_path / "m"


def export(capsysbinary, model, *arguments):
    with pytest.raises(SystemExit) as done:
        main(["export", "-m", str(model), *map(str, arguments)])
    out, err = capsysbinary.readouterr()
    return done.value.code, out.decode(), err.decode()


def test_the_graph_is_added_and_all_else_stays(model, capsysbinary):
    before, facts = store.read_files(model)
    old = {path.name: path.stat().st_mtime_ns for path in model.iterdir()}
    assert load_bundle(model).graphs == {}
    code, out, _ = export(capsysbinary, model)
    assert (code, f"model.onnx is in {model}" in out) == (0, True)
    assert export(capsysbinary, model, "--int8")[0] == 0
    after, new_facts = store.read_files(model)
    graphs = {name: after.pop(name) for name in ("model.onnx", "model_int8.onnx")}
    assert after == before
    own = {"files": 0, "sum": 0}
    assert new_facts | own == facts | own
    assert load_bundle(model).graphs == dict(zip(("float32", "int8"), graphs.values()))
    now = {path.name: path.stat().st_mtime_ns for path in model.iterdir()}
    assert {name: now[name] for name in old if name != "manifest.json"} == {
        name: time for name, time in old.items() if name != "manifest.json"
    }


def test_a_damaged_graph_is_written_anew(model, capsysbinary):
    contents, facts = store.read_files(model)
    facts.pop("files")
    store.commit(model, {**contents, "model.onnx": b"nothing"}, facts)
    assert export(capsysbinary, model)[0] == 0
    assert len(load_bundle(model).graphs["float32"]) > 1000


def test_dev_f1_is_shown_before_and_after(model, capsysbinary, tmp_path):
    _, dev = corpus(tmp_path)
    _, out, _ = export(capsysbinary, model, "--int8", "--dev", dev)
    lines = out.splitlines()
    assert lines[0].startswith("model_int8.onnx is in ")
    scored = [line.split(": F1 ")[0] for line in lines[1:]]
    assert scored == ["float32", "int8", *["bfloat16"] * bfloat16_is_there()]
    kept = read_manifest(model).precisions
    assert list(kept) == scored[1:]
    shown = [f"F1 {kept['int8'].float32:.2%} on", f"F1 {kept['int8'].f1:.2%} on"]
    assert [part in line for part, line in zip(shown, lines[1:])] == [True, True]
    assert all(line.endswith(f"% on {dev}") for line in lines[1:])
    _, out, _ = export(capsysbinary, model, "--int8")
    assert "what int8 costs in F1 is not known: --dev FILE measures it" in out


@pytest.mark.slow
def test_evaluate_takes_an_engine(model, capsysbinary, tmp_path):
    _, dev = corpus(tmp_path)
    found = []
    for engine in ("onnx", "tensorflow"):
        with pytest.raises(SystemExit):
            main(["evaluate", str(dev), "-m", str(model), "--engine", engine, "--json"])
        found.append(json.loads(capsysbinary.readouterr()[0]))
    assert found[0] == found[1]


def test_a_graph_for_other_programs_says_what_it_is(capsysbinary, tmp_path):
    target = tmp_path / "m.onnx"
    code, out, _ = export(capsysbinary, GOLDEN / "old-default", "--onnx", target)
    assert (code, f"{target} has the graph" in out) == (0, True)
    session = onnxruntime.InferenceSession(target)
    facts = {
        name: json.loads(fact) for name, fact in session.get_modelmeta().custom_metadata_map.items()
    }
    bundle = load_bundle(GOLDEN / "old-default")
    assert facts["nertag.tags"] == list(bundle.tags)
    assert facts["nertag.vocabulary"] == bundle.vocabulary.rows
    assert facts["nertag.tokens"] == "char"
    assert "nertag.version" in facts


def test_a_threshold_that_other_programs_do_not_know_is_said(capsysbinary, tmp_path):
    bundle = load_bundle(GOLDEN / "old-default")
    fitted = {"temperature": 1.5, "threshold": 0.25}
    save_bundle(replace(bundle, facts={**bundle.facts, "calibration": fitted}), tmp_path / "m")
    _, out, _ = export(capsysbinary, tmp_path / "m", "--onnx", tmp_path / "m.onnx")
    assert "entities that are more than 25% likely" in out
    with pytest.raises(SystemExit):
        main(["info", str(tmp_path / "m")])
    assert "those more than 25% likely" in capsysbinary.readouterr()[0].decode()
    _, out, _ = export(capsysbinary, GOLDEN / "old-default", "--onnx", tmp_path / "m.onnx")
    assert "likely" not in out


def test_a_saved_model_goes_to_a_new_folder(capsysbinary, tmp_path):
    (tmp_path / "own").write_text("")
    code, _, said = export(capsysbinary, GOLDEN / "old-default", "--saved-model", tmp_path)
    assert (code, "there is something already" in said) == (2, True)
    new = tmp_path / "new"
    code, _, said = export(capsysbinary, GOLDEN / "old-default", "--saved-model", new, "--int8")
    assert (code, "--int8 is for ONNX" in said) == (2, True)
    assert not new.exists()
