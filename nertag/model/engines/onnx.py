"""The network run by ONNX Runtime on the CPU."""

from __future__ import annotations

import os

import numpy as np
import onnxruntime

from nertag.arrays import Floats, Ints
from nertag.errors import ModelFormatError
from nertag.features import GraphInputs, ids_of

ROWS = 8
"""Rows that go through the network together: more are slower, their states leave the cache."""


class OnnxEngine:
    """Emissions of padded batches; may be called from several threads.

    Each call works on one core. Calls from several threads use several, with none of the waiting
    for each other that threads within the recurrence have.

    Parameters
    ----------
    graph : bytes
        The network, as `nertag.model.engines.onnx_graph` writes it.
    inputs : GraphInputs
        Looks up what the graph reads.

    Raises
    ------
    ModelFormatError
        The graph is damaged, or of another model.
    """

    def __init__(self, graph: bytes, inputs: GraphInputs) -> None:
        self._graph, self._inputs = graph, inputs
        self._process, self._session = os.getpid(), _open(graph)
        wanted, given = self._session.get_inputs()[0].shape[2], inputs.dimensions
        if wanted != given:
            raise ModelFormatError(
                f"the model's graph wants {wanted} numbers a token, its look-ups have {given}; "
                "nertag export writes it anew"
            )
        self._tags = self._session.get_outputs()[0].shape[2]

    def __call__(self, tokens: Ints) -> Floats:
        """Padded rows of `Bundle.encode` to emissions ``(batch, time, tags)``."""
        if self._process != os.getpid():  # a session does not survive a fork
            self._session, self._process = _open(self._graph), os.getpid()
        ids = ids_of(tokens, 2)
        lengths = np.count_nonzero(ids, axis=1).astype(np.int32)
        if len(ids) == 1:  # the quickest way for a sentence alone
            return self._emissions(tokens, lengths)
        emissions = np.zeros((*ids.shape, self._tags), np.float32)
        for start in range(0, len(ids), ROWS):
            rows = slice(start, start + ROWS)
            time = int(lengths[rows].max())
            emissions[rows, :time] = self._emissions(tokens[rows, :time], lengths[rows])
        return emissions

    def _emissions(self, tokens: Ints, lengths: Ints) -> Floats:
        feed = {"inputs": self._inputs(tokens), "lengths": lengths}
        found: Floats = self._session.run(None, feed)[0]
        return found


def _open(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # a plan is kept for every shape, and they all differ
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no base of their own
        raise ModelFormatError(
            f"ONNX Runtime {onnxruntime.__version__} cannot read the model's graph: {error}; "
            "nertag export writes it anew"
        ) from error
