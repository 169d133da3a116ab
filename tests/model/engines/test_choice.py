import ctypes
import sys
from dataclasses import replace

import numpy as np
import pytest
from engine_tools import bundle_of, padded

from nertag.errors import ConfigError, MissingPackageError, ModelFormatError
from nertag.model.engines import choice
from nertag.model.engines.choice import (
    EngineWarning,
    gpu_is_there,
    graph_of,
    load_engine,
    precision_of,
    takes_tensorflow,
)
from nertag.model.engines.onnx import OnnxEngine
from nertag.model.engines.onnx_graph import build_graph, quantise_graph

BUNDLE = bundle_of("small")


@pytest.fixture(params=[False, True], ids=["no GPU", "GPU"])
def gpu(request, monkeypatch):
    monkeypatch.setattr(choice, "gpu_is_there", lambda: request.param)
    return request.param


@pytest.mark.parametrize(
    ("engine", "precision", "device", "without", "with_gpu"),
    [
        ("auto", "float32", "auto", False, True),
        ("auto", "float32", "cpu", False, False),
        ("auto", "float32", "gpu:1", True, True),
        ("auto", "auto", "auto", False, True),
        ("auto", "int8", "auto", False, False),
        ("auto", "bfloat16", "auto", False, False),
        ("onnx", "float32", "auto", False, False),
        ("tensorflow", "float32", "cpu", True, True),
    ],
)
def test_tensorflow_is_for_gpus_and_for_those_who_ask(
    engine, precision, device, without, with_gpu, gpu
):
    assert takes_tensorflow(engine, precision, device) == (with_gpu if gpu else without)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"engine": "torch"}, "`engine` is 'torch', expected one of: auto, onnx, openvino, te"),
        (
            {"precision": "int4"},
            "`precision` is 'int4', expected one of: auto, float32, bfloat16, int8",
        ),
        ({"engine": "tensorflow", "precision": "int8"}, "int8` is for the engine onnx: leave"),
        ({"engine": "onnx", "precision": "bfloat16"}, "bfloat16` is for the engine openvino: le"),
        ({"engine": "onnx", "device": "gpu"}, "'gpu', but this engine works on the CPU"),
        ({"precision": "int8", "device": "gpu"}, "'gpu', but this engine works on the CPU"),
        ({"device": "cuda"}, "`device` is 'cuda', expected auto, cpu, gpu, gpu:N or gpus"),
    ],
)
def test_what_does_not_go_together_is_named(how, message):
    with pytest.raises(ConfigError, match=message):
        load_engine(BUNDLE, **how)


def test_the_engine_asked_for_is_given():
    assert isinstance(load_engine(BUNDLE, engine="onnx"), OnnxEngine)


@pytest.mark.slow
def test_tensorflow_is_given_where_it_is_asked_for():
    from nertag.model.engines.tensorflow import TensorFlowEngine

    assert isinstance(load_engine(BUNDLE, engine="tensorflow", device="cpu"), TensorFlowEngine)


@pytest.mark.slow
def test_onnx_takes_over_where_tensorflow_sees_no_gpu(monkeypatch):
    monkeypatch.setattr(choice, "gpu_is_there", lambda: True)
    with pytest.warns(EngineWarning, match="TensorFlow does not see it: the CPU tags"):
        engine = load_engine(BUNDLE)
    assert isinstance(engine, OnnxEngine)


def test_onnx_takes_over_where_tensorflow_is_not_installed(monkeypatch):
    monkeypatch.setattr(choice, "gpu_is_there", lambda: True)
    monkeypatch.setitem(sys.modules, "nertag.model.engines.tensorflow", None)
    with pytest.warns(EngineWarning, match="TensorFlow is not installed: the CPU tags"):
        engine = load_engine(BUNDLE)
    assert isinstance(engine, OnnxEngine)
    for asked in ({"engine": "tensorflow"}, {"device": "gpu"}):
        with pytest.raises(MissingPackageError, match=r"is not installed: pip install 'nertag\[tr"):
            load_engine(BUNDLE, **asked)


