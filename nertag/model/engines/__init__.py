"""What turns ids into emissions at tagging time."""

from nertag.model.engines.choice import (
    PRECISIONS_OF,
    EngineWarning,
    bfloat16_is_there,
    graph_of,
    load_engine,
    precision_of,
    self_describing_graph,
    takes_tensorflow,
)
from nertag.model.engines.engine import Engine
from nertag.model.engines.quiet import importing_tensorflow

__all__ = [
    "PRECISIONS_OF",
    "Engine",
    "EngineWarning",
    "bfloat16_is_there",
    "graph_of",
    "importing_tensorflow",
    "load_engine",
    "precision_of",
    "self_describing_graph",
    "takes_tensorflow",
]
