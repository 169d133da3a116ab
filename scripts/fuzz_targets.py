"""What is fuzzed: for each target, inputs to begin with and what must hold of any input.

An input is bytes. It may be refused with an error for the user; everything else that is raised, and
damage that goes unnoticed, is a failure. ``scripts/fuzz`` makes the inputs, those that once failed
are in ``tests/regression/``.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from nertag import load
from nertag.cli.faults import FAULT
from nertag.cli.main import main
from nertag.config import read_toml, reading_from, settings_from
from nertag.errors import NertagError
from nertag.features.vectors import load_vectors
from nertag.formats import FORMATS, read_labelled
from nertag.model import MANIFEST, load_bundle, save_bundle
from nertag.model.store import sum_of

ROOT = Path(__file__).resolve().parents[1]
TEXT = "李雷在北京。"
LABELLED = {
    "columns": "-DOCSTART-\tO\n\n北\tB-LOC\n京\tI-LOC\n\n我 O\n",
    "conllu": "# text = a b\n1\ta\ta\tNOUN\tNN\t_\t0\troot\t_\tNER=B-X\n"
    "2-3\tb\t_\t_\t_\t_\t_\t_\t_\t_\n",
    "germeval": "#\tx [2009]\n1\tBerlin\tB-LOC\tO\n2\tist\tO\tO\n",
    "doccano": '{"id": 1, "text": "北京😀", "label": [[0, 2, "LOC"]]}\n',
    "spacy": '["北京", {"entities": [[0, 2, "LOC"]]}]\n',
    "cluener": '{"text": "北京", "label": {"address": {"北京": [[0, 1]]}}}\n',
    "label-studio": '[{"data": {"text": "北京"}, "annotations": [{"result": [{"value": '
    '{"start": 0, "end": 2, "labels": ["LOC"]}, "type": "labels"}]}]}]\n',
    "inline": "我在[北京|LOC]。\n\\[x\n",
    "xml": "我在<LOC>北京</LOC>。&lt;\n",
    "segmented": "我 在 北京\n",
}
"""A little of each format that is read."""


@dataclass(frozen=True)
class Target:
    """Something that takes input from anybody.

    Parameters
    ----------
    seeds : sequence of bytes
        Inputs that others are made of.
    check : callable
        Takes an input; raises if it fails.
    make : callable, optional
        Makes an input; by default one of `seeds` is changed.
    """

    seeds: Sequence[bytes]
    check: Callable[[bytes], None]
    make: Callable[[random.Random], bytes] | None = None


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Errors for the user end the block."""
    with contextlib.suppress(NertagError):
        yield


@cache
def scratch() -> Path:
    """A folder that is kept until the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="nertag-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def in_file(name: str, take: Callable[[Path], object], content: bytes) -> None:
    """Let something read a file of this content."""
    path = scratch() / name
    path.write_bytes(content)
    with refusals():
        take(path)


def read_as(format: str, path: Path) -> None:
    """Read a labelled file in two encodings and with both kinds of tokens."""
    for settings in (
        {"format": format},
        {"format": format, "tokens": "word", "encoding_errors": "replace", "encoding": "gb18030"},
    ):
        with refusals():
            for sentence in read_labelled(path, reading_from(settings)).sentences:
                assert len(sentence.words) == len(sentence.tags)


def read_vectors(path: Path) -> None:
    """Read vectors of any tokens."""
    load_vectors(path, ("北", "京"), 9)


@cache
def model() -> Path:
    """A model directory of the present format."""
    folder = scratch() / "model"
    source = next(path for path in sorted((ROOT / "tests/golden").iterdir()) if path.is_dir())
    save_bundle(load_bundle(source), folder)
    return folder


@cache
def facts() -> object:
    """What the manifest of the model says."""
    return load_bundle(model()).facts


def stored() -> list[Path]:
    """The files of the model, in the order of their names."""
    return sorted(model().iterdir(), key=lambda path: path.name)


@contextlib.contextmanager
def copied() -> Iterator[Path]:
    """A copy of the model to damage."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "model")
        shutil.copytree(model(), copy)
        yield copy


def replaced(path: Path, content: bytes) -> None:
    """Put other bytes into a file of the model; only a manifest that says the same may load."""
    before, said = path.read_bytes(), facts()
    path.write_bytes(content)
    try:
        with refusals():
            loaded = load_bundle(model())
            same = path.name == MANIFEST and loaded.facts == said
            assert same or content == before, f"damage of {path.name} went unnoticed"
    finally:
        path.write_bytes(before)


def damaged_file(content: bytes) -> None:
    """Put other bytes into a file of the model, which the first byte chooses."""
    files = stored()
    if content:
        replaced(files[content[0] % len(files)], content[1:])


