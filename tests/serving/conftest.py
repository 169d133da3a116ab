import pytest
from serving_tools import MODEL, serving

from nertag.tagging import Tagger


@pytest.fixture(scope="session")
def client():
    """Calls a service with two models of the same files."""
    with serving({"tiny": MODEL, "other": MODEL}, max_characters=2000) as client:
        yield client


@pytest.fixture(scope="session")
def tagger():
    """The tagger of the service's models."""
    return Tagger.load(MODEL, engine="onnx")
