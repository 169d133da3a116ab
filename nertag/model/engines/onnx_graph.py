"""The network as an ONNX graph, from its inputs to emissions, written from the weights.

onnx is imported here and nowhere else; tagging with a graph that is there does not need it.
"""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from nertag.arrays import Floats

OPSET, IR_VERSION = 17, 8
"""Old versions, which every current ONNX Runtime reads."""
EPSILON = 1e-3
"""The epsilon of Keras' LayerNormalization."""
SCORES = "scores"
"""The node of the last matrix product."""


def build_graph(weights: Mapping[str, Floats]) -> bytes:
    """The graph ``inputs (batch, time, dimensions), lengths (batch,) -> emissions``.

    It says what `nertag.nn.network.Network.emissions` does after the look-ups. Inputs are zero in
    the padding; emissions, ``(batch, time, tags)``, mean nothing there.

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
        The network's weights, as `nertag.nn.network.Network.get_weights` names them.
    """
    graph = _Graph()
    read, dimensions = "inputs", weights["forward.kernel"].shape[0]
    if "convolution.kernel" in weights:
        dimensions = weights["convolution.kernel"].shape[1]
        read = _convolution(graph, weights)
    hidden = _bilstm(graph, read, weights)
    kernel, bias = (graph.constant(weights[f"emission.{part}"]) for part in ("kernel", "bias"))
    graph.node("Add", graph.node("MatMul", hidden, kernel, output=SCORES), bias, output="emissions")
    return graph.to_bytes(dimensions, len(weights["emission.bias"]))


def _convolution(graph: _Graph, weights: Mapping[str, Floats]) -> str:
    """The inputs to what `nertag.nn.convolution` makes of them.

    The convolution is one matrix product, whose parts are then shifted and added: faster than
    ONNX Runtime's Conv, and than a product with three steps laid side by side.
    """
    kernel = weights["convolution.kernel"]
    filters = kernel.shape[2]
    product = graph.node("MatMul", "inputs", graph.constant(np.concatenate(kernel, axis=1)))
    padded = graph.node("Pad", product, graph.constant(np.array([0, 1, 0, 0, 1, 0])))
    seen = graph.constant(weights["convolution.bias"])
    for number, (first, last) in enumerate(((0, -2), (1, -1), (2, 2**31))):
        part = graph.slice(padded, number * filters, (number + 1) * filters, axis=2)
        seen = graph.node("Add", graph.slice(part, first, last, axis=1), seen)
    around = weights["shortcut.kernel"]
    carried = graph.slice("inputs", 0, len(around), axis=2)
    shortcut = graph.node("MatMul", carried, graph.constant(around))
    summed = graph.node("Add", graph.node("Relu", seen), shortcut)
    norm = (graph.constant(weights[f"norm.{part}"]) for part in ("gamma", "beta"))
    return graph.node("LayerNormalization", summed, *norm, axis=-1, epsilon=EPSILON)


def _bilstm(graph: _Graph, read: str, weights: Mapping[str, Floats]) -> str:
    """``(batch, time, features)`` to hidden states ``(batch, time, 2 * units)``."""
    kernel, recurrent, bias = (
        np.stack([_gates(weights[f"{way}.{part}"]) for way in ("forward", "backward")])
        for part in ("kernel", "recurrent", "bias")
    )
    # ONNX has a second bias, of the recurrent product.
    biases = np.concatenate([bias, np.zeros_like(bias)], axis=1)
    units = recurrent.shape[2]
    steps = graph.node("Transpose", read, perm=[1, 0, 2])
    states = graph.node(
        "LSTM",
        steps,
        *map(graph.constant, (kernel, recurrent, biases)),
        "lengths",
        direction="bidirectional",
        hidden_size=units,
    )
    rows = graph.node("Transpose", states, perm=[2, 0, 1, 3])
    return graph.node("Reshape", rows, graph.constant(np.array([0, 0, 2 * units])))


def _gates(weight: Floats) -> Floats:
    """Keras' gates input, forget, cell, output in ONNX's order; its matrices turned as ONNX's."""
    entry, forget, cell, out = np.split(weight, 4, axis=-1)
    turned: Floats = np.concatenate([entry, out, forget, cell], axis=-1).T
    return turned


class _Graph:
    """A graph under construction; values go by generated names."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, values: NDArray[np.float32] | NDArray[np.int64]) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        output = output or f"{kind}{len(self._nodes)}"
        made = helper.make_node(kind, inputs, [output], name=output, **attributes)
        self._nodes.append(made)
        return output

    def slice(self, value: str, first: int, last: int, axis: int) -> str:
        """What stands from `first` to `last` along an axis."""
        bounds = (self.constant(np.array([bound])) for bound in (first, last, axis))
        return self.node("Slice", value, *bounds)

    def to_bytes(self, dimensions: int, tags: int) -> bytes:
        described = helper.make_tensor_value_info
        graph = helper.make_graph(
            self._nodes,
            "nertag",
            [
                described("inputs", TensorProto.FLOAT, ["batch", "time", dimensions]),
                described("lengths", TensorProto.INT32, ["batch"]),
            ],
            [described("emissions", TensorProto.FLOAT, ["batch", "time", tags])],
            self._constants,
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
        )
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString())


def quantise_graph(graph: bytes) -> bytes:
    """The graph with the weights of its matrix products in int8, by ONNX Runtime's quantiser.

    The inputs of these products are rounded to 8 bits while the graph runs, with one scale for a
    batch: the result of a row depends a little on the other rows. The last product stays in
    float32, which costs little and keeps more tags the same. Weights use 7 of the 8 bits: sums of
    two products then fit into 16 bits, in which x86 processors without VNNI add them up.

    Parameters
    ----------
    graph : bytes
        The graph in float32.
    """
    from onnxruntime.quantization import quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        # It advises a step for graphs exported by others.
        level = logging.root.manager.disable
        logging.disable(logging.WARNING)
        try:
            quantize_dynamic(
                onnx.load_from_string(graph),
                path,
                op_types_to_quantize=["LSTM", "MatMul"],
                per_channel=True,
                reduce_range=True,
                nodes_to_exclude=[SCORES],
            )
        finally:
            logging.disable(level)
        return path.read_bytes()


def describe(graph: bytes, facts: Mapping[str, Any]) -> bytes:
    """The graph with facts in its metadata, as JSON.

    Parameters
    ----------
    graph : bytes
        The graph.
    facts : mapping of str to object
        What the metadata is to say, by name.
    """
    model = onnx.load_from_string(graph)
    texts = {name: json.dumps(fact, ensure_ascii=False) for name, fact in facts.items()}
    helper.set_model_props(model, texts)
    model.producer_name = "nertag"
    return bytes(model.SerializeToString())