def scored(f1):
    """A model whose F1 on dev in bfloat16 is known, and 0.8 in float32."""
    score = {"f1": f1, "float32": 0.8}
    return replace(BUNDLE, facts={**BUNDLE.facts, "precisions": {"bfloat16": score}})


@pytest.mark.parametrize(
    ("bundle", "engine", "there", "taken"),
    [
        (BUNDLE, "auto", True, "float32"),
        (scored(0.7991), "auto", True, "bfloat16"),
        (scored(0.81), "openvino", True, "bfloat16"),
        (scored(0.81), "onnx", True, "float32"),
        (scored(0.81), "auto", False, "float32"),
        (scored(0.7989), "auto", True, "float32"),
    ],
    ids=["not measured", "good", "better", "another engine", "no bfloat16 here", "too much lost"],
)
def test_bfloat16_is_taken_where_its_cost_is_known(bundle, engine, there, taken, monkeypatch):
    monkeypatch.setattr(choice, "gpu_is_there", lambda: False)
    monkeypatch.setattr(choice, "bfloat16_is_there", lambda: there)
    found = precision_of(bundle, engine=engine, precision="auto", device="auto")
    assert found == taken
    for asked in ("float32", "int8"):
        assert precision_of(bundle, engine=engine, precision=asked, device="auto") == asked


@pytest.mark.slow
def test_openvino_is_given_where_it_is_asked_for(monkeypatch):
    from nertag.model.engines import openvino

    assert isinstance(load_engine(BUNDLE, engine="openvino"), openvino.OpenVinoEngine)
    monkeypatch.setattr(openvino, "has_bfloat16", lambda: True)
    assert isinstance(load_engine(BUNDLE, precision="bfloat16"), openvino.OpenVinoEngine)
    monkeypatch.setattr(openvino, "has_bfloat16", lambda: False)
    with pytest.raises(ConfigError, match="does not multiply in bfloat16"):
        load_engine(BUNDLE, precision="bfloat16")
    assert not choice.bfloat16_is_there()


def test_what_brings_openvino_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "nertag.model.engines.openvino", None)
    with pytest.raises(MissingPackageError, match=r"not installed: pip install 'nertag\[fast\]'"):
        load_engine(BUNDLE, engine="openvino")


def test_the_bundles_own_graph_is_taken():
    graph, small = build_graph(BUNDLE.weights), quantise_graph(build_graph(BUNDLE.weights))
    assert graph_of(BUNDLE, "float32") == graph
    assert graph_of(BUNDLE, "int8") == small
    own = replace(BUNDLE, graphs={"float32": b"a", "int8": b"b"})
    assert (graph_of(own, "float32"), graph_of(own, "int8")) == (b"a", b"b")
    ids = padded([9, 4])
    exact = load_engine(BUNDLE, engine="onnx")(ids)
    assert np.abs(load_engine(BUNDLE, precision="int8")(ids) - exact).max() > 0


class Driver:
    """What of CUDA's driver is asked."""

    def __init__(self, failure, count):
        self.cuInit = lambda flags: failure
        self.count = count

    def cuDeviceGetCount(self, pointer):  # noqa: N802
        ctypes.cast(pointer, ctypes.POINTER(ctypes.c_int))[0] = self.count
        return 0


@pytest.mark.parametrize(
    ("driver", "there"),
    [(Driver(0, 1), True), (Driver(0, 0), False), (Driver(100, 1), False), (None, False)],
    ids=["one", "none visible", "no device", "no driver"],
)
def test_the_driver_says_whether_there_is_a_gpu(monkeypatch, driver, there):
    def library(name):
        assert name == {"win32": "nvcuda.dll"}.get(sys.platform, "libcuda.so.1")
        if driver is None:
            raise OSError("cannot open shared object file")
        return driver

    monkeypatch.setattr(ctypes, "CDLL", library)
    assert gpu_is_there() == there


def test_weights_of_another_network_are_named():
    whole = bundle_of("default")
    weights = {n: part for n, part in whole.weights.items() if n != "shortcut.kernel"}
    with pytest.raises(ModelFormatError, match=r"shortcut\.kernel are missing.*train again"):
        graph_of(replace(whole, weights=weights), "int8")
