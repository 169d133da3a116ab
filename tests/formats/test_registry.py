import pytest

from nertag.cli.parameters import TO
from nertag.config import SETTINGS
from nertag.errors import ConfigError
from nertag.formats.registry import FORMATS, reader, writer


def test_every_format_can_be_read_or_written():
    for name, format in FORMATS.items():
        assert format.read or format.write, name
        assert format.what


def test_the_help_names_every_format():
    for name, format in FORMATS.items():
        assert (f" {name}" in SETTINGS["format"].help) == (format.read is not None), name
        assert (f" {name}" in TO) == (format.write is not None), name


def test_an_unknown_format_lists_the_known():
    with pytest.raises(ConfigError, match="`format` is 'nope', expected one of: auto, columns, "):
        reader("nope")
    with pytest.raises(ConfigError, match="`to` is 'conllu', expected one of: columns, doccano"):
        writer("conllu")
    with pytest.raises(ConfigError, match="`format` is 'html'"):
        reader("html")
