import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.config import (
    GROUPS,
    SETTINGS,
    NetworkSettings,
    Settings,
    reading_from,
    settings_from,
    settings_in,
)
from nertag.errors import ConfigError


def test_the_defaults_are_allowed_and_survive_json():
    settings = Settings()
    assert settings_from(json.loads(json.dumps(settings.to_dict()))) == settings


def test_every_setting_has_a_meaning_and_a_type_the_command_line_knows():
    for setting in SETTINGS.values():
        assert setting.help
        assert setting.kind in (bool, int, float, str, tuple)


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
        ("dropout", "half", "a number, or auto"),
        ("dropout", False, "a number, or auto"),
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
        ("dropout", 0.96, "at most 0.95, or auto"),
        ("dropout", -0.1, "at least 0, or auto"),
        ("epochs", 0, "at least 1, or auto"),
        ("dropout", float("nan"), "a finite number, or auto"),
        ("lr", float("nan"), "a finite number"),
        ("units", 0, "at least 1"),
        ("seed", -1, "at least 0"),
        ("clip", 0.0, "at least 1e-06"),
    ],
)
def test_out_of_range(key, value, expected):
    with pytest.raises(ConfigError, match=f"^`{key}` is .*expected {expected}$"):
        settings_from({key: value})


def test_a_seed_too_big_for_gensim_or_tensorflow_does_not_end_a_run_half_way():
    assert settings_from({"seed": 2**31 - 1}).training.seed == 2**31 - 1
    with pytest.raises(ConfigError, match=r"expected at most 2147483647$"):
        settings_from({"seed": 2**31})


def test_values_of_kin_are_taken():
    settings = settings_from({"lr": 1, "vectors": Path("v.bin"), "text": [Path("a"), "b"]})
    assert (settings.vectors.vectors, settings.vectors.text) == ("v.bin", ("a", "b"))
    assert settings.training.lr == 1.0
    assert type(settings.training.lr) is float


def test_settings_checks_too_and_cannot_be_changed():
    with pytest.raises(ConfigError, match="`units` is 0"):
        NetworkSettings(units=0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        NetworkSettings().units = 3


@pytest.mark.parametrize("name", [name for name, one in SETTINGS.items() if one.automatic])
def test_automatic_is_none_however_it_is_said(name):
    for value in (None, "auto"):
        assert settings_from({name: value}).to_dict()[name] is None
    with pytest.raises(ConfigError, match=f"^`{name}` is -1.*, or auto$"):
        settings_from({name: -1})


def test_settings_of_reading_are_taken_alone():
    assert reading_from({"tag_column": 2}) == settings_from({"tag_column": 2}).reading
    with pytest.raises(ConfigError, match="unknown setting 'units'"):
        reading_from({"units": 3})


def test_names_are_unique_among_groups():
    names = [name for group in GROUPS.values() for name in settings_in(group)]
    assert len(names) == len(set(names))
    assert list(SETTINGS) == ["preset", *names] == list(settings_from({}).to_dict())


@given(
    st.dictionaries(
        st.sampled_from(list(SETTINGS)) | st.text(max_size=9),
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
        kept = settings.to_dict()[key]
        assert kept == SETTINGS[key].converted(value)


# Presets


def test_a_preset_changes_what_is_not_given():
    small = settings_from({"preset": "small"})
    found = (small.vectors.bigrams, small.network.convolution, small.training.replace_mentions)
    assert found == (False, 0, 0.0)
    assert settings_from({"preset": "small", "convolution": 7}).network.convolution == 7
    default = settings_from({})
    assert default.vectors.bigrams
    assert default.network.convolution
    assert settings_from(small.to_dict()) == small
    best = settings_from({"preset": "best"})
    assert best.network.units > default.network.units
    assert best.network.convolution > default.network.convolution


def test_an_unknown_preset():
    with pytest.raises(ConfigError, match="expected one of: small, default, best"):
        settings_from({"preset": "huge"})
