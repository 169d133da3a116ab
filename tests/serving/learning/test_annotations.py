import json

import pytest

from nertag.errors import DataError
from nertag.serving.learning import Annotations


def task(number, text="李雷在北京", result=()):
    annotation = {"id": 10 * number, "result": list(result)}
    return {"id": number, "data": {"text": text}, "annotations": [annotation]}


def texts(path):
    return [json.loads(line)["data"]["text"] for line in path.read_text().splitlines()]


def test_what_is_kept_is_there_after_a_restart(tmp_path):
    first = Annotations(tmp_path)
    first.keep(task(1))
    first.keep(task(2))
    assert first.waiting == Annotations(tmp_path).waiting == 2
    first.trained(first.state())
    first.keep(task(3))
    again = Annotations(tmp_path)
    assert again.state() == first.state()
    assert again.waiting == 1
    again.write(tmp_path / "train.jsonl", None)
    assert len(texts(tmp_path / "train.jsonl")) == 3


def test_an_annotation_waits_anew_only_if_it_has_changed(tmp_path):
    kept = Annotations(tmp_path)
    kept.keep(task(1))
    kept.trained(kept.state())
    kept.keep(task(1))
    assert kept.waiting == 0
    kept.keep(task(1, result=[{"type": "labels"}]))
    assert kept.waiting == 1


def test_what_came_during_a_training_waits_for_the_next(tmp_path):
    kept = Annotations(tmp_path)
    kept.keep(task(1))
    state = kept.state()
    kept.keep(task(1, text="other"))
    kept.keep(task(2))
    kept.trained(state)
    assert kept.waiting == 2


def test_what_is_gone_is_forgotten(tmp_path):
    kept = Annotations(tmp_path)
    for number in (1, 2, 3):
        kept.keep(task(number))
    kept.forget(tasks=(1,), annotations=(20, 999))
    assert kept.state().keys() == Annotations(tmp_path).state().keys() == {"3"}


def test_a_fifth_is_held_out_and_always_the_same(tmp_path):
    kept, train, dev = Annotations(tmp_path), tmp_path / "t.jsonl", tmp_path / "d.jsonl"
    for number in range(200):
        kept.keep(task(number, text=f"text {number}"))
    kept.write(train, dev)
    first = texts(dev)
    assert 20 < len(first) < 60
    assert len(first) + len(texts(train)) == 200
    for number in range(200, 300):
        kept.keep(task(number, text=f"text {number}"))
    kept.write(train, dev)
    assert set(first) <= set(texts(dev))


def test_a_folder_that_holds_something_else(tmp_path):
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "1.json").write_text("{")
    with pytest.raises(DataError, match="is no folder of annotations"):
        Annotations(tmp_path)
