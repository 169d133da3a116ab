"""``nertag vectors``, and ``nertag train`` with what it wrote and what users list."""

import json
import os
import re

import numpy as np
import pytest
from command_tools import options, run
from tiny import FAST, NAMES, PLACES, corpus

from nertag.cli.vectors import _Passes, words_file
from nertag.errors import DataError, Interrupted
from nertag.features.vectors import vectors
from nertag.model import load_bundle

OPTIONS = options(FAST, but=("vector_size", "vector_epochs"))
HOW = ("--size", "8", "--epochs", "2")
OF_WORDS = ("--word-size", "5")
LINES = [f"{name}在{place}。" for name in NAMES for place in PLACES]


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("".join(line + "\n" for line in [*LINES, "", *LINES[:5]]), encoding="utf-8")
    return path


@pytest.fixture
def lexicon(tmp_path):
    path = tmp_path / "lexicon.txt"
    path.write_text("".join(word + "\n" for word in [*PLACES, "李雷", "纽约"]), encoding="utf-8")
    return path


def tokens_in(path):
    return vectors.load_vectors(path, (), 10**6).tokens


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("v.txt", "v.words.txt"),
        ("v.txt.gz", "v.words.txt.gz"),
        ("v.bin", "v.words.bin"),
        ("v.a.bin", "v.words.a.bin"),
        ("v", "v.words"),
    ],
)
def test_where_the_vectors_of_words_are_written(tmp_path, output, words):
    assert words_file(tmp_path / output) == tmp_path / words


@pytest.mark.parametrize("ending", [".txt", ".bin.gz"])
def test_vectors_of_characters_pairs_and_words(tmp_path, text, lexicon, capsysbinary, ending):
    output = tmp_path / f"v{ending}"
    arguments = ("vectors", text, "-o", output, "--lexicon", lexicon, *HOW, *OF_WORDS)
    code, out, err = run(capsysbinary, *arguments)
    assert (code, err) == (0, "")
    beside = tmp_path / f"v.words{ending}"
    found, words = tokens_in(output), tokens_in(beside)
    assert {len(token) for token in found} == {1, 2}
    assert {"在", "北京"} <= set(found)
    assert {token for token in words if len(token) > 1} == {*PLACES, "李雷"}
    assert out.splitlines() == [
        *(f"{sort}: passes over the text: 2" for sort in ("characters", "pairs", "words")),
        "36 lines, 5 of them repeated and ignored",
        f"{output}: {len(found)} vectors of 8 dimensions",
        f"{beside}: {len(words)} vectors of 5 dimensions",
        f"{len(PLACES) + 1} of the {len(PLACES) + 2} words of the lexicon are among them",
    ]


def test_what_the_vectors_are_of_is_written_beside_them(tmp_path, text, lexicon, capsysbinary):
    output = tmp_path / "v.txt"
    run(capsysbinary, "vectors", text, "-o", output, "--lexicon", lexicon, *HOW, *OF_WORDS)
    facts = json.loads((tmp_path / "v.txt.json").read_text(encoding="utf-8"))
    assert {"python", "gensim", "numpy"} <= facts.pop("written_by").keys()
    assert facts == {
        "texts": [str(text)],
        "lines": 36,
        "repeated_lines": 5,
        "encoding": "utf-8",
        "tokens": "char",
        "pairs": True,
        "subwords": False,
        "words": "by longest match over a lexicon",
        "lexicon": [str(lexicon)],
        "word_size": 5,
        "size": 8,
        "epochs": 2,
        "workers": 1,
        "seed": 1,
    }


def test_without_a_lexicon_there_are_no_words(tmp_path, text, capsysbinary):
    output = tmp_path / "v.txt"
    code, _, _ = run(capsysbinary, "vectors", text, text, "-o", output, "--no-bigrams", *HOW)
    assert code == 0
    assert {len(token) for token in tokens_in(output)} == {1}
    assert {path.name for path in tmp_path.iterdir()} == {"text.txt", "v.txt", "v.txt.json"}
    facts = json.loads((tmp_path / "v.txt.json").read_text(encoding="utf-8"))
    assert (facts["words"], facts["lexicon"]) == ("none", [])
    assert (facts["lines"], facts["repeated_lines"]) == (72, 41)


