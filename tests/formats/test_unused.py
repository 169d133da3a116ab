"""Settings of reading that no file uses are refused, wherever files are read."""

import json
from dataclasses import replace

import pytest

import nertag
from nertag.config import ReadingSettings, reading_from, settings_from
from nertag.corpus import convert, split
from nertag.corpus.check import audit
from nertag.errors import ConfigError
from nertag.formats import FORMATS
from nertag.formats.unused import refuse_unused
from nertag.training.data import read_training_data

OTHER = {
    "token_column": 1,
    "tag_column": 1,
    "layer": "x",
    "tag_names": "O,B-X",
    "offset_unit": "utf16",
}


@pytest.fixture
def files(tmp_path):
    """A file of columns and one of JSON, of the same two texts."""
    columns, records = tmp_path / "a.conll", tmp_path / "a.jsonl"
    columns.write_text("Anna\tB-X\n\nBern\tB-X\n", encoding="utf-8")
    lines = [json.dumps({"text": text, "label": [[0, 4, "X"]]}) for text in ("Anna", "Bern")]
    records.write_text("\n".join(lines), encoding="utf-8")
    return columns, records


@pytest.mark.parametrize("setting", OTHER)
def test_a_setting_is_used_by_some_formats_and_refused_for_the_others(setting):
    reading = replace(ReadingSettings(), **{setting: OTHER[setting]})
    users = {name for name, format in FORMATS.items() if setting in format.settings}
    assert users
    for name in FORMATS:
        if name in users:
            refuse_unused(reading, [name])
            refuse_unused(reading, ["html", name])
            continue
        with pytest.raises(ConfigError, match=f"`{setting}` is of .*{min(users)}.* is {name}: "):
            refuse_unused(reading, [name])
    refuse_unused(reading, ["html", ""])  # who knows
    refuse_unused(reading, ["html"], reading)  # nobody asked for it


def reads(columns, records):
    """What reads files, each with the settings of reading."""
    words = {"tokens": "word"}
    return {
        "read": lambda **how: nertag.read(records, **how),
        "convert": lambda **how: convert(records, records.with_suffix(".bio"), reading_from(how)),
        "split": lambda **how: split(records, reading_from(how), test=0, dev=0.5),
        "audit": lambda **how: audit([records], reading_from(how)),
        "evaluate": lambda **how: nertag.evaluate(records, predicted=records, **how),
        "compare": lambda **how: nertag.compare(records, records, records, **how),
        "train": lambda **how: read_training_data(records, records, settings_from(how | words)),
    }


@pytest.mark.parametrize("name", reads(None, None))
def test_all_that_reads_refuses(files, name):
    read = reads(*files)[name]
    read()
    with pytest.raises(ConfigError, match=r"`tag_column` is of columns, .* is doccano: leave it"):
        read(tag_column=1)
    read(offset_unit="utf16")


def test_one_file_that_uses_a_setting_is_enough(files):
    columns, records = files
    how = {"tag_column": 1, "offset_unit": "utf16", "tokens": "word"}
    audit([columns], reading_from(how), dev=records)
    nertag.evaluate(columns, predicted=records, **how)
    read_training_data(columns, records, settings_from(how))


def test_brat_knows_one_layer(tmp_path):
    (tmp_path / "a.txt").write_text("Anna", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tX 0 4\tAnna\n", encoding="utf-8")
    assert len(nertag.read(tmp_path, layer="flatten")) == 1
    with pytest.raises(ConfigError, match="`layer` is 'x', expected flatten"):
        nertag.read(tmp_path, layer="x")
