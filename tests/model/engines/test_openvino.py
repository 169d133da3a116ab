import os
import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from engine_tools import bundle_of, padded, spelled

from nertag.errors import ModelFormatError
from nertag.features.inputs import GraphInputs
from nertag.model.engines.onnx import OnnxEngine
from nertag.model.engines.onnx_graph import build_graph
from nertag.model.engines.openvino import (
    ROWS,
    OpenVinoEngine,
    has_bfloat16,
    rows_of,
    shape_class,
)
from nertag.model.engines.openvino_graph import closing_vector

pytestmark = pytest.mark.slow


def engines(bundle, precision="float32"):
    """ONNX Runtime's engine of a model, and OpenVINO's."""
    graph = build_graph(bundle.weights)
    inputs = GraphInputs(bundle.lookups, bundle.weights, bundle.features)
    return OnnxEngine(graph, inputs), OpenVinoEngine(graph, inputs, precision)


SHAPES = [[1], [1, 1, 1], [40], [1, 40, 7, 2], [70] * 3, list(range(1, 2 * ROWS + 6))]


@pytest.mark.parametrize("preset", ["small", "default", "best"])
def test_emissions_are_those_of_onnx_runtime(preset):
    exact, engine = engines(bundle_of(preset))
    for lengths in SHAPES:
        ids = padded(lengths)
        found = engine(ids)
        assert found.dtype == np.float32
        assert found.shape == exact(ids).shape
        np.testing.assert_allclose(found[ids > 0], exact(ids)[ids > 0], atol=1e-4)


def test_emissions_of_words_are_those_of_onnx_runtime():
    exact, engine = engines(bundle_of("default", tokens="word"))
    ids = padded(SHAPES[3])
    tokens = spelled(ids)
    np.testing.assert_allclose(engine(tokens)[ids > 0], exact(tokens)[ids > 0], atol=1e-4)


@pytest.mark.parametrize("units", [24, 8])
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_what_a_row_gets_does_not_hang_on_its_padding(precision, units):
    # OpenVINO's LSTM ignores the lengths: from right to left, rows began in their padding. Gates
    # are closed there by marks if there are more units than numbers that they read, here 10.
    _, engine = engines(bundle_of("default", units=units), precision)
    lengths = SHAPES[-1]
    ids = padded(lengths)
    together = engine(ids)
    for row, length in enumerate(lengths):
        alone = engine(ids[row : row + 1, :length])[0]
        np.testing.assert_allclose(together[row, :length], alone, atol=1e-5)


def test_what_fills_padding_closes_the_entry_gates_of_all_units():
    rng = np.random.default_rng(1)
    for units in range(1, 33):
        kernel = rng.normal(size=(4 * units, 32)).astype("f")
        bias = rng.normal(size=4 * units).astype("f")
        found = closing_vector(kernel, bias)
        if units < 24:  # with as many units as numbers it may be out of reach of bfloat16
            assert found is not None
        if found is not None:
            assert (kernel[units : 2 * units] @ found + bias[units : 2 * units]).max() < -29


def test_there_may_be_no_filling_that_closes_the_gates():
    kernel = np.ones((4 * 2, 3), "f")
    kernel[3] = -1  # the entry gates of two units read opposite numbers
    assert closing_vector(kernel, np.zeros(4 * 2, "f")) is None


@pytest.mark.parametrize("preset", ["small", "default"])
def test_bfloat16_is_near(preset):
    exact, engine = engines(bundle_of(preset), "bfloat16")
    ids = padded([40, 30, 20, 10])
    wanted = exact(ids)[ids > 0]
    apart = np.abs(engine(ids)[ids > 0] - wanted)
    assert apart.mean() < 0.02 * np.abs(wanted).mean()
    # Where the processor has none, OpenVINO calculates in float32.
    assert (apart.max() > 1e-4) == has_bfloat16()


def test_threads_share_an_engine():
    _, engine = engines(bundle_of("default"))
    batches = [padded([n, 2 * n, n], seed=n) for n in range(1, 30)]
    alone = [engine(ids) for ids in batches]
    with ThreadPoolExecutor(4) as pool:
        for found, wanted in zip(pool.map(engine, batches), alone):
            np.testing.assert_array_equal(found, wanted)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_has_a_network_of_its_own():
    _, engine = engines(bundle_of("small"))
    ids = padded([40, 3])
    wanted = engine(ids)
    child = os.fork()
    if not child:
        os._exit(0 if np.array_equal(engine(ids), wanted) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_there_are_few_shapes_and_little_padding():
    shapes = {shape_class(rows, time) for rows in range(1, ROWS + 1) for time in range(1, 513)}
    assert len(shapes) == 6 * 32
    for rows in range(1, ROWS + 1):
        for time in range(1, 513):
            high, wide = shape_class(rows, time)
            assert rows <= high < 2 * rows
            assert time <= wide < max(time + 8, 1.13 * time)


def test_a_graph_that_is_none_is_named():
    bundle = bundle_of("small")
    inputs = GraphInputs(bundle.lookups, bundle.weights, bundle.features)
    with pytest.raises(ModelFormatError, match=r"cannot read the model's graph.*nertag export"):
        OpenVinoEngine(b"nothing", inputs)
    graph = build_graph(bundle_of("default").weights)
    with pytest.raises(ModelFormatError, match=re.escape("its look-ups have 11; nertag export")):
        OpenVinoEngine(graph, inputs)


def test_long_rows_go_in_small_batches():
    times = (1, 50, 80, 81, 300, 512, 5000)
    assert list(map(rows_of, times)) == [32, 32, 32, 16, 8, 4, 1]
