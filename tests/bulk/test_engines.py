"""What the documentation says of Ray Data, Dask and datasets tags as the tagger does.

`./scripts/test --spark` runs these: they are of the stage with the engines of much data.
"""

import re
from pathlib import Path

import pandas as pd
import pytest
from tiny import GOLDEN

from nertag.tagging import Tagger

pytestmark = pytest.mark.spark

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/bulk.md"
MODEL = GOLDEN / "new-default"
TEXTS = ["李雷在北京。", "王芳去了上海吗？", None, "今天下雨。", "", "😀西安\n李雷"] * 4
FRAME = pd.DataFrame({"id": range(len(TEXTS)), "text": TEXTS})


@pytest.fixture
def tagged(tmp_path, monkeypatch):
    """What the examples of an engine make of a table."""
    (tmp_path / "model").symlink_to(MODEL)
    monkeypatch.chdir(tmp_path)
    section = PAGE.read_text(encoding="utf-8").partition("## Ray Data, Dask, datasets")[2]
    first, *others = re.findall(r"```python\n(.*?)```", section, re.DOTALL)

    def run(engine, **names):
        [example] = [one for one in others if one.startswith(f"# {engine}")]
        for code in (first, example):
            exec(compile(code, engine, "exec"), names)
        return names["tagged"]

    return run


def check(rows):
    """Rows are in any order, and have what they had."""
    tagger = Tagger.load(MODEL)
    rows = sorted(rows, key=lambda row: row["id"])
    assert [row["text"] or "" for row in rows] == [text or "" for text in TEXTS]
    for text, row in zip(TEXTS, rows):
        if text is None:
            assert row["entities"] is None
        else:
            found = [(one["start"], one["end"], one["label"]) for one in row["entities"]]
            entities = tagger.tag(text).entities
            assert found == [(one.start, one.end, one.label) for one in entities]


@pytest.mark.filterwarnings("ignore")
def test_ray_data(tagged):
    import ray.data

    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    try:
        source = ray.data.from_pandas(FRAME).repartition(2)
        check(tagged("Ray Data", ray_dataset=source).take_all())
    finally:
        ray.shutdown()


def test_dask(tagged):
    from dask.dataframe import from_pandas

    source = from_pandas(FRAME, npartitions=2)
    check(tagged("Dask", dask_frame=source).compute(scheduler="processes").to_dict("records"))


def test_datasets(tagged, monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    from datasets import Dataset

    source = Dataset.from_dict({"id": list(FRAME["id"]), "text": TEXTS})
    check(tagged("Hugging Face datasets", dataset=source).with_format(None))
