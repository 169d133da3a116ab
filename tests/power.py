"""Traces what makes files last through a loss of power: syncs and renames, in their order."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest


def traced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The list to which each sync and each rename is added; parts go by the name they will have."""
    done: list[str] = []
    sync, rename = os.fsync, os.replace

    def name(path: str | os.PathLike[str]) -> str:
        return re.sub(r"(\.[0-9a-f]{8})?\.part$", "", Path(path).name)

    def traced_sync(descriptor: int) -> None:
        done.append(f"sync {name(os.readlink(f'/proc/self/fd/{descriptor}'))}")
        sync(descriptor)

    def traced_rename(source: str, target: str) -> None:
        done.append(f"rename {name(target)}")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", traced_sync)
    monkeypatch.setattr(os, "replace", traced_rename)
    return done
