"""Keeps OpenVINO from telling its makers that it is used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

TELEMETRY = "openvino_telemetry"
"""The package that OpenVINO sends reports by, if it is there."""


@contextmanager
def importing_openvino() -> Iterator[None]:
    """Import OpenVINO in this block without its telemetry.

    Where it has that package, OpenVINO reports each import over the network, unasked, from a
    process that a thread of its own forks. A product of matrices that numpy works out at that
    moment may then wait for ever: before a fork its threads are ended. In the block the package
    seems not to be there, which OpenVINO allows for.
    """
    kept = {TELEMETRY: sys.modules[TELEMETRY]} if TELEMETRY in sys.modules else {}
    sys.modules[TELEMETRY] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[TELEMETRY]
        sys.modules.update(kept)
