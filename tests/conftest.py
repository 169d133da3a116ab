import pytest
from hypothesis import settings

settings.register_profile("nertag", deadline=None, max_examples=60, database=None, derandomize=True)
# For ./scripts/test --quick
settings.register_profile("quick", settings.get_profile("nertag"), max_examples=6)
# For a longer search now and then: pytest --hypothesis-profile=explore
settings.register_profile("explore", deadline=None, max_examples=2000, database=None)
settings.load_profile("nertag")


def pytest_ignore_collect(collection_path, config):
    """Leave out files of which no test will run, since an import may take seconds or fail.

    They are those whose tests are all slow, and those that need Spark unless it is asked for.
    """
    if collection_path.suffix == ".py" and config.option.markexpr != "spark":
        text = collection_path.read_text(encoding="utf-8")
        if "\npytestmark = pytest.mark.spark\n" in text:
            return True
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


@pytest.fixture
def file(tmp_path):
    """Writes a file of a name and a content, and gives its path."""

    def file(name, content):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return file
