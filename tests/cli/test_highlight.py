import json
from pathlib import Path

import pytest
from command_tools import run

from nertag.cli.highlight import Highlighter
from nertag.tagging import TaggedText
from nertag.text import tokenise

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
MODEL = next(path.parent for path in sorted(GOLDEN.rglob("manifest.json")))


@pytest.mark.parametrize("no_color", ["", "1"])
def test_colours_can_be_turned_off(monkeypatch, no_color):
    monkeypatch.setenv("NO_COLOR", no_color)
    sentence = tokenise("Anna in Bern", "word")
    line = Highlighter(["PER"])(
        TaggedText(sentence.text, sentence, (sentence.entity(0, 1, "PER", 0.9),))
    )
    assert ("\x1b" in line) == (not no_color)
    if no_color:
        assert line == "Anna[PER 0.90] in Bern\n"


def test_info_takes_the_manifest_for_its_model(capsysbinary):
    whole = run(capsysbinary, "info", MODEL, "--json")
    assert run(capsysbinary, "info", MODEL / "manifest.json", "--json") == whole
    assert json.loads(whole[1])["labels"]


def test_the_shell_can_complete(capsysbinary):
    code, out, _ = run(capsysbinary, "--help")
    assert code == 0
    assert "--install-completion" in out
