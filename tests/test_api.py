import inspect
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pytest

import nertag
from nertag import api
from nertag.cli.settings_options import READING
from nertag.config import GROUPS, ReadSettings, TrainSettings, settings_from
from nertag.errors import ConfigError

PUBLIC = {
    "train",
    "load",
    "read",
    "check",
    "split",
    "convert",
    "evaluate",
    "compare",
    "Tagger",
    "Sentence",
    "Entity",
    "TaggedText",
    "Scores",
    "Settings",
    "Listener",
    "NertagClassifier",
    "cross_validate",
    "NertagError",
    "__version__",
}


def test_public_names_are_there_and_no_others():
    assert len(PUBLIC) <= 19
    assert set(nertag.__all__) == PUBLIC
    for name in PUBLIC - {"__version__"}:
        assert getattr(nertag, name).__name__ == name
    assert re.fullmatch(r"\d+\.\d+\S*|unknown", nertag.__version__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = nertag.nothing


def test_public_functions_and_methods_are_documented():
    for name in PUBLIC - {"__version__"}:
        value = getattr(nertag, name)
        assert value.__doc__, name
        if inspect.isclass(value):
            for member in vars(value):
                if not member.startswith("_") and callable(getattr(value, member)):
                    assert inspect.getdoc(getattr(value, member)), f"{name}.{member}"


@pytest.mark.parametrize(("language", "tokens"), [("zh", "char"), ("en", "word")])
def test_the_embedded_corpora_are_found(language, tokens):
    for name in ("train.bio", "dev.bio", "test.bio", "unlabelled.txt", "to_tag.txt"):
        assert api.sample(name, language).stat().st_size > 0
    assert len(nertag.read(api.sample("train.bio", language), tokens=tokens)) >= 1500
    assert api.sample("train.bio") == api.sample("train.bio", "zh")


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """What training is asked for; nothing is trained."""
    seen = []

    def train_model(data, output, settings, listener, *, init, resume, workers):
        seen.append((data, settings))

    monkeypatch.setattr("nertag.training.pipeline.train_model", train_model)
    monkeypatch.chdir(tmp_path)
    Path("x.bio").write_text("a\tB-X\n\n" * 10, encoding="utf-8")
    return seen


@pytest.mark.slow
def test_without_arguments_it_trains_on_the_embedded_corpus(asked):
    nertag.train(output="m", epochs=2)
    ((data, settings),) = asked
    assert [Path(path).name for path in data.files] == ["train.bio", "dev.bio"]
    assert settings.vectors.text == (str(api.sample("unlabelled.txt")),)
    assert settings.training.epochs == 2


@pytest.mark.slow
def test_a_sample_brings_its_tokens_its_dev_file_and_its_raw_text(asked):
    nertag.train(sample="en", output="m")
    ((data, settings),) = asked
    assert list(data.files) == [str(api.sample(name, "en")) for name in ("train.bio", "dev.bio")]
    assert settings.vectors.text == (str(api.sample("unlabelled.txt", "en")),)
    assert settings.reading.tokens == "word"


def test_settings_go_before_those_of_a_sample():
    settings = api.training_settings(None, None, None, {"text": ("a.txt",)}, sample="en")
    assert (settings.reading.tokens, settings.vectors.text) == ("word", ("a.txt",))


def test_a_sample_is_not_used_beside_a_training_file():
    with pytest.raises(ConfigError, match=r"`sample` is 'en', but `train` is x\.bio"):
        nertag.train("x.bio", sample="en")


def test_a_sample_that_is_not_there_is_refused():
    with pytest.raises(ConfigError, match="`sample` is 'fr', expected zh or en"):
        nertag.train(sample="fr")


@pytest.mark.slow
def test_arguments_go_before_the_file_and_the_file_before_defaults(asked):
    Path("settings.toml").write_text("units = 7\nlr = 1\n", encoding="utf-8")
    nertag.train("x.bio", config="settings.toml", units=9)
    ((_, settings),) = asked
    assert (settings.network.units, settings.training.lr, settings.training.patience) == (9, 1, 12)


def test_arguments_go_before_a_file_with_hyphens_when_a_model_goes_on(tmp_path):
    first = SimpleNamespace(settings=settings_from({"units": 7}))
    config = tmp_path / "settings.toml"
    config.write_text("batch-size = 8\n", encoding="utf-8")
    settings = api.training_settings("x.bio", config, first, {"batch_size": 64})
    assert (settings.training.batch_size, settings.network.units) == (64, 7)


def test_a_model_is_not_replaced_by_the_run_that_begins_from_it(tmp_path):
    with pytest.raises(ConfigError, match="give another `output`"):
        nertag.train("x.bio", init=tmp_path / "m", output=tmp_path / "n" / ".." / "m")


def test_a_dev_file_needs_a_train_file():
    with pytest.raises(ConfigError, match="the embedded corpus has its own dev file"):
        nertag.train(dev="dev.bio")


def test_read_gives_sentences_with_tags():
    sentence = nertag.read(api.sample("dev.bio"))[0]
    assert len(sentence) == len(sentence.text) == len(sentence.tags)


def test_keyword_arguments_are_the_settings():
    grouped = {one.name: one.type for group in GROUPS.values() for one in fields(group)}
    types = {"preset": "str", **grouped}
    known = {name: kind.__forward_arg__ for name, kind in TrainSettings.__annotations__.items()}
    assert known == types
    assert ReadSettings.__annotations__.keys() == {*READING, "scheme", "overlap"}


SCRIPTS = Path(__file__).parent / "typed"
"""A script with every public call, and one of wrong calls."""


@pytest.mark.slow
def test_mypy_knows_the_api_and_finds_every_wrong_call(tmp_path):
    right, wrong = (shutil.copy(SCRIPTS / name, tmp_path) for name in ("right.py", "wrong.py"))
    root = Path(nertag.__file__).parents[1]
    # mypy finds what is installed by itself, and refuses to be told where.
    checkout = {} if root.name == "site-packages" else {"MYPYPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", right, wrong],
        cwd=tmp_path,
        env={**os.environ, **checkout},
        capture_output=True,
        encoding="utf-8",
    )
    found = re.findall(r"^(\w+\.py):(\d+): error: (.*)$", done.stdout, re.MULTILINE)
    assert [message for file, _, message in found if file == "right.py"] == []
    messages = {int(line): message for file, line, message in found if file == "wrong.py"}
    lines = (SCRIPTS / "wrong.py").read_text(encoding="utf-8").splitlines()
    wanted = {
        number: line.rpartition("  # ")[2] for number, line in enumerate(lines, 1) if "  # " in line
    }
    assert messages.keys() == wanted.keys(), done.stdout
    for number, named in wanted.items():
        assert named in messages[number], lines[number - 1]


def test_the_script_that_mypy_reads_calls_all_that_is_public():
    script = (SCRIPTS / "right.py").read_text(encoding="utf-8")
    assert set(re.findall(r"nertag\.(\w+)", script)) >= PUBLIC
    methods = {
        member
        for name in PUBLIC - {"__version__", "Listener", "NertagError"}
        for member, value in vars(getattr(nertag, name)).items()
        if not member.startswith("_") and callable(value)
    }
    assert {name for name in methods if f".{name}(" not in script} == set()
