import pytest
from hypothesis import settings

settings.register_profile("nertag", deadline=None, max_examples=60, database=None, derandomize=True)
# For ./scripts/test --quick
settings.register_profile("quick", settings.get_profile("nertag"), max_examples=6)
# For a longer search now and then: pytest --hypothesis-profile=explore
settings.register_profile("explore", deadline=None, max_examples=2000, database=None)
settings.load_profile("nertag")


def pytest_ignore_collect(collection_path, config):
    """A run without slow tests does not import the files that have no others: some take seconds."""
    if config.option.markexpr == "not slow" and collection_path.suffix == ".py":
        text = collection_path.read_text(encoding="utf-8")
        return True if "\npytestmark = pytest.mark.slow\n" in text else None
    return None


@pytest.fixture
def no_chinese(monkeypatch):
    """Leave matplotlib but one font, which has no Chinese."""
    from matplotlib.font_manager import fontManager

    kept = [entry for entry in fontManager.ttflist if entry.name == "DejaVu Sans"]
    monkeypatch.setattr(fontManager, "ttflist", kept)
