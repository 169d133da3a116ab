"""The network's graph made ready for OpenVINO, whose LSTM reads padding as if it were text."""

from __future__ import annotations

import numpy as np
import openvino as ov
from openvino import opset13 as ops

MARKS = 2
"""Numbers that mark padding: the products of bfloat16 take an even count of inputs."""
SHUT = -1000.0
"""Enough to close a gate, whatever else the gate reads."""
ENTRY, FORGET, OUT = 0, 1, 3
"""The places of these gates among OpenVINO's four; the third, the cell, has no need to close."""


def mark_padding(model: ov.Model) -> None:
    """Make padding leave the states of the LSTM at zero, so that no row depends on its padding.

    OpenVINO's LSTM for CPUs takes the lengths of rows and ignores them (2026.4). From right to
    left it would begin in the padding, and give each row another result at each width. Numbers
    that are 1 in the padding are laid beside its inputs, and weights that close its gates there.

    Parameters
    ----------
    model : Model
        The graph of `nertag.model.engines.onnx_graph`; it is changed.
    """
    lstm = next(node for node in model.get_ops() if node.get_type_name() == "LSTMSequence")
    read, hidden, cell, lengths, kernel, recurrent, bias = lstm.input_values()
    time = ops.gather(ops.shape_of(read, "i32"), np.int32(1), np.int32(0))
    steps = ops.unsqueeze(ops.range(np.int32(0), time, np.int32(1), "i32"), np.int32(0))
    outside = ops.greater_equal(steps, ops.unsqueeze(lengths, np.int32(1)))
    mark = ops.unsqueeze(ops.convert(outside, "f32"), np.int32(2))
    marked = ops.concat([read, *[mark] * MARKS], 2)
    units = recurrent.get_shape()[2]
    closing = np.zeros((2, 4, units, MARKS), np.float32)
    closing[:, [ENTRY, FORGET, OUT]] = SHUT / MARKS
    wider = ops.concat([kernel, ops.constant(closing.reshape(2, 4 * units, MARKS))], 2)
    same = ops.lstm_sequence(
        marked, hidden, cell, lengths, wider, recurrent, bias, units, "bidirectional"
    )
    for old, new in zip(lstm.outputs(), same.outputs()):
        old.replace(new)
