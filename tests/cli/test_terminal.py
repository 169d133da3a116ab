"""What is shown: nothing that commands the terminal, one line a message, no traceback."""

import io
import json
import subprocess
import sys

import pytest
from command_tools import run
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from nertag.cli import main as commands
from nertag.cli.console import console
from nertag.cli.highlight import Highlighter
from nertag.cli.terminal import LONGEST, one_line, say, visible
from nertag.tagging import TaggedText
from nertag.text import Entity, tokenise

COMMANDS = ["\x1b[31m", "\x9b31m", "\x07", "\x00", "\x7f", "\u202e", "\u2066", "\u2028", "\ud800"]


@pytest.mark.parametrize("sign", COMMANDS)
def test_what_commands_a_terminal_is_shown(sign):
    shown = visible(f"北\t{sign}\n京")
    assert sign[0] not in shown
    assert shown.startswith("北\t\\u")
    assert shown.endswith("\n京")


@given(st.text() | st.dictionaries(st.text(), st.text()))
def test_visible_json_has_the_same_value(value):
    shown = visible(json.dumps(value, ensure_ascii=False))
    assert json.loads(shown) == value
    assert not any(sign[0] in shown for sign in COMMANDS)


@given(st.text(max_size=1000))
def test_a_message_is_one_short_line(text):
    shown = one_line(text)
    assert len(shown) <= LONGEST
    assert "\n" not in shown
    assert "\r" not in shown


def test_of_a_long_message_both_ends_are_kept():
    shown = one_line("a.bio:3: " + "北" * 100_000 + " (fix the line)")
    assert shown.startswith("a.bio:3: 北")
    assert shown.endswith(" ... " + "北" * 105 + " (fix the line)")


@pytest.mark.parametrize("sign", COMMANDS)
def test_all_that_a_console_prints_is_visible(sign):
    stream = io.StringIO()
    shown = console(file=stream, force_terminal=True, width=60)
    table = Table(title=f"title{sign}")
    table.add_column(f"head{sign}")
    table.add_row(f"cell{sign}")
    for one in (f"text{sign}", Text(f"styled{sign}", "bold red"), table):
        shown.print(one)
    text = stream.getvalue()
    assert all(name in text for name in ("title", "head", "cell", "text", "styled"))
    own = text.replace("\x1b[1;31m", "").replace("\x1b[0m", "").replace("\x1b[3m", "")
    assert sign not in own.replace("\x1b[1m", "")


def test_the_highlighter_shows_what_is_in_texts_and_labels():
    label = "X\x1b]0;title\x07"
    found = (Entity(0, 1, label, "a"),)
    line = Highlighter([label])(TaggedText("a\x9bb", tokenise("a\x9bb", "char"), found))
    assert "\x1b]" not in line
    assert "\x9b" not in line


def test_a_message_that_nobody_hears_is_no_crash(monkeypatch):
    class Gone(io.StringIO):
        def write(self, _):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stderr", Gone())
    say("x")


def in_shell(command):
    made = command.replace("nertag", f"{sys.executable} -m nertag")
    return subprocess.run(["bash", "-c", made], capture_output=True, text=True, check=False)


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.bio"
    path.write_text("北\tB-LOC\n京\tI-LOC\n\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("command", "code", "out", "err"),
    [
        ("nertag convert {gold} - --to inline 2>&-", 0, "[北京|LOC]\n", ""),
        ("nertag convert {gold} - --to inline >&-", 2, "", "Bad file descriptor"),
        ("nertag convert {gold} - --to inline >/dev/full", 2, "", "No space left on device"),
        ("nertag check {gold} --json >&-", 2, "", "Bad file descriptor"),
        ("nertag convert - - --to inline <&-", 2, "", "-: standard input is closed"),
        ("nertag convert {gold} - --to inline <&- 2>&-", 0, "[北京|LOC]\n", ""),
    ],
)
@pytest.mark.slow
def test_closed_and_full_streams(gold, command, code, out, err):
    done = in_shell(command.format(gold=gold))
    assert (done.returncode, done.stdout) == (code, out)
    assert err in done.stderr
    assert done.stderr.count("\n") <= 1


@pytest.mark.slow
def test_no_file_takes_the_place_of_a_closed_stream(gold, tmp_path):
    done = in_shell(f"nertag convert {gold} {tmp_path}/out.jsonl 2>&- >&- <&-")
    assert done.returncode == 0
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["text"] == "北京"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tag"], "Missing argument 'files'"),
        (["check", "--nosuch"], "No such option: --nosuch"),
        (["nosuch"], "No such command 'nosuch'"),
        (["split", "x", "--dev", "a"], "Invalid value for '--dev'"),
        (["split", "x", "--by", "\x1b[31m"], "Invalid value for '--by'"),
    ],
)
def test_a_wrong_command_line_is_one_line(capsysbinary, arguments, message):
    code, out, err = run(capsysbinary, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("nertag: ")
    assert message in err
    assert "--help)" in err


def test_help_without_arguments(capsysbinary):
    code, out, _ = run(capsysbinary)
    assert (code, "convert" in out) == (0, True)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyError("x\n"), 70, "KeyError: 'x\\n' (this is a fault of nertag: please report it"),
        (RecursionError("deep"), 70, "RecursionError: deep (this is a fault of nertag"),
        (MemoryError(), 2, "there is too little memory for this"),
        (PermissionError(13, "Permission denied", "a\x1b.txt"), 2, "a\\u001b.txt: Permission den"),
        (KeyboardInterrupt(), 130, "stopped"),
    ],
)
def test_what_escapes_a_command_is_one_line(capsysbinary, monkeypatch, error, code, message):
    def fail(**_):
        raise error

    monkeypatch.setattr(commands, "app", fail)
    found, out, err = run(capsysbinary, "tag")
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert message in err
    if code != 130:
        with pytest.raises(type(error)):
            commands.main(["--debug"])
