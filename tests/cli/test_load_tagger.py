import pytest
from engine_tools import bundle_of

from nertag.cli.load_tagger import load_tagger
from nertag.model import save_bundle
from nertag.model.engines import choice
from nertag.model.engines.onnx import OnnxEngine

HOW = {"device": "auto", "engine": "auto", "precision": "float32"}


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("loading") / "m"
    save_bundle(bundle_of("small"), folder)
    return folder


def engine_of(model, **how):
    return load_tagger(model, **{**HOW, **how})._engine


def test_loading_says_nothing(model, capfd):
    assert isinstance(engine_of(model, device="cpu"), OnnxEngine)
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_loading_into_tensorflow_says_nothing(model, capfd):
    from nertag.model.engines.tensorflow import TensorFlowEngine

    assert isinstance(engine_of(model, engine="tensorflow"), TensorFlowEngine)
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_another_engine_than_expected_is_told_on_one_line(model, capfd, monkeypatch):
    monkeypatch.setattr(choice, "gpu_is_there", lambda: True)
    assert isinstance(engine_of(model), OnnxEngine)
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("nertag: there is a GPU, but TensorFlow does not see it: the CPU tags")
    assert err.count("\n") == 1
