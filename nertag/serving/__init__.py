"""A model behind HTTP: one service, several protocols, a page to try it on.

FastAPI is loaded here and nowhere else.
"""

from nertag.serving.app import make_app
from nertag.serving.learning import LearningSettings
from nertag.serving.run import serve
from nertag.serving.settings import ServiceSettings

__all__ = ["LearningSettings", "ServiceSettings", "make_app", "serve"]
