import pytest

from nertag.config import parse_device
from nertag.errors import ConfigError


@pytest.mark.parametrize(
    ("device", "kind", "number"),
    [
        ("auto", "auto", 0),
        ("cpu", "cpu", 0),
        ("gpu", "gpu", 0),
        ("gpu:0", "gpu", 0),
        ("gpu:12", "gpu", 12),
    ],
)
def test_names_of_devices(device, kind, number):
    assert parse_device(device) == (kind, number)


@pytest.mark.parametrize(
    "device", ["cuda", "", "GPU", "cpu:0", "auto:1", "gpu:", "gpu:-1", "gpu:x", "gpu:1\n"]
)
def test_what_is_no_device(device):
    with pytest.raises(ConfigError, match="expected auto, cpu, gpu, gpu:N or gpus"):
        parse_device(device)
