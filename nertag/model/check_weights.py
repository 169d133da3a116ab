"""Weights that do not fit each other, the settings or the tags are refused."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nertag.arrays import Floats
from nertag.config import NetworkSettings


def check_weights(weights: Mapping[str, Floats], network: NetworkSettings, tags: int) -> None:
    """Refuse weights that do not fit each other, the settings or the tags.

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
        The weights by name.
    network : NetworkSettings
        The settings of the network.
    tags : int
        Number of tags.

    Raises
    ------
    KeyError, ValueError
        The weights do not fit; nothing of their size has been allocated yet.
    """
    for name, weight in weights.items():
        if weight.dtype != np.float32 or not np.isfinite(weight).all():
            raise ValueError(f"the weights {name} are not finite numbers of float32")
    units, filters = network.units, network.convolution
    shapes: dict[str, tuple[int | None, ...]] = {
        "emission.kernel": (2 * units, tags),
        "emission.bias": (tags,),
    }
    for way in ("forward", "backward"):
        shapes[f"{way}.kernel"] = (filters or None, 4 * units)
        shapes[f"{way}.recurrent"] = (units, 4 * units)
        shapes[f"{way}.bias"] = (4 * units,)
    if network.head == "crf":
        ends = {"crf.start": (tags,), "crf.end": (tags,)}
        shapes |= {"crf.transitions": (tags, tags), **ends}
    if filters:
        shapes["convolution.kernel"] = (3, None, filters)
    for name, shape in shapes.items():
        found = weights[name].shape
        fits = len(found) == len(shape) and all(w in (None, f) for w, f in zip(shape, found))
        if not fits:
            raise ValueError(f"the weights {name} are {found}, expected {shape}")
