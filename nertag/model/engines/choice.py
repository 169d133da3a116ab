"""Which engine runs a model: TensorFlow where there is a GPU for it, ONNX Runtime otherwise."""

from __future__ import annotations

import ctypes
import sys
import warnings

from nertag.config import parse_device
from nertag.errors import ConfigError, MissingPackageError, ModelFormatError, needs
from nertag.model.bundle import Bundle
from nertag.model.engines.engine import Engine
from nertag.model.engines.quiet import importing_tensorflow
from nertag.model.versions import versions

ENGINES = ("auto", "onnx", "tensorflow")
PRECISIONS = ("float32", "int8")


def load_engine(
    bundle: Bundle, *, engine: str = "auto", precision: str = "float32", device: str = "auto"
) -> Engine:
    """The engine of a model directory's content.

    Parameters
    ----------
    bundle : Bundle
        The model.
    engine : {"auto", "onnx", "tensorflow"}
        ``auto`` uses TensorFlow where there is a GPU, ONNX Runtime otherwise.
    precision : {"float32", "int8"}
        Arithmetic of the network's matrix products; ``int8`` is for the ONNX engine.
    device : str
        ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.

    Raises
    ------
    ConfigError
        The arguments do not go together, or the device is not there.
    ModelFormatError
        The weights do not fit the settings.
    """
    for option, value, known in (
        ("engine", engine, ENGINES),
        ("precision", precision, PRECISIONS),
    ):
        if value not in known:
            raise ConfigError(
                f"`{option}` is {value!r}, expected one of: {', '.join(known)}", setting=option
            )
    parse_device(device)  # before TensorFlow is loaded, which takes seconds
    if engine == "tensorflow" and precision == "int8":
        raise ConfigError(
            "`precision=int8` is for the ONNX engine: leave `engine` out", setting="engine"
        )
    if takes_tensorflow(engine, precision, device):
        try:
            with importing_tensorflow(), needs("train"):
                from nertag.model.engines.tensorflow import load_engine
            loaded = load_engine(bundle, device)
            if engine == "tensorflow" or "GPU" in loaded.device:
                return loaded
            why = "TensorFlow does not see it"
        except MissingPackageError:
            if engine == "tensorflow" or device != "auto":
                raise
            why = "TensorFlow is not installed"
        warnings.warn(
            f"there is a GPU, but {why}: ONNX Runtime tags on the CPU "
            "(pip install 'nertag[gpu]' brings TensorFlow with the CUDA libraries; "
            "`device=cpu` asks for this)",
            EngineWarning,
            stacklevel=2,
        )
    elif device not in ("auto", "cpu"):
        raise ConfigError(
            f"`device` is {device!r}, but the ONNX engine works on the CPU", setting="device"
        )
    from nertag.features import GraphInputs
    from nertag.model.engines.onnx import OnnxEngine

    inputs = GraphInputs(bundle.lookups, bundle.weights, bundle.features)
    return OnnxEngine(graph_of(bundle, precision), inputs)


class EngineWarning(UserWarning):
    """Another engine is used than the machine would suggest."""


def graph_of(bundle: Bundle, precision: str) -> bytes:
    """The network as an ONNX graph: the bundle's own, or made of its weights if it has none.

    Parameters
    ----------
    bundle : Bundle
        The model.
    precision : {"float32", "int8"}
        Arithmetic of the graph's matrix products.

    Raises
    ------
    ModelFormatError
        There is no graph, and the weights are those of another network.
    """
    if precision in bundle.graphs:
        return bundle.graphs[precision]
    with needs("train"):
        from nertag.model.engines import onnx_graph

    if precision == "int8":
        return onnx_graph.quantise_graph(graph_of(bundle, "float32"))
    try:
        return onnx_graph.build_graph(bundle.weights)
    except KeyError as error:
        raise ModelFormatError(
            f"the weights {error.args[0]} are missing, as in models of an older nertag: train again"
        ) from None


def self_describing_graph(bundle: Bundle, precision: str) -> bytes:
    """The network as an ONNX graph that says what it is made of, for other programs.

    Parameters
    ----------
    bundle : Bundle
        The model.
    precision : {"float32", "int8"}
        Arithmetic of the graph's matrix products.
    """
    with needs("train"):
        from nertag.model.engines.onnx_graph import describe

    facts = {
        "nertag.version": versions().get("nertag", ""),
        "nertag.tags": bundle.tags,
        "nertag.tokens": bundle.settings.reading.tokens,
        "nertag.vocabulary": bundle.vocabulary.rows,
    }
    return describe(graph_of(bundle, precision), facts)


def takes_tensorflow(engine: str, precision: str, device: str) -> bool:
    """Whether these arguments need TensorFlow; TensorFlow is not loaded to find out.

    Parameters
    ----------
    engine : str
        The engine that is asked for.
    precision : str
        The precision that is asked for.
    device : str
        The device that is asked for.
    """
    if engine != "auto" or precision == "int8" or device == "cpu":
        return engine == "tensorflow"
    return device != "auto" or gpu_is_there()


def gpu_is_there() -> bool:
    """Whether NVIDIA's driver has a GPU for this process; honours CUDA_VISIBLE_DEVICES."""
    name = {"win32": "nvcuda.dll"}.get(sys.platform, "libcuda.so.1")
    try:
        driver = ctypes.CDLL(name)
    except OSError:
        return False
    count = ctypes.c_int(0)
    failed = driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count))
    return not failed and count.value > 0