def test_several_lexicons(tmp_path, text, lexicon, capsysbinary):
    more = tmp_path / "more.txt"
    more.write_text("王芳\n北京\n", encoding="utf-8")
    lists = ("--lexicon", lexicon, "--lexicon", more)
    assert run(capsysbinary, "vectors", text, "-o", tmp_path / "v.txt", *lists, *HOW)[0] == 0
    words = tokens_in(tmp_path / "v.words.txt")
    assert {token for token in words if len(token) > 1} == {*PLACES, "李雷", "王芳"}


def test_a_folder_of_lexicons(tmp_path, text, lexicon, capsysbinary):
    folder = tmp_path / "lists"
    folder.mkdir()
    lexicon.rename(folder / "places.txt")
    where = ("-o", tmp_path / "v.txt", "--lexicon", folder)
    assert run(capsysbinary, "vectors", text, *where, *HOW)[0] == 0
    assert set(PLACES) <= set(tokens_in(tmp_path / "v.words.txt"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--lexicon", "{lexicon}", "--tokens", "word"], "it needs --tokens char"),
        (["--lexicon", "no.txt"], "no.txt: cannot be read: No such file"),
        (["--lexicon", "{empty}"], "no word of several characters, expected one word a line"),
        (["--lexicon", "{other}"], "no word of the lexicon is twice in the text"),
        (["--subwords"], "--subwords are of words: give --tokens word"),
        (["--tokens", "words"], "--tokens is 'words', expected char or word"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    tmp_path, text, lexicon, capsysbinary, arguments, message
):
    places = {"lexicon": lexicon, "empty": tmp_path / "empty.txt", "other": tmp_path / "other.txt"}
    places["empty"].write_text("\n", encoding="utf-8")
    places["other"].write_text("纽约\n", encoding="utf-8")
    given = [argument.format(**places) for argument in arguments]
    code, _, err = run(capsysbinary, "vectors", text, "-o", tmp_path / "v.txt", *given, *HOW)
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
    assert not list(tmp_path.glob("v.*"))


def test_a_file_name_that_is_not_utf_8(tmp_path, text, capsysbinary):
    odd = text.rename(tmp_path / os.fsdecode(b"t\xff.txt"))
    assert run(capsysbinary, "vectors", odd, "-o", tmp_path / "v.txt", *HOW)[0] == 0
    content = (tmp_path / "v.txt.json").read_bytes().decode("utf-8", "surrogatepass")
    assert json.loads(content)["texts"] == [str(odd)]


@pytest.mark.slow
def test_a_model_is_trained_with_all_of_them(tmp_path, text, lexicon, capsysbinary):
    output, model = tmp_path / "v.txt", tmp_path / "m"
    run(capsysbinary, "vectors", text, "-o", output, "--lexicon", lexicon, *HOW, *OF_WORDS)
    persons = tmp_path / "persons.txt"
    persons.write_text("".join(name + "\n" for name in [*NAMES, "诸葛亮"]), encoding="utf-8")
    train, dev = corpus(tmp_path)
    words = tmp_path / "v.words.txt"
    inputs = ("--vectors", output, "--lexicon", words, "--character-classes")
    lists = ("--gazetteer", f"PER={persons}", "--gazetteer", f"LOC={lexicon}")
    arguments = ("train", train, "--dev", dev, "-o", model, *OPTIONS, *inputs, *lists)
    code, out, _ = run(capsysbinary, *arguments, "--preset", "default", "--epochs", "16")
    assert code == 0
    kept = len(tokens_in(words))
    assert f"lexicon: {words}, {kept} words" in out
    assert f"gazetteer of PER: {persons}, 7 names; 1 are ignored" in out
    assert f"gazetteer of LOC: {lexicon}, 7 names; 1 are ignored" in out
    bundle = load_bundle(model)
    lookups = bundle.lookups
    assert len(lookups.words.tokens) == kept
    assert lookups.bigrams.tokens
    assert lookups.gazetteers == {"PER": [*NAMES], "LOC": [*PLACES, "李雷"]}
    assert bundle.settings.vectors.gazetteers == tuple(lists[1::2])
    assert bundle.settings.vectors.character_classes
    weights = lookups.word_weights[[lookups.words.tokens.index(word) for word in PLACES]]
    assert (weights > 1).all()
    assert np.isfinite(lookups.words.matrix).all()
    # The model needs none of the files any more.
    for path in (output, words, lexicon, persons):
        path.unlink()
    text.write_text("李雷在北京。\n", encoding="utf-8")
    code, out, _ = run(capsysbinary, "tag", text, "-m", model, "--format", "inline")
    assert (code, out) == (0, "[李雷|PER]在[北京|LOC]。\n")


@pytest.mark.slow
def test_words_and_their_pieces(tmp_path, capsysbinary):
    text, output, model = tmp_path / "en.txt", tmp_path / "v.bin", tmp_path / "m"
    text.write_text("Ada Byron met Berlin and Bern .\nAda went to Berlin , not to Bern .\n" * 2)
    words = ("--tokens", "word", "--subwords")
    code, out, err = run(capsysbinary, "vectors", text, "-o", output, *words, *HOW)
    assert (code, err) == (0, "")
    pieces = tmp_path / "v.bin.subwords.safetensors"
    assert re.search(rf"{re.escape(str(pieces))}: vectors of \d+ pieces of words", out)
    rows = "Ada\tB-PER\nwent\tO\nto\tO\nBerlin\tB-LOC\n.\tO\n\n"
    train = tmp_path / "train.conll"
    train.write_text(rows * 8 + rows.replace("Berlin", "Berliner"))
    inputs = ("--vectors", output, "--tokens", "word", "--preset", "small", "--epochs", "1")
    assert run(capsysbinary, "train", train, "--dev", train, "-o", model, *inputs)[0] == 0
    lookups = load_bundle(model).lookups
    assert "Berliner" in lookups.vocabulary.frozen
    assert len(lookups.subwords.kept)
    # The model needs none of the files any more.
    output.unlink()
    pieces.unlink()
    text.write_text("Berlinish Ada .\n")
    assert run(capsysbinary, "tag", text, "-m", model)[0] == 0


def test_pieces_of_vectors_that_are_replaced_go(tmp_path, text, capsysbinary):
    stale = tmp_path / "v.txt.subwords.safetensors"
    stale.write_bytes(b"of the vectors before")
    assert run(capsysbinary, "vectors", text, "-o", tmp_path / "v.txt", *HOW)[0] == 0
    assert not stale.exists()


def test_damaged_pieces_are_named(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("a 1 2\n")
    (tmp_path / "v.txt.subwords.safetensors").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"v\.txt\.subwords\.safetensors.*make it again"):
        vectors.load_vectors(path, (), 9)


def test_a_killed_run_goes_on(tmp_path, text, lexicon, capsysbinary, monkeypatch):
    command = ("vectors", text, "--lexicon", lexicon, *HOW, *OF_WORDS, "-o")
    assert run(capsysbinary, *command, tmp_path / "whole.txt")[0] == 0
    called = _Passes.__call__

    def stop(self, reading):
        if (reading.sort, reading.number) == ("pairs", 2):
            raise Interrupted("stopped")
        called(self, reading)

    with monkeypatch.context() as patched:
        patched.setattr(_Passes, "__call__", stop)
        assert run(capsysbinary, *command, tmp_path / "v.txt")[0] == Interrupted.exit_code
    assert sorted(path.name for path in tmp_path.glob("v.*")) == [
        "v.txt.pairs.part",
        "v.txt.tokens.part",
    ]
    assert run(capsysbinary, *command, tmp_path / "v.txt", "--resume")[0] == 0
    for name in (".txt", ".words.txt"):
        assert (tmp_path / f"v{name}").read_bytes() == (tmp_path / f"whole{name}").read_bytes()
    assert not list(tmp_path.glob("*.part"))
    code, _, err = run(capsysbinary, *command, tmp_path / "v.txt", "--resume")
    assert code == 2
    assert "v.txt.tokens.part is not there, no run to go on with" in err
