"""Starts a server, such as ``nertag serve``, for the scripts beside this one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

PATIENCE = 900
"""Seconds that a server may take to start."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


def installed(folder: Path, *packages: str) -> Path:
    """Where the programs of packages are, which get a virtual environment of their own."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    programs = folder / "bin"
    subprocess.run([programs / "pip", "install", "--quiet", *packages], check=True)
    return programs


@contextmanager
def started(
    command: Sequence[str], address: str, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at an address while the block runs."""
    with log.open("wb") as stream:
        process = subprocess.Popen(
            list(map(str, command)), stdout=stream, stderr=stream, env={**os.environ, **environment}
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if httpx.get(address, timeout=5).status_code < 500:
                    break
            except httpx.HTTPError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{command[0]} does not answer at {address}, see {log}")
            time.sleep(0.5)
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def nertag_serves(model: str, folder: Path, *options: str) -> Iterator[str]:
    """The address of a service of a model, with a slash at its end."""
    address = f"http://127.0.0.1:{free_port()}/"
    port = address.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "nertag", "serve", "-m", model, "--port", port, *options]
    with started(command, address + "health/ready", folder / "nertag.log"):
        yield address
