import os
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from nertag.config import NetworkSettings
from nertag.errors import ConfigError
from nertag.io.parallel import cores
from nertag.nn.device import configure
from nertag.nn.network import Network

pytestmark = pytest.mark.slow


class FakeGpus:
    """Stands in for TensorFlow's configuration of physical devices."""

    def __init__(self, monkeypatch, count, *, started=False):
        self.gpus = [f"gpu-{number}" for number in range(count)]
        self.growth, self.visible, self.started = {}, list(self.gpus), started
        monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: list(self.gpus))
        monkeypatch.setattr(tf.config, "set_visible_devices", self.set_visible)
        monkeypatch.setattr(tf.config, "get_visible_devices", lambda kind: self.visible)
        monkeypatch.setattr(tf.config.experimental, "set_memory_growth", self.set_growth)
        monkeypatch.setattr(
            tf.config.experimental, "get_memory_growth", lambda gpu: self.growth.get(gpu, False)
        )

    def set_growth(self, gpu, wanted):
        if self.started:
            raise RuntimeError("cannot be changed after the start")
        self.growth[gpu] = wanted

    def set_visible(self, devices, kind):
        if self.started:
            raise RuntimeError("cannot be changed after the start")
        self.visible = devices


def test_memory_grows_on_every_gpu(monkeypatch):
    fake = FakeGpus(monkeypatch, 3)
    assert configure("auto") == "/GPU:0"
    assert fake.growth == {"gpu-0": True, "gpu-1": True, "gpu-2": True}


@pytest.mark.parametrize(
    ("device", "visible"), [("gpu", ["gpu-0"]), ("gpu:1", ["gpu-1"]), ("cpu", [])]
)
def test_the_chosen_device_is_the_only_one_seen(monkeypatch, device, visible):
    fake = FakeGpus(monkeypatch, 2)
    assert configure(device) == ("/GPU:0" if visible else "/CPU:0")
    assert fake.visible == visible
    assert all(fake.growth.values())


@pytest.mark.parametrize("device", ["gpu:2", "gpu:9"])
def test_a_gpu_that_is_not_there(monkeypatch, device):
    FakeGpus(monkeypatch, 2)
    with pytest.raises(ConfigError, match="sees 2 GPUs"):
        configure(device)


@pytest.mark.parametrize("device", ["tpu", "cpu:1", "gpu:x", ""])
def test_an_unknown_device(device):
    with pytest.raises(ConfigError, match="expected auto, cpu, gpu, gpu:N or gpus"):
        configure(device)


def test_tensorflow_was_started_before(monkeypatch):
    FakeGpus(monkeypatch, 1, started=True)
    with pytest.raises(ConfigError, match="TF_FORCE_GPU_ALLOW_GROWTH"):
        configure("auto")


def test_calling_it_again_after_the_start_is_fine(monkeypatch):
    fake = FakeGpus(monkeypatch, 1)
    configure("gpu")
    fake.started = True
    assert configure("gpu") == "/GPU:0"


def test_the_network_runs_on_a_second_logical_device():
    code = """
import numpy as np, tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
from nertag.config import NetworkSettings
from nertag.model.engines.tensorflow import TensorFlowEngine
from nertag.features.feature import Features
from nertag.nn.network import Network
networks = []
for device in ("/CPU:0", "/CPU:1"):
    with tf.device(device):
        networks.append(Network(("O", "B-X"), 4, np.zeros((0, 5), "f"), NetworkSettings(units=3)))
ids = np.array([[1, 2, 3], [2, 0, 0]], "i4")
first, second = (
    TensorFlowEngine(network, Features([]), device)(ids)
    for network, device in zip(networks, ("/CPU:0", "/CPU:1"))
)
np.testing.assert_allclose(first, second, atol=1e-6)
with tf.device("/CPU:1"):
    assert "CPU:1" in networks[1].emissions(tf.constant(ids), tf.zeros([2, 3, 0])).device
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.parametrize("given", ["", "7"])
def test_a_half_of_a_batch_has_half_of_the_cores_unless_the_user_says_else(given):
    code = """
import tensorflow as tf
from nertag.nn.device import configure
configure("cpu")
tf.ones(1)
configure("cpu")
print(tf.config.threading.get_intra_op_parallelism_threads())
"""
    environment = {k: v for k, v in os.environ.items() if k != "TF_NUM_INTRAOP_THREADS"}
    environment |= {"TF_NUM_INTRAOP_THREADS": given} if given else {}
    run = [sys.executable, "-c", code]
    found = subprocess.run(run, check=True, timeout=120, env=environment, stdout=subprocess.PIPE)
    assert int(found.stdout) == (0 if given else max(1, cores() // 2))


@pytest.mark.gpu
@pytest.mark.skipif(not tf.config.list_physical_devices("GPU"), reason="there is no GPU here")
def test_gpu_equals_cpu():
    rng = np.random.default_rng(0)
    ids = np.zeros((16, 70), "i4")
    for row, length in enumerate(rng.integers(1, 71, 16)):
        ids[row, :length] = rng.integers(1, 50, length)
    found = []
    for device in ("/CPU:0", "/GPU:0"):
        with tf.device(device):
            net = Network(
                ("O", "B-X", "I-X"), 50, np.zeros((0, 20), "f"), NetworkSettings(units=32)
            )
            found.append(net.emissions(tf.constant(ids), tf.zeros([*ids.shape, 0])).numpy())
    np.testing.assert_allclose(found[0][ids > 0], found[1][ids > 0], atol=1e-3)
