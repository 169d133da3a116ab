"""Chinese sentences with persons and places, labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import nertag

PATTERNS = ["{0}昨天在{2}见到了{1}。", "{0}和{1}都住在{2}。", "{2}很热，{0}说。", "今天没有新闻。"]
LABELS = ("PER", "PER", "LOC")
FAMILY, GIVEN = (
    list("李王张刘陈杨赵黄周吴"),
    list("明红小伟芳丽军文华平静超波辉刚健雪梅玲勇杰娟涛敏"),
)
PLACES = ["北京", "上海", "杭州", "成都", "武汉", "西安", "南京", "青岛", "大连", "昆明"]


def columns(pattern: str, fillers: Sequence[str]) -> str:
    """A sentence as a file has it, a character and its tag a line."""
    lines = []
    for piece in re.split("[{}]", pattern):
        text, label = (fillers[int(piece)], LABELS[int(piece)]) if piece.isdigit() else (piece, "")
        tags = [f"{'I' if i else 'B'}-{label}" if label else "O" for i in range(len(text))]
        lines += [f"{character}\t{tag}\n" for character, tag in zip(text, tags)]
    return "".join(lines)


def write(path: Path, rng: np.random.Generator, count: int) -> list[nertag.Sentence]:
    """Write a labelled file, its first two sentences always the same, and read it."""
    rows = [columns(PATTERNS[0], ["李明", "王小红", "杭州"]), columns(PATTERNS[3], [])]
    for _ in range(count):
        names = [rng.choice(FAMILY) + "".join(rng.choice(GIVEN, size)) for size in (1, 2)]
        rows.append(columns(rng.choice(PATTERNS), [*names, rng.choice(PLACES)]))
    path.write_text("\n".join(rows), encoding="utf-8")
    return nertag.read(path)
