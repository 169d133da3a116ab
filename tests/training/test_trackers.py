"""The trackers of the documentation, as its page shows them."""

import re
from pathlib import Path

import pytest
from tiny import corpus

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "trackers.md"

pytestmark = pytest.mark.slow


def test_mlflow_has_a_row_an_epoch_and_the_model(tmp_path, monkeypatch):
    import mlflow

    monkeypatch.chdir(tmp_path)
    mlflow.set_tracking_uri(f"file:{tmp_path / 'runs'}")
    corpus(tmp_path)
    example = re.findall(r"```python\n(import mlflow\n.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names = {}
    exec(compile(example[0], PAGE.name, "exec"), names)
    client = mlflow.MlflowClient()
    (run,) = client.search_runs(["0"])
    assert run.data.params == {"preset": "small", "epochs": "3"}
    assert run.data.metrics["best_f1"] == names["tagger"].scores.f1
    history = client.get_metric_history(run.info.run_id, "loss")
    assert [(one.step, one.value > 0) for one in history] == [(1, True), (2, True), (3, True)]
    kept = {one.path for one in client.list_artifacts(run.info.run_id)}
    assert {"manifest.json", "report.html"} <= kept
