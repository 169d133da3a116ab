"""Which engine runs a model, in which precision."""

from __future__ import annotations

import ctypes
import sys
import warnings
from importlib.util import find_spec

from nertag.config import parse_device
from nertag.errors import ConfigError, MissingPackageError, ModelFormatError, needs
from nertag.model.bundle import Bundle
from nertag.model.engines.engine import Engine
from nertag.model.engines.quiet import importing_tensorflow
from nertag.model.versions import versions

PRECISIONS_OF = {
    "onnx": ("float32", "int8"),
    "openvino": ("float32", "bfloat16"),
    "tensorflow": ("float32",),
}
"""What each engine calculates in."""
FASTEST = {"float32": "onnx", "bfloat16": "openvino", "int8": "onnx"}
"""The engine that is taken on a CPU if none is named, by precision.

OpenVINO's float32 is no faster than ONNX Runtime's, and its LSTM calculates in float32 where the
graph is in int8; its bfloat16 is the only one. `docs/speed.md` has the figures.
"""
ENGINES = ("auto", *PRECISIONS_OF)
PRECISIONS = ("auto", *FASTEST)


def load_engine(
    bundle: Bundle, *, engine: str = "auto", precision: str = "auto", device: str = "auto"
) -> Engine:
    """The engine of a model directory's content.

    Parameters
    ----------
    bundle : Bundle
        The model.
    engine : {"auto", "onnx", "openvino", "tensorflow"}
        ``auto`` uses TensorFlow where there is a GPU, else the fastest for the precision.
    precision : {"auto", "float32", "bfloat16", "int8"}
        Arithmetic of the network; ``auto`` is as `precision_of` says.
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
    if engine != "auto" and precision not in ("auto", *PRECISIONS_OF[engine]):
        raise ConfigError(
            f"`precision={precision}` is for the engine {FASTEST[precision]}: leave `engine` out",
            setting="engine",
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
            f"there is a GPU, but {why}: the CPU tags "
            "(pip install 'nertag[gpu]' brings TensorFlow with the CUDA libraries; "
            "`device=cpu` asks for this)",
            EngineWarning,
            stacklevel=2,
        )
    elif device not in ("auto", "cpu"):
        raise ConfigError(
            f"`device` is {device!r}, but this engine works on the CPU", setting="device"
        )
    precision = precision_of(bundle, engine=engine, precision=precision, device="cpu")
    return _load_on_cpu(bundle, engine, precision)


def _load_on_cpu(bundle: Bundle, engine: str, precision: str) -> Engine:
    from nertag.features import GraphInputs

    inputs = GraphInputs(bundle.lookups, bundle.weights, bundle.features)
    engine = FASTEST[precision] if engine == "auto" else engine
    if engine == "onnx":
        from nertag.model.engines.onnx import OnnxEngine

        return OnnxEngine(graph_of(bundle, precision), inputs)
    with needs("fast"):
        from nertag.model.engines.openvino import OpenVinoEngine, has_bfloat16
    if precision == "bfloat16" and not has_bfloat16():
        raise ConfigError(
            "this processor does not multiply in bfloat16: `precision` float32 and int8 are left",
            setting="precision",
        )
    return OpenVinoEngine(graph_of(bundle, "float32"), inputs, precision)


def precision_of(bundle: Bundle, *, engine: str, precision: str, device: str) -> str:
    """The precision that is taken for ``auto``; any other one as it is.

    It is bfloat16 if the dev scores of the model allow it, OpenVINO is installed, and the processor
    multiplies in bfloat16: then the network is up to twice as fast. Else it is float32.

    Parameters
    ----------
    bundle : Bundle
        The model.
    engine : str
        The engine that is asked for.
    precision : str
        The precision that is asked for.
    device : str
        The device that is asked for.
    """
    if precision != "auto":
        return precision
    if takes_tensorflow(engine, precision, device):
        return "float32"
    may = "bfloat16" in PRECISIONS_OF.get(engine, ("bfloat16",)) and bundle.bears("bfloat16")
    return "bfloat16" if may and bfloat16_is_there() else "float32"


def bfloat16_is_there() -> bool:
    """Whether OpenVINO is installed, and the processor multiplies in bfloat16."""
    if find_spec("openvino") is None:
        return False
    from nertag.model.engines.openvino import has_bfloat16

    return has_bfloat16()


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
    if engine != "auto" or precision in ("bfloat16", "int8") or device == "cpu":
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