def flipped_bit(content: bytes) -> None:
    """Flip one bit of all that the files of the model hold; the input is its number."""
    bit = int.from_bytes(content, "big")
    bit %= 8 * sum(path.stat().st_size for path in stored())
    for path in stored():
        whole = bytearray(path.read_bytes())
        if bit < 8 * len(whole):
            whole[bit // 8] ^= 1 << bit % 8
            replaced(path, bytes(whole))
            return
        bit -= 8 * len(whole)


def lying_manifest(content: bytes) -> None:
    """A manifest that says something else and has the right sum."""
    try:
        manifest = json.loads(content)
        manifest["sum"] = sum_of(manifest)
        content = json.dumps(manifest).encode()
    except (ValueError, TypeError, RecursionError):
        pass
    with copied() as copy, refusals():
        before = set(os.listdir(copy.parent))
        (copy / MANIFEST).write_bytes(content)
        bundle = load_bundle(copy)
        tagger = load(copy, engine="onnx")
        assert len(tagger.tag(TEXT).tags) == len(TEXT)
        with contextlib.redirect_stdout(io.StringIO()):
            assert exit_code(["info", str(copy)]) in (0, 2)
        save_bundle(bundle, copy)
        assert set(os.listdir(copy.parent)) == before


@cache
def tagger() -> object:
    """The tagger of the model."""
    return load(model(), engine="onnx")


def tagged(content: bytes) -> None:
    """Any text is tagged: a tag a token, entities where they say they are."""
    text = content.decode("utf-8", "surrogateescape" if content[:1] == b"s" else "replace")
    with refusals():
        found = tagger().tag(text, scores=True)
        for entity in found.entities:
            assert text[entity.start : entity.end] == entity.text
            assert 0 <= entity.score <= 1.001


def exit_code(arguments: Sequence[str]) -> int:
    """The exit code of a command."""
    try:
        main(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)
    raise AssertionError("the command did not end")


def command(content: bytes) -> None:
    """A command line: words parted by NULs; files are in a folder of its own."""
    words = content.decode("utf-8", "surrogateescape").split("\0")
    if words[:1] in (["train"], ["vectors"], ["bench"]):
        words.append("--help")
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            Path("in.bio").write_text(LABELLED["columns"], encoding="utf-8")
            said = io.StringIO()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
                code = exit_code(words)
        finally:
            os.chdir(before)
    assert code != FAULT, said.getvalue()
    assert code in (0, 1, 2), code


def _seeds_of_files() -> list[bytes]:
    return [bytes([place]) + path.read_bytes() for place, path in enumerate(stored())]


COMMANDS = (
    b"convert\0in.bio\0out.jsonl\0--to\0doccano",
    b"check\0in.bio\0--json\0--fix\0out",
    b"split\0in.bio\0--dev\x000.3\0--by\0document",
    b"evaluate\0in.bio\0in.bio\0--json\0--tokens\0word",
    b"compare\0in.bio\0in.bio\0in.bio",
    b"info\0.\0--json",
    b"label\0in.bio\0-o\0out.bio\0--gazetteer\0LOC=in.bio",
    b"suggest\0in.bio\0-o\0out.jsonl\0-n\x003\0--labelled\0in.bio",
    b"train\0--lr\x001e400",
)
TOML = b'lr = 0.002\nunits = 64\ntext = ["a.txt"]\n[network]\nhead = "crf"\n'
VECTORS = "2 3\n北 0.1 -0.2 1e-3\n京 1 2 3\n".encode()
BINARY = b"1 2\n" + "北".encode() + b" \x00\x00\x80?\x00\x00\x00@\n"


def targets() -> dict[str, Target]:
    """All targets by name."""
    found = {
        f"read-{name}": Target(
            [LABELLED.get(name, "").encode() or LABELLED["doccano"].encode()],
            partial(in_file, "in.txt", partial(read_as, name)),
        )
        for name, format in FORMATS.items()
        if format.read and name != "brat"
    }
    everything = [text.encode() for text in LABELLED.values()]
    return found | {
        "read-auto": Target(everything, partial(in_file, "in.txt", partial(read_as, "auto"))),
        "read-gz": Target(everything, partial(in_file, "in.gz", partial(read_as, "auto"))),
        "vectors": Target([VECTORS], partial(in_file, "v.txt", read_vectors)),
        "vectors-binary": Target([BINARY], partial(in_file, "v.bin", read_vectors)),
        "toml": Target([TOML], partial(in_file, "s.toml", lambda p: settings_from(read_toml(p)))),
        "command": Target(COMMANDS, command),
        "model": Target(_seeds_of_files(), damaged_file),
        "bit": Target([bytes(6)], flipped_bit, lambda chance: chance.randbytes(6)),
        "manifest": Target([(model() / MANIFEST).read_bytes()], lying_manifest),
        "tagger": Target([TEXT.encode(), "北京1ａ\n\t".encode()], tagged),
    }
