"""What the processor of this machine is called, and what it can do that matters for speed."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import NamedTuple

FEATURES = (
    "avx2",
    "avx512f",
    "avx512_vnni",
    "avx512_bf16",
    "avx_vnni",
    "amx_int8",
    "amx_bf16",
    "asimddp",
    "i8mm",
    "bf16",
)
"""Instructions for products of matrices, as Linux names them, of x86 and of ARM."""
CPUINFO = Path("/proc/cpuinfo")


class Processor(NamedTuple):
    """A processor.

    Parameters
    ----------
    name : str
        Its name; that of its kind where the system does not tell more.
    features : tuple of str
        Those of `FEATURES` that it has; empty where the system does not tell.
    """

    name: str
    features: tuple[str, ...]


def this_processor() -> Processor:
    """The processor of this machine; all is known on Linux."""
    facts: dict[str, str] = {}
    try:
        for line in CPUINFO.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            facts.setdefault(name.strip(), value.strip())
    except OSError:
        pass
    has = facts.get("flags", facts.get("Features", "")).split()
    name = facts.get("model name") or platform.processor() or platform.machine()
    return Processor(name, tuple(feature for feature in FEATURES if feature in has))
