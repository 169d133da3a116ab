"""The network's graph made ready for OpenVINO, whose LSTM reads padding as if it were text."""

from __future__ import annotations

import numpy as np

from nertag.arrays import Floats
from nertag.model.engines.telemetry import importing_openvino

with importing_openvino():
    import openvino as ov
    from openvino import opset13 as ops
    from openvino.passes import ConstantFolding, Manager

MARKS = 2
"""Numbers that mark padding: the products of bfloat16 take an even count of inputs."""
SHUT = -1000.0
"""Enough to close a gate, whatever else the gate reads."""
FORGET, ENTRY, OUT = 0, 1, 3
"""The places of these gates among OpenVINO's four; the third, the cell, has no need to close."""
CLOSED, AIM = -30.0, -100.0
"""What an entry gate reads at most when it is closed, and what is aimed at without its bias."""


def mark_padding(model: ov.Model) -> None:
    """Make padding leave the states of the LSTM at zero, so that no row depends on its padding.

    OpenVINO's LSTM for CPUs takes the lengths of rows and ignores them (2026.4). From right to
    left it would begin in the padding, and give each row another result at each width. So its
    entry gates are closed there: by what the padding is filled with, where its weights allow
    that, else by numbers beside its inputs, which takes a quarter longer.

    Parameters
    ----------
    model : Model
        The graph of `nertag.model.engines.onnx_graph`; it is changed.
    """
    folding = Manager()
    folding.register_pass(ConstantFolding())
    folding.run_passes(model)
    lstm = next(node for node in model.get_ops() if node.get_type_name() == "LSTMSequence")
    read, _, _, lengths, kernel, _, bias = lstm.input_values()
    time = ops.gather(ops.shape_of(read, "i32"), np.int32(1), np.int32(0))
    steps = ops.unsqueeze(ops.range(np.int32(0), time, np.int32(1), "i32"), np.int32(0))
    outside = ops.greater_equal(steps, ops.unsqueeze(lengths, np.int32(1)))
    outside = ops.unsqueeze(outside, np.int32(2))
    filling = closing_vector(kernel.get_node().data[1], bias.get_node().data[1])
    if filling is None:
        _lay_marks_beside(lstm, outside)
    else:
        filled = ops.select(outside, ops.constant(filling[None, None]), read)
        lstm.input(0).replace_source_output(filled.output(0))
    model.validate_nodes_and_infer_types()


def closing_vector(kernel: Floats, bias: Floats) -> Floats | None:
    """What closes all entry gates of a direction whose state is zero; its state then stays so.

    Without it entering anything, a cell that is zero stays zero, and so does what it gives out.

    Parameters
    ----------
    kernel : ndarray of float32, shape (4 * units, dimensions)
        The weights of what the LSTM reads, in OpenVINO's order of the gates.
    bias : ndarray of float32, shape (4 * units,)
        The biases.

    Returns
    -------
    ndarray of float32, shape (dimensions,), optional
        None if there is none that closes the gates in bfloat16 too, as where the LSTM reads fewer
        numbers than it has units.
    """
    entry = np.split(kernel, 4)[ENTRY]
    found, *_ = np.linalg.lstsq(entry, np.full(len(entry), AIM, np.float32), rcond=None)
    vector: Floats = found.astype(np.float32)
    gates = _bfloat16(entry) @ _bfloat16(vector) + np.split(bias, 4)[ENTRY]
    return vector if np.amax(gates) < CLOSED else None


def _bfloat16(values: Floats) -> Floats:
    """The numbers cut to the precision of bfloat16."""
    bits = np.ascontiguousarray(values).view(np.uint32)
    cut: Floats = (bits & np.uint32(0xFFFF0000)).view(np.float32)
    return cut


def _lay_marks_beside(lstm: ov.Node, outside: ov.Node) -> None:
    """Numbers beside the inputs that are 1 in the padding, and weights that close gates there."""
    read, hidden, cell, lengths, kernel, recurrent, bias = lstm.input_values()
    marked = ops.concat([read, *[ops.convert(outside, "f32")] * MARKS], 2)
    units = recurrent.get_shape()[2]
    closing = np.zeros((2, 4, units, MARKS), np.float32)
    closing[:, [FORGET, ENTRY, OUT]] = SHUT / MARKS
    wider = ops.concat([kernel, ops.constant(closing.reshape(2, 4 * units, MARKS))], 2)
    same = ops.lstm_sequence(
        marked, hidden, cell, lengths, wider, recurrent, bias, units, "bidirectional"
    )
    for old, new in zip(lstm.outputs(), same.outputs()):
        old.replace(new)
