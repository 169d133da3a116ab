import re

import pytest

from nertag.cli import wording
from nertag.cli.main import main
from nertag.cli.wording import worded


@pytest.fixture(autouse=True)
def no_command(monkeypatch):
    monkeypatch.setattr(wording, "_own", {})


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("`tag_column` is 9", "--tag-column is 9"),
        ("`format` is 'a'", "--from is 'a'"),
        ("`gazetteers` holds 'a'", "--gazetteer holds 'a'"),
        ("try `tokens=word`", "try --tokens word"),
        ("add `trust_pickle=True`", "add --trust-pickle"),
        ("try `bigrams=False`", "try --no-bigrams"),
        ("`lr` or `clip`", "--lr or --clip"),
        ("`nothing` of the sort", "`nothing` of the sort"),
        ("a ` b and `", "a ` b and `"),
    ],
)
def test_settings_become_flags(message, said):
    assert worded(message) == said


def said_by(capsysbinary, *arguments):
    with pytest.raises(SystemExit) as done:
        main(list(map(str, arguments)))
    return done.value.code, capsysbinary.readouterr().err.decode()


def test_an_error_has_the_flags_of_its_command(tmp_path, capsysbinary):
    (tmp_path / "a.bio").write_text("a\tB-X\n", encoding="utf-8")
    code, err = said_by(capsysbinary, "check", tmp_path / "a.bio", "--encoding", "klingon")
    assert code == 2
    assert re.match("nertag: --encoding is 'klingon'", err)


def test_an_argument_without_a_flag_is_called_by_its_place(tmp_path, capsysbinary):
    _, err = said_by(capsysbinary, "train", "--dev", "x", "-o", tmp_path / "m")
    assert err == "nertag: --dev without TRAIN: the embedded corpus has its own dev file\n"


def test_a_sample_and_a_training_file_are_refused_on_one_line(tmp_path, capsysbinary):
    code, err = said_by(capsysbinary, "train", "a.bio", "--sample", "en", "-o", tmp_path / "m")
    expected = "nertag: --sample is 'en', but TRAIN is a.bio: give only one of them\n"
    assert (code, err) == (2, expected)


def test_a_command_goes_before_settings(tmp_path, capsysbinary):
    (tmp_path / "a.txt").write_text("a\n", encoding="utf-8")
    said_by(capsysbinary, "tag", tmp_path / "a.txt", "-m", tmp_path)
    assert worded("`to`, `files`, `tag_column`") == "--format, FILES, --tag-column"
