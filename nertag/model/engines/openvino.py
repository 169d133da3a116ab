"""The network run by OpenVINO on the CPU: in bfloat16 where the processor multiplies in it."""

from __future__ import annotations

import math
import os

import numpy as np

from nertag.arrays import Floats, Ints
from nertag.errors import ModelFormatError
from nertag.features import GraphInputs, ids_of
from nertag.model.engines.openvino_graph import mark_padding
from nertag.model.engines.telemetry import importing_openvino

with importing_openvino():
    import openvino as ov

ROWS = 32
"""Rows that go through the network together: bfloat16 is slower with fewer, no faster with more."""
TOKENS = 2560
"""Their tokens at most, padding too: OpenVINO keeps the memory that the most of them took."""
HINTS = {"float32": "f32", "bfloat16": "bf16"}
"""OpenVINO's names of the precisions."""


class OpenVinoEngine:
    """Emissions of padded batches; may be called from several threads.

    Each call works on one core, in the thread that calls.

    Parameters
    ----------
    graph : bytes
        The network, as `nertag.model.engines.onnx_graph` writes it.
    inputs : GraphInputs
        Looks up what the graph reads.
    precision : {"float32", "bfloat16"}
        Arithmetic of the network.

    Raises
    ------
    ModelFormatError
        The graph is damaged, or of another model.
    """

    def __init__(self, graph: bytes, inputs: GraphInputs, precision: str = "float32") -> None:
        self._graph, self._inputs, self._precision = graph, inputs, precision
        self._open()
        wanted, given = _width(self._model.input("inputs")), inputs.dimensions
        if wanted != given:
            raise ModelFormatError(
                f"the model's graph wants {wanted} numbers a token, its look-ups have {given}; "
                "nertag export writes it anew"
            )
        self._tags = _width(self._model.output(0))

    def _open(self) -> None:
        self._process, self._model = os.getpid(), _read(self._graph)
        self._idle = [self._request()]

    def _request(self) -> ov.InferRequest:
        """A request that works in the thread that calls, beside all others."""
        how = {
            "INFERENCE_PRECISION_HINT": HINTS[self._precision],
            "INFERENCE_NUM_THREADS": 1,
            "NUM_STREAMS": 0,  # no threads of its own, which would not survive a fork
        }
        return ov.Core().compile_model(self._model, "CPU", how).create_infer_request()

    def __call__(self, tokens: Ints) -> Floats:
        """Padded rows of `Bundle.encode` to emissions ``(batch, time, tags)``."""
        if self._process != os.getpid():  # what is compiled does not survive a fork
            self._open()
        try:
            request = self._idle.pop()
        except IndexError:  # other threads have them all
            request = self._request()
        lengths = np.count_nonzero(ids_of(tokens, 2), axis=1)
        emissions = np.zeros((*tokens.shape[:2], self._tags), np.float32)
        together = rows_of(tokens.shape[1])
        for start in range(0, len(tokens), together):
            rows = slice(start, start + together)
            time = int(lengths[rows].max())
            some = tokens[rows, :time]
            emissions[rows, :time] = self._emissions(request, some)[: len(some), :time]
        self._idle.append(request)
        return emissions

    def _emissions(self, request: ov.InferRequest, tokens: Ints) -> Floats:
        """Emissions of few rows, padded to a shape that is known; valid until the next call."""
        rows, time = tokens.shape[:2]
        padded = np.zeros((*shape_class(rows, time), *tokens.shape[2:]), np.int32)
        padded[:rows, :time] = tokens
        lengths = np.count_nonzero(ids_of(padded, 2), axis=1).astype(np.int32)
        feed = {"inputs": self._inputs(padded), "lengths": lengths}
        found: Floats = request.infer(feed, share_inputs=True, share_outputs=True)[0]
        return found


def rows_of(time: int) -> int:
    """Rows that go through the network together: a power of two.

    Parameters
    ----------
    time : int
        Tokens of the longest one.
    """
    return min(ROWS, 1 << max(1, TOKENS // max(1, time)).bit_length() - 1)


def shape_class(rows: int, time: int) -> tuple[int, int]:
    """The shape to which a batch is padded.

    For every new shape OpenVINO makes kernels, which takes longer than to run them and holds
    memory. There are few shapes: rows to a power of two; tokens to a multiple of 8, which is a
    sixteenth of longer rows.

    Parameters
    ----------
    rows : int
        Rows of the batch.
    time : int
        Tokens of its longest row.
    """
    step = max(8, 1 << max(0, (time - 1).bit_length() - 4))
    return 1 << (rows - 1).bit_length(), math.ceil(time / step) * step


def has_bfloat16() -> bool:
    """Whether this processor multiplies in bfloat16: by AMX or AVX-512 BF16."""
    return "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _read(graph: bytes) -> ov.Model:
    try:
        model = ov.Core().read_model(graph)
        mark_padding(model)
    except Exception as error:  # its errors have no base of their own
        version, what = ov.__version__.partition("-")[0], str(error).strip().rpartition("\n")[2]
        raise ModelFormatError(
            f"OpenVINO {version} cannot read the model's graph: {what} nertag export writes it anew"
        ) from error
    return model


def _width(port: ov.Output) -> int:
    """Numbers a token of an input or an output."""
    return int(port.get_partial_shape()[2].get_length())
