import io
import json
import sys

import pytest
from command_tools import options, run
from tiny import FAST, corpus

from nertag.cli.main import main

pytestmark = pytest.mark.slow

OPTIONS = options(FAST)
NO_VECTORS_TRAINED = options(FAST, but=("vector_size", "vector_epochs"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    train, dev = corpus(folder)
    with pytest.raises(SystemExit) as done:
        main(
            [
                "train",
                str(train),
                "--dev",
                str(dev),
                "-o",
                str(folder / "m"),
                *OPTIONS,
                "--epochs",
                "8",
            ]
        )
    assert done.value.code == 0
    return folder


def test_tag_writes_a_json_line_for_each_line(trained, capsysbinary, tmp_path):
    text = tmp_path / "text.txt"
    text.write_bytes("\ufeff李雷在北京。\r\n\n今\u2028天\x0b下雨\n王芳".encode())
    code, out, _ = run(capsysbinary, "tag", text, "-m", trained / "m")
    lines = [json.loads(line) for line in out.split("\n")[:-1]]
    assert code == 0
    assert [line["text"] for line in lines] == ["李雷在北京。", "", "今\u2028天\x0b下雨", "王芳"]
    assert {"start": 3, "end": 5, "label": "LOC", "text": "北京"} in lines[0]["entities"]
    assert all("file" not in line for line in lines)


def test_tag_names_the_file_when_there_are_several(trained, capsysbinary, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("李雷\n", encoding="utf-8")
    _, out, _ = run(
        capsysbinary, "tag", tmp_path / "a.txt", tmp_path / "b.txt", "-m", trained / "m"
    )
    assert [json.loads(line)["file"] for line in out.splitlines()] == [
        str(tmp_path / "a.txt"),
        str(tmp_path / "b.txt"),
    ]


def test_tag_reads_standard_input(trained, capsysbinary, monkeypatch):
    stream = io.BytesIO("李雷在北京。\n".encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream, encoding="utf-8"))
    _, out, _ = run(capsysbinary, "tag", "-", "-m", trained / "m", "--format", "inline")
    assert out == "[李雷|PER]在[北京|LOC]。\n"


def test_tag_output_appears_only_when_complete(trained, capsysbinary, tmp_path):
    good, bad, output = (tmp_path / name for name in ("good.txt", "bad.txt", "out.json"))
    good.write_text("李雷在北京。\n", encoding="utf-8")
    bad.write_bytes(b"ok\n\xff\n")
    code, out, err = run(capsysbinary, "tag", bad, "-m", trained / "m", "-o", output)
    assert (code, out) == (2, "")
    assert err == (
        f"nertag: {bad}:2: byte 1 of the line, 0xff, is not UTF-8 "
        "(save the file as UTF-8, give its --encoding, or go on by --encoding-errors replace)\n"
    )
    assert not list(tmp_path.glob("out*"))
    assert run(capsysbinary, "tag", good, "-m", trained / "m", "-o", output)[0] == 0
    assert json.loads(output.read_text(encoding="utf-8"))["text"] == "李雷在北京。"


def test_highlight_shows_labels_and_no_control_characters(trained, capsysbinary, tmp_path):
    text = tmp_path / "text.txt"
    text.write_bytes("李雷\x1b[31m在北京。\n".encode())
    _, out, _ = run(capsysbinary, "tag", text, "-m", trained / "m", "--format", "highlight")
    assert "李雷" in out
    assert "[PER]" in out
    assert "\x1b[31m在" not in out


def test_evaluate_prints_a_table_or_json(trained, capsysbinary):
    code, out, _ = run(capsysbinary, "evaluate", trained / "dev.bio", "-m", trained / "m")
    assert code == 0
    assert "micro (strict)" in out
    assert "micro (conlleval)" in out
    _, out, _ = run(capsysbinary, "evaluate", trained / "dev.bio", "-m", trained / "m", "--json")
    scores = json.loads(out)
    assert set(scores["strict"]["types"]) == {"LOC", "PER"}
    assert scores["sentences"] == 30


def test_info_shows_the_model(trained, capsysbinary):
    _, out, _ = run(capsysbinary, "info", trained / "m")
    assert "LOC PER" in out
    _, out, _ = run(capsysbinary, "info", trained / "m", "--json")
    assert json.loads(out)["settings"]["units"] == FAST["units"]


def test_vectors_are_written_and_used(trained, capsysbinary, tmp_path):
    text, vectors = tmp_path / "text.txt", tmp_path / "v.txt.gz"
    text.write_text("李雷在北京。\n王芳在上海。\n" * 20, encoding="utf-8")
    code, out, _ = run(capsysbinary, "vectors", text, "-o", vectors, "--size", "8")
    assert code == 0
    assert "vectors of 8 dimensions" in out
    train = trained / "train.bio"
    where = ("-o", tmp_path / "m", "--vectors", vectors)
    code, out, _ = run(capsysbinary, "train", train, *where, *NO_VECTORS_TRAINED)
    assert code == 0
    assert "vectors cover" in out


def test_ctrl_c_outside_the_epochs_is_said_in_one_line(
    trained, capsysbinary, monkeypatch, tmp_path
):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("nertag.api.train", stop)
    code, _, err = run(capsysbinary, "train", trained / "train.bio", "-o", tmp_path / "m")
    assert code == 130
    assert err == "nertag: stopped; if an epoch was done, --resume goes on after it\n"


def test_train_shows_an_epoch_a_line_without_a_terminal(trained, capsysbinary, tmp_path):
    config = tmp_path / "settings.toml"
    config.write_text("epochs = 50\nunits = 7\n", encoding="utf-8")
    code, out, _ = run(
        capsysbinary,
        *("train", trained / "train.bio", "-o", tmp_path / "m", "--config", config, *OPTIONS[2:]),
    )
    assert code == 0
    assert sum(line.startswith("epoch ") for line in out.splitlines()) == FAST["epochs"]
    assert "60 sentences" in out
    _, out, _ = run(capsysbinary, "info", tmp_path / "m", "--json")
    assert json.loads(out)["settings"]["units"] == 7


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tag", "no.txt", "-m", "{m}"], "no.txt: is not there (check the path)"),
        (["tag", "{text}", "-m", "nowhere"], "nowhere: no model here (manifest.json is missing)"),
        (["train", "{train}", "--head", "crff"], "--head is 'crff', expected one of: crf, softmax"),
        (["train", "{train}", "--dropout", "2"], "--dropout is 2.0, expected at most 0.95"),
        (["train", "{train}", "--vectors", "x.kv"], "--trust-pickle"),
        (["train", "{train}", "--vectors", "no.vec"], "no.vec: cannot be read"),
        (["train", "{train}", "--device", "gpu:7"], "TensorFlow sees"),
        (["evaluate", "{train}", "-m", "{m}", "--scheme", "bioes"], "--scheme is 'bioes'"),
        (["tag", "{text}", "-m", "{m}", "-o", "."], "cannot be written: it is a folder"),
        (["vectors", "{train}", "-o", "v.kv"], "written as .txt or .bin"),
        (["train", "--dev", "x"], "the embedded corpus has its own dev file"),
    ],
)
def test_errors_are_one_line_and_exit_with_2(
    trained, capsysbinary, tmp_path, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)
    text = tmp_path / "text.txt"
    text.write_text("李雷在北京。\n", encoding="utf-8")
    places = {"m": trained / "m", "train": trained / "train.bio", "text": text}
    code, _, err = run(capsysbinary, *(argument.format(**places) for argument in arguments))
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_debug_shows_the_traceback(capsysbinary, tmp_path):
    from nertag.errors import ModelFormatError

    text = tmp_path / "text.txt"
    text.write_text("李雷在北京。\n", encoding="utf-8")
    with pytest.raises(ModelFormatError):
        main(["--debug", "tag", str(text), "-m", str(tmp_path)])


