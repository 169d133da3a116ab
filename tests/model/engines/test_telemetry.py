import os
import subprocess
import sys
from importlib import import_module

import pytest

from nertag.model.engines.telemetry import TELEMETRY, importing_openvino

CODE = """
import sys, threading
import nertag.model.engines.openvino
print([name for name in sys.modules if name.startswith("openvino_telemetry")])
print(threading.active_count())
"""


def test_openvino_sends_no_reports_and_keeps_no_files(tmp_path):
    """It did, from a process that was forked in a thread, and a training never ended by it."""
    pytest.importorskip("openvino")
    pytest.importorskip("openvino_telemetry")
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    environment |= {"HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    said = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split("\n")[:2] == ["[]", "1"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("before", [sys, None])
def test_what_was_there_is_there_after_the_block(monkeypatch, before):
    """None too: somebody else may keep the package from being imported."""
    monkeypatch.setitem(sys.modules, TELEMETRY, before)
    with importing_openvino(), pytest.raises(ModuleNotFoundError):
        import_module(TELEMETRY)
    assert sys.modules[TELEMETRY] is before


def test_nothing_is_left_of_the_block_that_fails(monkeypatch):
    monkeypatch.delitem(sys.modules, TELEMETRY, raising=False)
    with pytest.raises(ZeroDivisionError), importing_openvino():
        raise ZeroDivisionError
    assert TELEMETRY not in sys.modules
