import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.config import SETTINGS, read_toml, settings_from, to_toml
from nertag.errors import ConfigError


def test_toml(tmp_path):
    path = tmp_path / "my.toml"
    path.write_bytes('\ufeffbatch-size = 8\r\nlr = 1\r\ntext = ["文.txt"]\r\n'.encode())
    settings = settings_from(read_toml(path), str(path))
    assert (settings.training.batch_size, settings.training.lr) == (8, 1.0)
    assert settings.vectors.text == ("文.txt",)


def test_a_toml_file_has_each_setting_once(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text("batch-size = 8\nbatch_size = 9\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="`batch_size` is there twice"):
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


def toml(folder, content):
    path = folder / "my.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_sections_are_the_groups(tmp_path):
    path = toml(tmp_path, 'preset = "best"\n[training]\nepochs = 3\n[vectors]\nvectors = "v.bin"\n')
    settings = settings_from(read_toml(path))
    assert (settings.preset, settings.training.epochs) == ("best", 3)
    assert settings.vectors.vectors == "v.bin"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[network]\nepochs = 3\n", r"`epochs` is in \[network\], expected in \[training\]"),
        ("epochs = 2\n[training]\nepochs = 3\n", "`epochs` is there twice"),
        ("[trainings]\nepochs = 3\n", "unknown setting 'trainings'"),
        ("[training]\nepoch = 3\n", "unknown setting 'epoch'; did you mean epochs"),
    ],
)
def test_a_section_that_is_wrong(tmp_path, content, message):
    with pytest.raises(ConfigError, match=message):
        settings_from(read_toml(toml(tmp_path, content)))


def values_of(setting):
    """Values that a setting may have."""
    if setting.choices:
        values = st.sampled_from(setting.choices)
    elif setting.kind is bool:
        values = st.booleans()
    elif setting.kind in (int, float):
        low, high = setting.low or 0, 10**9 if setting.high is None else setting.high
        values = st.integers(int(low), int(high)) if setting.kind is int else st.floats(low, high)
    else:
        text = st.text(st.characters(codec="utf-8"), max_size=9)
        values = st.lists(text, max_size=3) if setting.kind is tuple else text
    return values | st.none() if setting.automatic else values


@given(st.fixed_dictionaries({}, optional={n: values_of(one) for n, one in SETTINGS.items()}))
def test_what_is_written_is_read_back(tmp_path_factory, values):
    settings = settings_from(values)
    path = tmp_path_factory.mktemp("toml") / "my.toml"
    path.write_text(to_toml(settings), encoding="utf-8", newline="")
    assert settings_from(read_toml(path)) == settings


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "9" * 400, "1e400", "[" * 5000])
def test_numbers_and_nesting_that_no_setting_has(tmp_path, value):
    path = toml(tmp_path, f"lr = {value}\n")
    with pytest.raises(ConfigError):
        settings_from(read_toml(path))