def test_an_unknown_option_names_the_nearest(capsysbinary):
    code, _, err = run(capsysbinary, "train", "--unit", "3")
    assert code == 2
    assert "--units" in err


def test_ctrl_c_exits_with_130(trained, capsysbinary, tmp_path, monkeypatch):
    from nertag.training.loop import Trainer

    def interrupted(self, *_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "_train_epoch", interrupted)
    code, _, err = run(capsysbinary, "train", trained / "train.bio", "-o", tmp_path / "m", *OPTIONS)
    assert code == 130
    assert "stopped" in err


def test_ctrl_c_while_tagging_exits_with_130(trained, capsysbinary, monkeypatch):
    def interrupted(self, *_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("nertag.tagging.tagger.Tagger.tag_texts", interrupted)
    code, _, _ = run(capsysbinary, "tag", trained / "dev.bio", "-m", trained / "m")
    assert code == 130


def test_names_in_brackets_are_shown_as_they_are(trained, capsysbinary, tmp_path):
    model = tmp_path / "model[v2]"
    train = tmp_path / "data[old].bio"
    train.write_text(
        (trained / "train.bio").read_text(encoding="utf-8").replace("PER", "[/x]"), encoding="utf-8"
    )
    code, out, _ = run(capsysbinary, "train", train, "-o", model, *OPTIONS, "--epochs", "1")
    assert code == 0
    assert "data[old].bio: 60 sentences" in out
    assert "model[v2]" in out
    assert "[/x]" in out
