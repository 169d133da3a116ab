import logging

import pytest
from tiny import FAST, sentences, write

import nertag
from nertag.evaluation.metrics.counts import Counts
from nertag.training.listeners import Epoch, Log


def test_an_epoch_in_a_line():
    epoch = Epoch(2, 3, 1.25, Counts(5, 10, 8), True, 0.5, 0.1, 3000, 1.5, 0.5)
    assert str(epoch) == (
        "epoch   2  loss   1.2500  dev P 50.00%  R 62.50%  F1 55.56% *      2,000 tokens/s    2.0 s"
    )


def test_lines_go_to_the_log(caplog):
    log = Log()
    log.say("done")
    assert not caplog.records
    with caplog.at_level(logging.INFO, "nertag"):
        log.say("done")
        log.warn("odd")
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("INFO", "done"),
        ("WARNING", "odd"),
    ]


@pytest.mark.slow
def test_from_python_warnings_are_heard_and_epochs_can_be(tmp_path, caplog):
    train = write(tmp_path / "t.bio", sentences(12))
    dev = write(tmp_path / "d.bio", [[("今", "O")]])
    caplog.set_level(logging.INFO, "nertag")
    nertag.train(train, dev, output=tmp_path / "m", **{**FAST, "epochs": 2})
    lines = [record.getMessage() for record in caplog.records]
    assert [line[:9] for line in lines if line.startswith("epoch")] == ["epoch   1", "epoch   2"]
    warned = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert len(warned) == 1
    assert "the dev set holds no entity" in warned[0]
