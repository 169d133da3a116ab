import json
import sys
from itertools import pairwise

import pytest
from command_tools import run
from report_tools import check_page
from tiny import FAST, corpus

import nertag
from nertag.errors import ConfigError, DataError
from nertag.selection import learning_curve
from nertag.selection.folds import nested_parts


@pytest.fixture
def stub(monkeypatch):
    """Train no model: a tagger of the golden ones stands for all; what it was given is kept."""
    from tiny import GOLDEN

    given = []

    def train(data, dev, **settings):
        given.append((list(data), list(dev), settings))
        return nertag.load(GOLDEN / "old-default")

    monkeypatch.setattr(sys.modules["nertag.selection.learning_curve"], "train", train)
    return given


def test_parts_grow_and_the_dev_data_stay(tmp_path, stub):
    train, _ = corpus(tmp_path, 200)
    found = learning_curve(train, seed=3, units=7)
    assert list(found.sizes) == sorted(found.sizes)
    parts = [{one.text for one in part} for part, _, _ in stub]
    for part, more in pairwise(parts):
        assert part <= more
    held_out = {one.text for one in stub[0][1]}
    for part, (_, dev, settings) in zip(parts, stub):
        assert {one.text for one in dev} == held_out
        assert part & held_out == set()
        assert settings["units"] == 7
    texts = {one.text for one in nertag.read(train)}
    assert parts[-1] | held_out == texts
    assert all(0.8 < point.f1 <= 1 for point in found.points)


def test_the_command_says_and_shows_it(tmp_path, stub, capsysbinary):
    train, dev = corpus(tmp_path)
    page = tmp_path / "curve.html"
    code, out, _ = run(capsysbinary, "learning-curve", train, "--dev", dev, "-o", page)
    assert code == 0
    assert "100% of the data: 60 sentences" in out
    assert "120, by the curve" in out
    assert "data hardly pays" in check_page(page.read_text(encoding="utf-8")).text
    code, out, _ = run(capsysbinary, "learning-curve", train, "--dev", dev, "--json")
    assert json.loads(out)["points"][-1]["sentences"] == 60


def test_what_cannot_be_is_refused(tmp_path):
    train, _ = corpus(tmp_path)
    with pytest.raises(ConfigError, match=r"`dev_fraction` is 0\.8"):
        learning_curve(train, dev_fraction=0.8)
    with pytest.raises(DataError, match="no entity to learn from"):
        learning_curve([("text", [])] * 4)


def test_parts_have_their_shares():
    rows = nertag.read([(f"文{n}", [(0, 1, "X")]) for n in range(1000)])
    parts = nested_parts(rows, (0.1, 0.5, 1.0), seed=1)
    assert [len(part) for part in parts] == pytest.approx([100, 500, 1000], abs=2)


@pytest.mark.slow
def test_models_are_trained(tmp_path, monkeypatch):
    train, dev = corpus(tmp_path, 40)
    module = sys.modules["nertag.selection.learning_curve"]
    monkeypatch.setattr(module, "SHARES", (0.5, 1.0))
    found = learning_curve(train, dev, **{**FAST, "epochs": 1, "vector_epochs": 1})
    assert len(found.points) == 2
