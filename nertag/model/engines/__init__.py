"""What turns ids into emissions at tagging time."""

from nertag.model.engines.choice import (
    EngineWarning,
    graph_of,
    load_engine,
    self_describing_graph,
    takes_tensorflow,
)
from nertag.model.engines.engine import Engine
from nertag.model.engines.quiet import importing_tensorflow

__all__ = [
    "Engine",
    "EngineWarning",
    "graph_of",
    "importing_tensorflow",
    "load_engine",
    "self_describing_graph",
    "takes_tensorflow",
]
