"""A tiny labelled corpus and a model trained on it, for tests that need one."""

from __future__ import annotations

from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden"
"""Models trained on the corpus below, for tests that any trained model will do for."""
NAMES = ["李雷", "王芳", "张伟", "赵敏", "陈静", "刘洋"]
PLACES = ["北京", "上海", "广州", "成都", "西安"]
PATTERNS = [
    "{n}在{p}。",
    "{n}去了{p}吗？",
    "昨天{n}到{p}开会",
    "{p}的{n}很好",
    "今天下雨。",
    "{n}和{m}",
]

FAST = {
    "units": 12,
    "vector_size": 16,
    "vector_epochs": 2,
    "epochs": 3,
    "batch_size": 8,
    "lr": 0.02,
    "preset": "small",
}

DEFAULT = {"preset": "default", "convolution": 8}
"""All that the default preset looks up and does."""


def sentences(count: int, skip: int = 0) -> list[list[tuple[str, str]]]:
    """Sentences as (character, BIO tag) pairs; the same for the same arguments."""
    made = []
    for number in range(skip, skip + count):
        pattern = PATTERNS[number % len(PATTERNS)]
        fillers = {
            "n": (NAMES[number % len(NAMES)], "PER"),
            "m": (NAMES[(number + 1) % len(NAMES)], "PER"),
            "p": (PLACES[number % len(PLACES)], "LOC"),
        }
        row, rest = [], pattern
        while rest:
            if rest[0] == "{":
                text, label = fillers[rest[1]]
                row += [(c, f"{'I' if i else 'B'}-{label}") for i, c in enumerate(text)]
                rest = rest[3:]
            else:
                row.append((rest[0], "O"))
                rest = rest[1:]
        made.append(row)
    return made


def write(path: Path, rows: list[list[tuple[str, str]]]) -> Path:
    """Write sentences as a column file."""
    text = "\n".join("".join(f"{token}\t{tag}\n" for token, tag in row) for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def corpus(folder: Path, train: int = 60, dev: int = 30) -> tuple[Path, Path]:
    """Write train.bio and dev.bio."""
    return (
        write(folder / "train.bio", sentences(train)),
        write(folder / "dev.bio", sentences(dev, skip=7)),
    )


def everything(folder: Path) -> dict[str, object]:
    """Settings with which all is looked up that can be; writes the files they name."""
    words = [*NAMES, *PLACES, "今天", "昨天", "很好"]
    rows = [f"{word} {number % 5} {number % 3} {number % 7}" for number, word in enumerate(words)]
    files = {"lexicon": rows, "persons": NAMES[:4], "places": PLACES}
    paths = {name: folder / f"{name}.txt" for name in files}
    for name, lines in files.items():
        paths[name].write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return {
        **DEFAULT,
        "lexicon": str(paths["lexicon"]),
        "gazetteers": (f"PER={paths['persons']}", f"LOC={paths['places']}"),
        "character_classes": True,
    }
