import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.config import reading_from
from nertag.corpus.split import share_out, split
from nertag.errors import ConfigError, DataError


def block(i, tag="B-X"):
    return f"a\tO\n{i}\t{tag}\n"


def texts_of(parts):
    return [part.path.read_text("utf-8") for part in parts]


def test_parts_hold_every_line_as_it_was(file):
    blocks = [block(i, f"B-{'XYZ'[i % 3]}") for i in range(40)]
    path = file("in.bio", "\n".join(blocks))
    parts = split(path, reading_from({}), dev=0.2, test=0.1)
    assert [part.path.name for part in parts] == ["in.train.bio", "in.dev.bio", "in.test.bio"]
    found = [text.removesuffix("\n").split("\n\n") for text in texts_of(parts)]
    assert [len(rows) for rows in found] == [part.sentences for part in parts]
    assert [part.sentences for part in parts] == pytest.approx([28, 8, 4], abs=1)
    rows = [row.removesuffix("\n") + "\n" for part in found for row in part]
    assert sorted(rows) == sorted(blocks)
    order = [[blocks.index(row.removesuffix("\n") + "\n") for row in part] for part in found]
    assert all(part == sorted(part) for part in order)


def test_rare_labels_reach_every_part(file):
    tags = ["B-RARE"] * 3 + ["B-X"] * 60 + ["O"] * 37
    path = file("in.bio", "\n".join(block(i, tag) for i, tag in enumerate(tags)))
    parts = split(path, reading_from({}))
    assert [part.labels["RARE"] for part in parts] == [1, 1, 1]
    assert [part.labels["X"] for part in parts] == [48, 6, 6]


def test_the_same_text_is_in_one_part_only(file):
    path = file("in.bio", "\n".join(block(i % 7) for i in range(70)))
    parts = split(path, reading_from({}), dev=0.3, test=0.3)
    sets = [set(text.split("\n\n")) - {""} for text in texts_of(parts)]
    assert sum(map(len, sets)) == len(set.union(*sets)) == 7


def test_documents_stay_whole(file):
    content = "".join(
        "-DOCSTART-\tO\n\n" + "".join(block(f"{d}.{i}") + "\n" for i in range(5)) for d in range(10)
    )
    parts = split(file("in.bio", content), reading_from({}), by="document", dev=0.2, test=0.2)
    assert [part.sentences for part in parts] == [30, 10, 10]
    assert sum(text.count("-DOCSTART-") for text in texts_of(parts)) == 10
    for text in texts_of(parts):
        assert text.startswith("-DOCSTART-")


def test_same_seed_same_parts(file):
    path = file("in.bio", "\n".join(map(block, range(50))))
    first, again, other = (texts_of(split(path, reading_from({}), seed=seed)) for seed in (1, 1, 2))
    assert first == again != other


def test_json_lines_and_lists(file):
    records = [{"text": f"北{i}", "label": [[0, 1, "X"]], "more": {"kept": i}} for i in range(20)]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    for name, content in (("a.jsonl", lines), ("b.json", json.dumps(records, indent=1))):
        parts = split(file(name, content), reading_from({"format": "doccano"}))
        found = [json.loads(line) for text in texts_of(parts) for line in text.splitlines()]
        assert sorted(found, key=lambda record: record["more"]["kept"]) == records


def test_comments_stay_with_their_sentence(file):
    rows = "1\tdog{0}\t_\tNOUN\t_\t_\t0\troot\t_\t_\n"
    content = "".join(f"# sent_id = {i}\n" + rows.format(i) + "\n" for i in range(10))
    parts = split(file("in.conllu", content), reading_from({}))
    for text in texts_of(parts):
        for piece in text.removesuffix("\n\n").split("\n\n"):
            comment, row = piece.splitlines()
            assert row.split("\t")[1] == "dog" + comment.split("= ")[1]


def test_lines_of_other_formats(file):
    lines = [f"我在[北京|LOC]{i}" for i in range(9)] + [""]
    parts = split(file("in.txt", "\n".join(lines) + "\n"), reading_from({}), test=0)
    assert [part.name for part in parts] == ["train", "dev"]
    assert sorted(line for text in texts_of(parts) for line in text.split("\n")[:-1]) == sorted(
        lines
    )


def test_what_cannot_be_split(file, tmp_path):
    path = file("in.bio", block(1) + "\n" + block(1))
    with pytest.raises(DataError, match="1 sentences that differ cannot be split into 3 parts"):
        split(path, reading_from({}))
    with pytest.raises(ConfigError, match=r"`dev=0\.5` and `test=0\.5` leave nothing"):
        split(path, reading_from({}), dev=0.5, test=0.5)
    (tmp_path / "a").mkdir()
    for i in range(4):
        (tmp_path / "a" / f"{i}.txt").write_text(f"北京{i}", encoding="utf-8")
        (tmp_path / "a" / f"{i}.ann").write_text("T1\tLOC 0 2\t北京\n", encoding="utf-8")
    with pytest.raises(DataError, match="convert it to another format first"):
        split(tmp_path / "a", reading_from({}))


@given(
    counts=st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 3)), min_size=3),
    shares=st.sampled_from([(0.8, 0.1, 0.1), (0.5, 0.5), (0.6, 0.3, 0.1)]),
    seed=st.integers(0, 5),
)
def test_every_unit_gets_a_part_and_every_part_a_unit(counts, shares, seed):
    units = list(map(Counter, counts))
    found = share_out(units, [1] * len(units), shares, seed)
    assert len(found) == len(units)
    assert set(found) == set(range(len(shares)))


def test_what_was_ignored_is_told(tmp_path):
    record = (
        '{{"text": "{n} a", "spans": [{{"start": 0, "end": 1, "label": "A"}}], "answer": "{a}"}}\n'
    )
    path = tmp_path / "in.jsonl"
    rows = [record.format(n=n, a="reject" if n == 4 else "accept") for n in range(9)]
    path.write_text("".join(rows), encoding="utf-8")
    parts = split(path, reading_from({}))
    assert sum(part.sentences for part in parts) == 8
    assert parts.notes == ("1 times: a text whose 'answer' is 'reject' is not read (line 5)",)
