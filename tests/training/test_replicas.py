import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from tiny import FAST, corpus
from training_tools import batch_of

import nertag
from nertag.tagging import model_of
from nertag.training.replicas import Replicas, rows_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def test_each_row_is_of_one_replica_and_counts_once():
    batch = tuple(map(tf.constant, batch_of([3, 1, 4, 2, 6])))
    seen = []
    for number in range(3):
        (ids, features, tags, lengths), share = rows_of(batch, number, 3)
        assert ids.shape[:2] == features.shape[:2] == tags.shape == (len(lengths), max(lengths))
        assert float(share) == pytest.approx(len(lengths) / 5)
        seen += lengths.numpy().tolist()
    assert seen == [3, 2, 1, 6, 4]


def test_a_replica_without_a_row_has_one_that_does_not_count():
    batch = tuple(map(tf.constant, batch_of([3])))
    (*_, lengths), share = rows_of(batch, 1, 2)
    assert lengths.numpy().tolist() == [3]
    assert float(share) == 0


def test_a_process_alone_tells_itself():
    assert Replicas.of(gpus=0).tell(b"words") == b"words"


@pytest.mark.parametrize("where", [["--cpus", "2"], ["--workers", "2", "--head", "softmax"]])
def test_many_replicas_train_as_one_does(where):
    script = [sys.executable, ROOT / "scripts" / "compare_devices", "--steps", "9", "--units", "4"]
    done = subprocess.run([*script, *where], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "largest difference" in done.stdout


DIES = """
import os, signal
from nertag.training import loop
agree = loop.Trainer._agree
def dying(self):
    agree(self)
    if self.progress.epoch == 2:
        os.kill(os.getpid(), signal.SIGKILL)
loop.Trainer._agree = dying
"""


def test_a_worker_that_dies_ends_the_run_in_words_and_it_goes_on(tmp_path):
    train, dev = corpus(tmp_path)
    how = {**FAST, "dropout": 0.0, "epochs": 6, "patience": 6}
    options = [f"--{name.replace('_', '-')}={value}" for name, value in how.items()]
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
    ):
        places = [f"127.0.0.1:{held.getsockname()[1]}" for held in (one, two)]
    running = []
    for number, before in enumerate(("", DIES)):
        task = {"type": "worker", "index": number}
        config = json.dumps({"cluster": {"worker": places}, "task": task})
        code = f"{before}\nfrom nertag.cli.main import main\nmain()"
        command = [sys.executable, "-c", code, "train", train, "--dev", dev, "-o", tmp_path / "m"]
        running.append(
            subprocess.Popen(
                [*command, "--workers-from-environment", *options],
                env={**os.environ, "TF_CONFIG": config},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    out, err = running[0].communicate(timeout=120)
    _, other = running[1].communicate(timeout=10)
    assert running[1].returncode == -signal.SIGKILL, other
    assert running[0].returncode == 2, out + err
    assert "another worker has ended or cannot be reached" in err
    assert "the best model so far" in err
    assert "--resume goes on" in err
    resumed = nertag.train(train, dev, output=tmp_path / "m", resume=True, **how)
    whole = nertag.train(train, dev, output=tmp_path / "whole", **how)
    for name, weight in model_of(whole).weights.items():
        np.testing.assert_allclose(model_of(resumed).weights[name], weight, atol=1e-5)


def test_an_address_that_another_process_has_is_told(tmp_path):
    train, dev = corpus(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as held:
        places = [f"127.0.0.1:{held.getsockname()[1]}", "127.0.0.1:1"]
        task = {"type": "worker", "index": 0}
        config = json.dumps({"cluster": {"worker": places}, "task": task})
        command = [sys.executable, "-m", "nertag", "train", train, "--dev", dev]
        command += ["-o", tmp_path / "m", "--workers-from-environment"]
        environment = {**os.environ, "TF_CONFIG": config}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert "the workers of TF_CONFIG did not come together" in done.stderr
