"""A served model that learns from the annotations of a labelling tool, in the background."""

from nertag.serving.learning.annotations import Annotations
from nertag.serving.learning.learner import Learner
from nertag.serving.learning.settings import LearningSettings

__all__ = ["Annotations", "Learner", "LearningSettings"]
