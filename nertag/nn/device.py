"""Which device TensorFlow works on; the one place where GPU memory growth is switched on."""

from __future__ import annotations

import contextlib
import os

import tensorflow as tf

from nertag.config import parse_device
from nertag.errors import ConfigError
from nertag.io import cores


def configure(device: str = "auto") -> str:
    """Choose the device and let GPU memory grow with need instead of taking all of it.

    Call it before the first TensorFlow operation; calling it again with the same choice is fine.

    Parameters
    ----------
    device : str
        ``auto`` (the first GPU where there is one), ``cpu``, ``gpu`` (the first), ``gpu:N`` or
        ``gpus`` (all of them).

    Returns
    -------
    str
        TensorFlow's name of the device, ``/CPU:0`` or ``/GPU:0``.

    Raises
    ------
    ConfigError
        There is no such device, or TensorFlow was started before with other settings.
    """
    kind, number = parse_device(device)
    gpus = tf.config.list_physical_devices("GPU")
    if kind.startswith("gpu") and number >= len(gpus):
        raise ConfigError(
            f"`device` is {device!r}, but TensorFlow sees {len(gpus)} GPUs "
            "(pip install 'tensorflow[and-cuda]' brings the CUDA libraries; "
            "`device=cpu` works everywhere)",
            setting="device",
        )
    visible = {"cpu": [], "gpus": gpus}.get(kind, gpus[number:][:1])
    try:
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)
        if gpus:
            tf.config.set_visible_devices(visible, "GPU")
    except RuntimeError:
        if not _already_set(gpus, visible):
            raise ConfigError(
                "TensorFlow was started before nertag could switch GPU memory growth on: call "
                "nertag first, or set TF_FORCE_GPU_ALLOW_GROWTH=true in the environment"
            ) from None
    if visible:
        return "/GPU:0"
    # The two halves of a training batch have half of the cores each: a product of a single step of
    # a BiLSTM is too small to be worth sharing out further.
    if "TF_NUM_INTRAOP_THREADS" not in os.environ:
        with contextlib.suppress(RuntimeError):  # TensorFlow was started before: leave it as it is
            tf.config.threading.set_intra_op_parallelism_threads(max(1, cores() // 2))
    return "/CPU:0"


def _already_set(gpus: list[object], visible: list[object]) -> bool:
    """Whether a TensorFlow that is running has the settings wanted."""
    growing = all(tf.config.experimental.get_memory_growth(gpu) for gpu in gpus)
    return growing and tf.config.get_visible_devices("GPU") == visible
