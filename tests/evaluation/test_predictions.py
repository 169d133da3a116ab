import csv
import io
from dataclasses import replace

import pytest
from report_tools import TEXT, sentence
from tiny import GOLDEN

import nertag
from nertag.evaluation.evaluate import found_by_tool, training_gold
from nertag.evaluation.metrics.bootstrap import LEVEL
from nertag.evaluation.predictions import Outcome
from nertag.evaluation.read import Gold
from nertag.model import versions
from nertag.report.charts import report_charts
from nertag.tagging import model_of


def outcome(**more):
    gold = [sentence([(0, 2, "PER"), (3, 5, "LOC")]), sentence([(0, 2, "PER")])]
    predicted = [[(0, 2, "PER")], [(3, 5, "LOC")]]
    return Outcome(Gold("dev.bio", "BIO", gold), predicted, predicted, ["PER"], **more)


def test_scores():
    scores = outcome().scores().to_dict()
    assert (scores["sentences"], scores["tokens"], scores["scheme"]) == (2, 2 * len(TEXT), "BIO")
    assert scores["only_in_gold"] == {"LOC": 1}
    assert scores["strict"]["micro"]["f1"] == pytest.approx(0.4)
    interval = scores["interval"]
    assert interval["level"] == LEVEL
    assert interval["f1"] == pytest.approx(0.4)
    assert interval["low"] < 0.4 < interval["high"]


def test_results_have_the_same_figures():
    found = outcome().results()
    scores = outcome().scores().to_dict()
    assert found.total.f1 == pytest.approx(scores["strict"]["micro"]["f1"])
    for label, row in scores["strict"]["types"].items():
        counts = found.types[label]
        assert (counts.precision, counts.recall, counts.f1, counts.gold) == pytest.approx(
            (row["precision"], row["recall"], row["f1"], row["support"])
        )
    assert found.interval.low == scores["interval"]["low"]
    assert (found.history, found.best_epoch) == ((), 0)
    assert found.about["Data"]["labelled file"] == "dev.bio"
    assert "numpy" in found.about["Versions"]["scored with"]


def test_probabilities_reach_the_mistakes():
    probabilities = [{(0, 2, "PER"): 0.9, (3, 5, "LOC"): 0.2}] * 2
    found = outcome(probabilities=probabilities).results()
    assert [one.doubt for one in found.mistakes] == pytest.approx([0.2, 0.8, 0.1])
    assert sum(one.count for one in found.reliability) == 2


def test_training_sentences_tell_what_was_seen():
    found = outcome().results([sentence([(0, 2, "PER")])])
    assert found.about["Data"]["training sentences"] == "1"
    seen = found.groups["whether the training data has the mention"]
    assert (seen["seen"].gold, seen["unseen"].gold) == (2, 1)


def test_files_of_any_tool(tmp_path):
    gold, predicted = tmp_path / "gold.bio", tmp_path / "predicted.bio"
    gold.write_text("a\tB-X\nb\tI-X\n", encoding="utf-8")
    predicted.write_text("a\tB-X\nb\tB-Y\n", encoding="utf-8")
    found = found_by_tool(gold, predicted)
    assert found.labels == ["X", "Y"]
    assert [one.kind for one in found.results().mistakes] == ["boundary", "spurious"]
    assert training_gold(gold).sentences[0].tags == ("B-X", "I-X")


@pytest.fixture(scope="module")
def tagger():
    return nertag.load(GOLDEN / "first")


def test_what_the_model_tells_of_itself(tagger):
    rows = [sentence([(0, 2, "PER")])]
    found = Outcome.of(tagger, Gold("dev.bio", "BIO", rows)).results()
    settings = found.about["Settings"]
    assert settings["units"] == str(model_of(tagger).settings.network.units)
    assert settings["bigrams"] == "no"
    assert found.about["Data"]["training sentences"] == "60"
    assert len(found.history) == model_of(tagger).facts["epochs"]
    assert found.best_epoch == model_of(tagger).facts["best_epoch"]
    written = model_of(tagger).facts["written_by"].items()
    assert found.about["Versions"] == {
        "scored with": ", ".join(f"{name} {version}" for name, version in versions().items()),
        "trained with": ", ".join(f"{name} {version}" for name, version in written),
    }


@pytest.mark.slow
def test_a_history_read_from_a_file_is_the_same(tagger):
    text = io.StringIO()
    writer = csv.DictWriter(text, model_of(tagger).history[0])
    writer.writeheader()
    writer.writerows(model_of(tagger).history)
    rows = list(csv.DictReader(io.StringIO(text.getvalue())))
    found = Outcome.of(tagger, Gold("d", "BIO", [sentence([(0, 2, "PER")])])).results()
    assert report_charts(replace(found, history=rows)) == report_charts(found)
