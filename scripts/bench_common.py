"""What the benchmarks share: the real corpora, and where results are kept."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from nertag.tagging import this_processor

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks"

SETS = {
    "weibo": ("weibo/train.conll", "weibo/dev.conll"),
    "resume": ("resume/train.char.bmes", "resume/dev.char.bmes"),
    # These have no dev split: the last tenth is held out.
    "msra": ("msra/train.bio", None),
    "msra-8000": ("msra/train.bio", None),
    "cluener": ("cluener/train.jsonl", None),
    "wnut17": ("wnut17/train.conll", "wnut17/dev.conll"),
    "bc5cdr": ("bc5cdr/train.tsv", "bc5cdr/dev.tsv"),
}
OF_WORDS = ("wnut17", "bc5cdr")
"""Sets whose tokens are words; those of the others are characters."""
FIRST = {"msra-8000": 8000}
"""Training sentences of a set that is a part of another, from its beginning."""


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    cpu, features = this_processor()
    facts = {"cpu": cpu, "features": features, "cores": os.cpu_count()}
    return {**facts, "python": platform.python_version()}


def commit() -> str:
    """The commit of the checkout, with a + when files differ from it."""
    run = {"cwd": ROOT, "capture_output": True, "text": True, "check": True}
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], **run).stdout.strip()
    changed = subprocess.run(["git", "status", "--porcelain", "nertag"], **run).stdout
    return head + "+" * bool(changed)


def store(name: str, result: dict[str, Any]) -> None:
    """Add a result to ``benchmarks/NAME.jsonl``."""
    RESULTS.mkdir(exist_ok=True)
    with open(RESULTS / f"{name}.jsonl", "a", encoding="utf-8") as stream:
        stream.write(json.dumps(result, ensure_ascii=False) + "\n")


def stored(name: str) -> list[dict[str, Any]]:
    """The results in ``benchmarks/NAME.jsonl``."""
    lines = (RESULTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def tokens_of(name: str) -> str:
    """What the tokens of a set are."""
    return "word" if name in OF_WORDS else "char"


def split_files(data: Path, name: str, folder: Path) -> tuple[Path, Path]:
    """Train and dev file of a set; a missing dev file is the last tenth of the sentences."""
    train, dev = SETS[name]
    if dev:
        return data / train, data / dev
    path = data / train
    between = "\n" if path.suffix == ".jsonl" else "\n\n"
    sentences = path.read_text(encoding="utf-8").rstrip("\n").split(between)
    border = len(sentences) - len(sentences) // 10
    paths = folder / f"{name}.train{path.suffix}", folder / f"{name}.dev{path.suffix}"
    parts = sentences[: FIRST.get(name, border)], sentences[border:]
    for target, part in zip(paths, parts):
        target.write_text(between.join(part) + "\n", encoding="utf-8")
    return paths
