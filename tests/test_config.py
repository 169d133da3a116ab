import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.config import Settings, read_toml, settings_from
from nertag.errors import ConfigError


def test_the_defaults_are_allowed_and_survive_json():
    settings = Settings()
    assert settings_from(json.loads(json.dumps(settings.to_dict()))) == settings


def test_every_setting_has_a_meaning_and_a_type_the_command_line_knows():
    for setting in dataclasses.fields(Settings):
        assert setting.metadata["help"]
        assert type(setting.default) in (bool, int, float, str, tuple)


@pytest.mark.parametrize(
    ("key", "near"),
    [("batchsize", "batch_size"), ("dropuot", "dropout"), ("Head", "head"), ("epoch", "epochs")],
)
def test_an_unknown_key_names_the_nearest(key, near):
    with pytest.raises(ConfigError) as caught:
        settings_from({key: 1}, "my.toml")
    assert str(caught.value) == f"my.toml: unknown setting {key!r}; did you mean {near}?"


def test_a_key_like_no_other_lists_all():
    with pytest.raises(ConfigError, match=r"known are: preset, tokens, format, .*tensorboard"):
        settings_from({"zzzzzz": 1})


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("units", "128", "a whole number"),
        ("units", 1.0, "a whole number"),
        ("units", True, "a whole number"),
        ("dropout", "half", "a number"),
        ("dropout", False, "a number"),
        ("trust_pickle", 1, "true or false"),
        ("vectors", None, "a text"),
        ("text", "a.txt", "a list of texts"),
        ("preset", ["small"], "a text"),
    ],
)
def test_a_wrong_type_says_what_is_expected(key, value, expected):
    with pytest.raises(ConfigError) as caught:
        settings_from({key: value})
    assert str(caught.value) == f"`{key}` is {value!r}, expected {expected}"
    assert caught.value.setting == key


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("head", "CRF", "one of: crf, softmax"),
        ("tokens", "byte", "one of: char, word"),
        ("dropout", 0.96, "at most 0.95"),
        ("dropout", -0.1, "at least 0"),
        ("dropout", -1.1, "at least 0"),
        ("dropout", float("nan"), "at least 0"),
        ("lr", float("nan"), "at least 0"),
        ("units", 0, "at least 1"),
        ("seed", -1, "at least 0"),
        ("clip", 0.0, "at least 1e-06"),
    ],
)
def test_out_of_range(key, value, expected):
    with pytest.raises(ConfigError, match=f"^`{key}` is .*expected {expected}$"):
        settings_from({key: value})


def test_a_seed_too_big_for_gensim_or_tensorflow_does_not_end_a_run_half_way():
    assert settings_from({"seed": 2**31 - 1}).seed == 2**31 - 1
    with pytest.raises(ConfigError, match=r"expected at most 2147483647$"):
        settings_from({"seed": 2**31})


def test_values_of_kin_are_taken():
    settings = settings_from({"lr": 1, "vectors": Path("v.bin"), "text": [Path("a"), "b"]})
    assert (settings.lr, settings.vectors, settings.text) == (1.0, "v.bin", ("a", "b"))
    assert type(settings.lr) is float


def test_settings_checks_too_and_cannot_be_changed():
    with pytest.raises(ConfigError, match="`units` is 0"):
        Settings(units=0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().units = 3


@given(
    st.dictionaries(
        st.sampled_from([field.name for field in dataclasses.fields(Settings)])
        | st.text(max_size=9),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
        max_size=3,
    )
)
def test_any_values_are_settings_or_a_config_error(values):
    try:
        settings = settings_from(values)
    except ConfigError:
        return
    for key, value in values.items():
        kept = getattr(settings, key)
        assert kept == (tuple(value) if isinstance(value, list) else value)


def test_toml(tmp_path):
    path = tmp_path / "my.toml"
    path.write_bytes('\ufeffbatch-size = 8\r\nlr = 1\r\ntext = ["文.txt"]\r\n'.encode())
    settings = settings_from(read_toml(path), str(path))
    assert (settings.batch_size, settings.lr, settings.text) == (8, 1.0, ("文.txt",))


def test_a_toml_file_has_each_setting_once(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text("batch-size = 8\nbatch_size = 9\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="with hyphens and with underscores"):
        read_toml(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"units = 1\nhead = crf\n", "line 2"),
        (b"units = 1\nunits = 2\n", "line 2"),
        (b"vectors = '\xe9'\n", "utf-8"),
    ],
)
def test_what_is_not_toml_names_the_place(tmp_path, content, message):
    path = tmp_path / "my.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=message) as caught:
        read_toml(path)
    assert str(caught.value).startswith(str(path))


def test_a_toml_file_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read_toml(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_toml(tmp_path)


def test_a_toml_table_is_an_unknown_setting(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text("[training]\nepochs = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="unknown setting 'training'"):
        settings_from(read_toml(path))


# Presets


def test_a_preset_changes_what_is_not_given():
    small = settings_from({"preset": "small"})
    assert (small.bigrams, small.convolution, small.replace_mentions) == (False, 0, 0.0)
    assert settings_from({"preset": "small", "convolution": 7}).convolution == 7
    default = settings_from({})
    assert default.bigrams
    assert default.convolution
    assert settings_from(small.to_dict()) == small
    best = settings_from({"preset": "best"})
    assert best.units > default.units
    assert best.convolution > default.convolution


def test_an_unknown_preset():
    with pytest.raises(ConfigError, match="expected one of: small, default, best"):
        settings_from({"preset": "huge"})


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "9" * 400, "1e400", "[" * 5000])
def test_numbers_and_nesting_that_no_setting_has(tmp_path, value):
    path = tmp_path / "settings.toml"
    path.write_text(f"lr = {value}\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        settings_from(read_toml(path))
