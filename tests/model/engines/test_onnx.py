import re
import resource
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnx
import pytest
from engine_tools import bundle_of, padded, spelled, with_subwords

from nertag.errors import ModelFormatError
from nertag.features.inputs import GraphInputs
from nertag.features.subwords import MOST_PIECES
from nertag.model.engines.onnx import ROWS, OnnxEngine
from nertag.model.engines.onnx_graph import SCORES, build_graph, quantise_graph
from nertag.model.engines.tensorflow import TensorFlowEngine, network_of
from nertag.text import Sentence

pytestmark = pytest.mark.slow


def onnx_engine(bundle, graph=None):
    inputs = GraphInputs(bundle.lookups, bundle.weights, bundle.features)
    return OnnxEngine(graph or build_graph(bundle.weights), inputs)


SHAPES = [[1], [1, 1, 1], [40], [1, 40, 7, 2], [70] * 3, list(range(1, 2 * ROWS + 6))]


@pytest.mark.parametrize("head", ["crf", "softmax"])
@pytest.mark.parametrize("preset", ["small", "default", "best"])
def test_emissions_are_those_of_tensorflow(preset, head):
    bundle = bundle_of(preset, head)
    wanted = TensorFlowEngine(network_of(bundle), bundle.features, "/CPU:0")
    engine = onnx_engine(bundle)
    for lengths in SHAPES:
        ids = padded(lengths)
        found = engine(ids)
        assert found.dtype == np.float32
        assert found.shape == (*ids.shape, len(bundle.tags))
        np.testing.assert_allclose(found[ids > 0], wanted(ids)[ids > 0], atol=1e-4)


@pytest.mark.parametrize("preset", ["small", "default"])
def test_emissions_of_words_are_those_of_tensorflow(preset):
    bundle = bundle_of(preset, tokens="word")
    wanted = TensorFlowEngine(network_of(bundle), bundle.features, "/CPU:0")
    engine = onnx_engine(bundle)
    for lengths in SHAPES:
        ids = padded(lengths)
        tokens = spelled(ids)
        found = engine(tokens)
        assert found.shape == (*ids.shape, len(bundle.tags))
        np.testing.assert_allclose(found[ids > 0], wanted(tokens)[ids > 0], atol=1e-4)
        others = engine(spelled(ids, seed=1))
        assert np.abs(found - others)[ids > 0].max() > 0.1


@pytest.mark.parametrize("spelling", [True, False])
def test_emissions_with_pieces_of_unknown_words_are_those_of_tensorflow(spelling):
    bundle = with_subwords(bundle_of("default", tokens="word", spelling=spelling))
    wanted = TensorFlowEngine(network_of(bundle), bundle.features, "/CPU:0")
    engine = onnx_engine(bundle)
    words = ["上", "Berne", "在", "Berlinian", "+"]
    tokens = bundle.encode(Sentence.from_words(words))[None]
    found = engine(tokens)
    np.testing.assert_allclose(found, wanted(tokens), atol=1e-4)
    without = tokens.copy()
    without[..., -MOST_PIECES:] = 0
    changed = np.abs(found - engine(without)).max(axis=2)[0]
    assert changed[1] > 0.01


def test_what_a_row_gets_does_not_hang_on_those_beside_it():
    engine = onnx_engine(bundle_of("default"))
    lengths = SHAPES[-1]
    ids = padded(lengths)
    together = engine(ids)
    for row, length in enumerate(lengths):
        alone = engine(ids[row : row + 1, :length])[0]
        np.testing.assert_allclose(together[row, :length], alone, atol=1e-5)


@pytest.mark.parametrize("preset", ["small", "default"])
def test_int8_is_near(preset):
    bundle = bundle_of(preset)
    graph = build_graph(bundle.weights)
    small = quantise_graph(graph)
    assert len(small) < 0.6 * len(graph)
    nodes = onnx.load_from_string(small).graph.node
    kinds = [node.op_type for node in nodes]
    assert "DynamicQuantizeLSTM" in kinds
    assert "LSTM" not in kinds
    assert [node.name for node in nodes if node.op_type == "MatMul"] == [SCORES]
    ids = padded([40, 30, 20, 10])
    exact, near = (onnx_engine(bundle, g)(ids)[ids > 0] for g in (graph, small))
    assert 0 < np.abs(near - exact).mean() < 0.05 * np.abs(exact).mean()


def test_sums_of_two_products_of_int8_fit_into_16_bits():
    # Without VNNI, an x86 processor cuts them there: emissions were a quarter off.
    graph = onnx.load_from_string(quantise_graph(build_graph(bundle_of("default").weights)))
    arrays = map(onnx.numpy_helper.to_array, graph.graph.initializer)
    weights = [array for array in arrays if array.dtype == np.int8]
    assert weights
    for array in weights:
        assert 2 * 255 * np.abs(array.astype(int)).max() < 2**15


def test_threads_share_an_engine():
    engine = onnx_engine(bundle_of("default"))
    batches = [padded([n, 2 * n, n], seed=n) for n in range(1, 30)]
    alone = [engine(ids) for ids in batches]
    with ThreadPoolExecutor(4) as pool:
        for found, wanted in zip(pool.map(engine, batches), alone):
            np.testing.assert_array_equal(found, wanted)


def test_memory_stays_flat_over_many_shapes():
    engine = onnx_engine(bundle_of("default"))
    shapes = [[time] * rows for time in range(20, 120) for rows in range(1, ROWS, 3)]
    for lengths in shapes[:100] + shapes[-20:]:
        engine(padded(lengths))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for lengths in shapes:
        engine(padded(lengths))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 10_000  # kilobytes


def test_a_graph_that_is_none_is_named():
    with pytest.raises(ModelFormatError, match=r"cannot read the model's graph.*nertag export"):
        onnx_engine(bundle_of("small"), b"nothing")


def test_a_graph_of_another_model_is_named():
    graph = build_graph(bundle_of("default").weights)
    with pytest.raises(ModelFormatError, match=re.escape("its look-ups have 11; nertag export")):
        onnx_engine(bundle_of("small"), graph)
