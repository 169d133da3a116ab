import shutil

import pytest
from command_tools import options, run
from tiny import FAST, corpus

import nertag
from nertag.errors import ConfigError
from nertag.model import read_facts


@pytest.mark.slow
def test_the_best_of_several_seeds_is_kept_and_all_can_be_compared(tmp_path, capsysbinary):
    train, _ = corpus(tmp_path)
    model, quick = tmp_path / "m", {**FAST, "epochs": 2, "vector_epochs": 1}
    code, out, _ = run(capsysbinary, "train", train, "-o", model, "--seeds", "3,4", *options(quick))
    assert code == 0
    homes = {seed: model / "seeds" / str(seed) for seed in (3, 4)}
    scores = {seed: nertag.load(home).scores.f1 for seed, home in homes.items()}
    best = max(scores, key=scores.get)
    kept = nertag.load(model)
    assert (kept.settings.training.seed, kept.scores.f1) == (best, scores[best])
    for name in ("report.html", "errors.jsonl"):
        assert (model / name).read_bytes() == (homes[best] / name).read_bytes()
    mean = sum(scores.values()) / 2
    assert f"seed 3 {scores[3]:.2%}, seed 4 {scores[4]:.2%}; mean {mean:.2%}, deviation" in out
    assert f"seed {best} is kept" in out
    assert out.count("sentences are held out as dev (seed 3)") == 1
    facts = [read_facts(home) for home in homes.values()]
    assert facts[0]["data"] == facts[1]["data"]
    assert facts[0]["dev"]["tokens"] == facts[1]["dev"]["tokens"]
    code, out, _ = run(capsysbinary, "report", *homes.values())
    assert code == 0
    shutil.rmtree(model)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"seed": 1, "seeds": [1, 2]}, "`seed` and `seeds` are both given"),
        ({"resume": True, "seeds": [1, 2]}, "`resume` goes on with one run"),
        ({"seeds": [1, 1]}, "expected seeds that differ"),
        ({"seeds": [-1]}, "`seed` is -1, expected at least 0"),
    ],
)
def test_seeds_that_make_no_sense_are_refused(tmp_path, given, message):
    train, _ = corpus(tmp_path)
    with pytest.raises(ConfigError, match=message):
        nertag.train(train, output=tmp_path / "m", **given)
    assert not (tmp_path / "m").exists()


def test_what_is_no_list_of_seeds_is_refused(tmp_path, capsysbinary):
    train, _ = corpus(tmp_path)
    code, _, err = run(capsysbinary, "train", train, "--seeds", "1;2")
    assert (code, err) == (2, "nertag: --seeds is '1;2', expected whole numbers such as 1,2,3\n")
