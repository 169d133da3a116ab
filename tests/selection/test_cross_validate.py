import json
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from report_tools import check_page
from tiny import FAST, corpus

import nertag
from nertag.cli.main import main
from nertag.errors import ConfigError, DataError
from nertag.text import spans, spans_to_tags, tag_set

QUICK = {**FAST, "epochs": 4}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("corpus"))[0]


@pytest.mark.slow
def test_each_sentence_is_predicted_by_a_model_that_has_not_seen_it(file, monkeypatch):
    seen = []
    train = nertag.train

    def noting(data, **settings):
        seen.append({sentence.text for sentence in data})
        return train(data, **settings)

    module = sys.modules["nertag.selection.cross_validate"]  # its name is the function's too
    monkeypatch.setattr(module, "train", noting)
    found = nertag.cross_validate(file, folds=3, **QUICK)
    gold = nertag.read(file)
    assert [one.text for one in found.sentences] == [one.text for one in gold]
    assert sum(scores.sentences for scores in found.folds) == len(gold)
    for sentence in gold:
        assert sum(sentence.text not in texts for texts in seen) == 1
    assert found.scores == nertag.evaluate(gold, predicted=found.sentences)
    assert 0.3 < found.f1 <= 1
    assert found.spread >= 0


@pytest.mark.slow
def test_the_command_shows_the_folds_and_writes_what_was_predicted(file, tmp_path, capsys):
    out = tmp_path / "predicted.conll"
    settings = [f"--{name.replace('_', '-')}={value}" for name, value in QUICK.items()]
    report = tmp_path / "report"
    where = ["-o", str(out), "--report", str(report)]
    with pytest.raises(SystemExit) as end:
        main(["cross-validate", str(file), "--folds", "2", *where, "--json", *settings])
    assert end.value.code == 0
    said = capsys.readouterr()
    facts = json.loads(said.out)
    assert len(facts["folds"]) == 2
    scores = nertag.evaluate(file, predicted=out)
    assert scores.f1 == pytest.approx(facts["scores"]["strict"]["micro"]["f1"])
    assert f"nertag evaluate {file} {out}" in said.err
    page = check_page((report / "report.html").read_text(encoding="utf-8"))
    assert {"folds", "types", "reliability"} <= {one["id"] for one in page.having("section")}
    assert "fold 2" in page.text
    assert (report / "label-errors.jsonl").exists()


class Oracle:
    """Predicts what is right; it is its own look at sentences."""

    temperature = 1.0

    def __init__(self, gold):
        self.known = {sentence.text: sentence.tags for sentence in gold}
        self.tags = tag_set(["LOC", "PER"])
        self._bundle = SimpleNamespace(labels=["LOC", "PER"])

    def look(self, sentences):
        self.found = [self.known[sentence.text] for sentence in sentences]
        return self

    @property
    def spans(self):
        return list(map(spans, self.found))

    def probabilities(self, asked, temperature):
        return [[1.0] * len(row) for row in asked]

    def marginals(self, temperature):
        ones = np.eye(len(self.tags))
        return [ones[[self.tags.index(tag) for tag in row]] for row in self.found]


@pytest.mark.parametrize("scheme", ["BIO", "BIOES", "IOB1"])
def test_predictions_are_scored_whatever_the_scheme_of_the_data(file, monkeypatch, scheme):
    """Tags in BIO were read in the scheme of the data: of BIOES most entities counted as missed."""
    bio = nertag.read(file)
    written = [
        replace(one, tags=tuple(spans_to_tags(spans(one.tags), len(one), scheme))) for one in bio
    ]
    assert nertag.cross_validate  # its module is loaded now
    module = sys.modules["nertag.selection.cross_validate"]
    monkeypatch.setattr(module, "train", lambda data, **settings: Oracle(bio))
    found = nertag.cross_validate(written, folds=3)
    assert found.f1 == found.scores.f1 == found.scores.conlleval.micro.f1 == 1
    assert [one.tags for one in found.sentences] == [one.tags for one in bio]
    assert list(found.label_errors) == []


def test_what_cannot_be_cross_validated_is_refused(file):
    with pytest.raises(ConfigError, match="`folds` is 99,999"):
        nertag.cross_validate(file, folds=99_999, **QUICK)
    with pytest.raises(DataError, match="no entity to learn from"):
        nertag.cross_validate([("text", [])] * 4)
    with pytest.raises(ConfigError, match="`layer`"):
        nertag.cross_validate(file, layer="x")
