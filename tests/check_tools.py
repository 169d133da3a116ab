"""What the tests of the audit share: clean labelled text, and what is found in files."""

import tempfile
from dataclasses import replace
from pathlib import Path

from nertag.config import reading_from
from nertag.corpus.check.audit import audit, content_of
from nertag.corpus.check.checks.tags import detect
from nertag.corpus.check.fix.fix import fix
from nertag.corpus.check.load import load
from nertag.text import Sentence

SURNAMES = "赵钱孙李周吴郑王冯陈"
GIVEN = "伟芳娜敏静丽强磊军洋"
PLACES = ["北京", "上海", "天津", "重庆", "广州", "深圳", "杭州", "南京", "武汉", "成都"]
TAGS = ["B-PER", "I-PER", "O", "B-LOC", "I-LOC", "O", "O", "O"]
ROWS = len(TAGS) + 1
"""Lines of a clean sentence."""


def texts(first, last, shift=0):
    """Sentences that differ from each other."""
    return [
        f"{SURNAMES[i % 10]}{GIVEN[i // 10 % 10]}在{PLACES[(i * 7 + shift) % 10]}工作。"
        for i in range(first, last)
    ]


def rows(text, tags=TAGS):
    """A sentence as lines of columns."""
    return "".join(f"{token}\t{tag}\n" for token, tag in zip(text, tags)) + "\n"


TRAIN = "".join(map(rows, texts(0, 100)))
DEV = "".join(map(rows, texts(0, 20, shift=3)))
END = TRAIN.count("\n") + 1
"""The line after the last of TRAIN."""


def report(train, dev=None, *, name="train", tokens=None, **settings):
    """What the audit says of contents, as files in an own folder."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name), Path(folder, "dev")]
        for path, content in zip(paths, (train, dev)):
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        second = None if dev is None else paths[1]
        return audit(paths[:1], reading_from(settings), dev=second, tokens=tokens)


def found(train, dev=None, **how):
    """The findings by kind: (level, name of the file, lines, what) of each."""
    kinds = {}
    for finding in report(train, dev, **how).findings:
        one = finding.level, Path(finding.path).name, list(finding.lines), finding.what
        kinds.setdefault(finding.rule.id, []).append(one)
    return kinds


def content(written, path="in.bio"):
    """A content for the checks of one file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "in.bio")
        file.write_bytes(written.encode())
        loaded = load(file, reading_from({}), None)
    sentences = [one for one in loaded.texts if isinstance(one, Sentence)]
    return content_of(replace(loaded, path=path), detect(one.tags for one in sentences))


def repaired(written, name="in", **settings):
    """The bytes of a repaired copy, and what was changed: (kind, line, what)."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, name), Path(folder, "out")
        source.write_bytes(written if isinstance(written, bytes) else written.encode())
        changes = fix(source, target, reading_from(settings))
        return target.read_bytes(), [(one.rule.id, one.line, one.what) for one in changes]
