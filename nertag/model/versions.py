"""The versions of what writes a model."""

from __future__ import annotations

import platform


def versions() -> dict[str, str]:
    """The versions that write a model, for its manifest."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for name in ("nertag", "tensorflow", "onnx", "numpy", "gensim"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
