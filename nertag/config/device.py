"""The names of devices."""

from __future__ import annotations

import re

from nertag.errors import ConfigError


def parse_device(device: str) -> tuple[str, int]:
    """The kind of a device and its number.

    Parameters
    ----------
    device : str
        ``auto``, ``cpu``, ``gpu`` (the first), ``gpu:N`` or ``gpus`` (all).

    Raises
    ------
    ConfigError
        It is none of these.

    Examples
    --------
    >>> parse_device("gpu:1")
    ('gpu', 1)
    """
    found = re.fullmatch(r"(auto|cpu|gpus?)|gpu:([0-9]{1,4})", device)
    if not found:
        raise ConfigError(
            f"`device` is {device!r}, expected auto, cpu, gpu, gpu:N or gpus", setting="device"
        )
    return found[1] or "gpu", int(found[2] or 0)
