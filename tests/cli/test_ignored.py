"""Arguments that a command would ignore are refused, before anything is read or loaded."""

import pytest
from tiny import GOLDEN

from nertag.cli.main import main

IGNORED = {
    "the model beside predictions": (
        "evaluate gold pred -m model",
        "--model is of a model, but PREDICTED is scored: leave it out",
    ),
    "the device beside predictions": (
        "evaluate gold pred --device cpu",
        "--device is of a model, but PREDICTED is scored: leave it out",
    ),
    "the engine beside predictions": (
        "evaluate gold pred --engine onnx",
        "--engine is of a model, but PREDICTED is scored: leave it out",
    ),
    "the precision beside predictions": (
        "evaluate gold pred --precision float32",
        "--precision is of a model, but PREDICTED is scored: leave it out",
    ),
    "the training file without a report": (
        "evaluate gold --train train",
        "--train is for the report: give --report too",
    ),
    "an output where settings are printed": (
        "train --dump-config -o model",
        "--output is not used by --dump-config, which trains nothing",
    ),
    "a dev file where settings are printed": (
        "train a --dump-config --dev b",
        "--dev is not used by --dump-config, which trains nothing",
    ),
    "text where vectors are read": (
        "train a --vectors v.txt --text t.txt",
        "--text is for vectors that are trained: --vectors is v.txt",
    ),
    "passes where there are no vectors": (
        "train a --vectors none --vector-epochs 3",
        "--vector-epochs is for vectors that are trained: --vectors is none",
    ),
    "bigrams that are not looked up": (
        "train a --no-bigrams --max-bigrams 9",
        "--max-bigrams is of bigrams: --no-bigrams looks up none",
    ),
    "the scheme of entities": (
        "convert a.bio b.jsonl --scheme BIOES",
        "--scheme says how tags are written: OUT has entities",
    ),
    "overlaps that are kept": (
        "convert a.bio b.jsonl --overlap first",
        "--overlap is not needed: OUT holds spans that overlap",
    ),
    "how no file is read": (
        "export --tag-column 3",
        "--tag-column says how --dev is read: give that too",
    ),
    "the size of no words": (
        "vectors t.txt -o v.txt --word-size 9",
        "--word-size is of words: give --lexicon too",
    ),
    "bigrams of words": (
        "vectors t.txt -o v.txt --tokens word --no-bigrams",
        "--bigrams is of characters: --tokens is word",
    ),
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_would_be_ignored_is_refused(capsys, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    command, message = IGNORED[name]
    with pytest.raises(SystemExit) as done:
        main(command.split())
    out, err = capsys.readouterr()
    assert (done.value.code, out, err) == (2, "", f"nertag: {message}\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    ["check a", "convert a b.conll", "split a", "train a", "evaluate a a", "compare a a a"],
)
def test_what_the_format_does_not_use_is_refused(capsys, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    text = '{"text": "Anna", "label": [[0, 4, "X"]]}\n{"text": "Bern", "label": [[0, 4, "X"]]}\n'
    (tmp_path / "a").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main([*command.split(), "--tag-column", "1"])
    _, err = capsys.readouterr()
    said = "nertag: --tag-column is of columns, what is read is doccano: leave it out\n"
    assert (done.value.code, err) == (2, said)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_is_used_is_not_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bio").write_text("北\tB-LOC\n京\tI-LOC\n", encoding="utf-8")
    for target in ("b.bio", "c.xml"):
        with pytest.raises(SystemExit) as done:
            main(["convert", "a.bio", target, *["--scheme", "BIOES"] * (target == "b.bio")])
        assert done.value.code == 0
    assert "S-" not in (tmp_path / "b.bio").read_text(encoding="utf-8")
    assert "E-LOC" in (tmp_path / "b.bio").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["info", "export", "bench"])
def test_a_model_is_named_by_argument_or_option(capsys, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    said = set()
    for how in (["m"], ["-m", "m"], ["--model", "m"]):
        with pytest.raises(SystemExit) as done:
            main([command, *how])
        assert done.value.code == 2
        said.add(capsys.readouterr().err)
    assert len(said) == 1
    assert said.pop().startswith("nertag: m: ")
    with pytest.raises(SystemExit):
        main([command, "m", "-m", "n"])
    assert capsys.readouterr().err == "nertag: MODEL is m and --model n: give one of them\n"


def test_models_side_by_side_are_named_alike(capsys):
    tables = []
    for how in (["a", "b"], ["-m", "a", "-m", "b"], ["a", "-m", "b"]):
        golden = [str(GOLDEN / {"a": "old-default", "b": "new-default"}.get(x, x)) for x in how]
        with pytest.raises(SystemExit) as done:
            main(["report", *(x if y.startswith("-") else g for x, y, g in zip(how, how, golden))])
        assert done.value.code == 0
        tables.append(capsys.readouterr().out)
    assert len(set(tables)) == 1
