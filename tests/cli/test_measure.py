from dataclasses import replace

import pytest
from engine_tools import bundle_of
from tiny import GOLDEN, corpus

from nertag.cli import measure
from nertag.errors import NertagError
from nertag.evaluation import evaluate
from nertag.model import save_bundle
from nertag.model.engines.choice import graph_of
from nertag.tagging import benchmark
from nertag.tagging.benchmark import Way, prepare_texts


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.txt"
    path.write_text("我在中国\n他来上国大了\n", encoding="utf-8")
    return path


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(measure, "STARTS", 1)
    for name, value in {"CHARACTERS": 3000, "SENTENCES": 5}.items():
        monkeypatch.setattr(benchmark, name, value)


@pytest.mark.slow
def test_a_model_is_measured(source, tmp_path, small):
    made = bundle_of("small")
    made = replace(made, graphs={"float32": graph_of(made, "float32")})
    save_bundle(made, tmp_path / "m")
    (tmp_path / "texts").mkdir()
    said = []
    texts = prepare_texts(source, tmp_path / "texts")
    figures = measure.measure_speed(tmp_path / "m", Way("onnx", "float32"), texts, said.append)
    assert (figures.engine, figures.precision) == ("onnx", "float32")
    assert figures.characters_per_second > 0
    assert 0 < figures.p50_ms <= figures.p95_ms
    assert figures.cold_start_seconds > 0
    assert said == [f"onnx float32: {what}" for what in ("cold start", "throughput", "latency")]


@pytest.mark.slow
def test_f1_is_that_of_evaluate(tmp_path):
    _, dev = corpus(tmp_path)
    found = measure.measure_f1(GOLDEN / "old-default", Way("onnx", "float32"), dev, tmp_path)
    assert found == evaluate(dev, GOLDEN / "old-default").f1 > 0.5


@pytest.mark.slow
def test_a_model_that_cannot_be_used_is_the_error_of_its_process(source, tmp_path, small):
    (tmp_path / "texts").mkdir()
    texts = prepare_texts(source, tmp_path / "texts")
    with pytest.raises(NertagError, match=r"no model here .*\(nertag ended with 2\)"):
        measure.measure_speed(tmp_path / "m", Way("onnx", "float32"), texts, lambda what: None)
