import json
import resource
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import FAST, corpus

import nertag
from nertag.formats.tagged import to_json
from nertag.schemes import repair


@pytest.fixture(scope="module", params=["crf", "softmax"])
def tagger(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tagger")
    train, dev = corpus(folder)
    return nertag.train(
        train, dev, output=folder / "model", **{**FAST, "epochs": 10, "head": request.param}
    )


def test_entities_have_exact_offsets(tagger):
    text = "😀 昨天王芳到上海开会"
    tagged = tagger.tag(text)
    assert {(e.start, e.end, e.label) for e in tagged.entities} >= {(4, 6, "PER"), (7, 9, "LOC")}
    assert all(text[e.start : e.end] == e.text for e in tagged.entities)


@given(st.text(max_size=80))
def test_any_text_is_kept_whole_and_tagged_legally(tagger, text):
    tagged = tagger.tag(text)
    assert tagged.text == text
    assert len(tagged.tags) == len(text)
    assert repair(tagged.tags, "BIO") == (list(tagged.tags), 0)
    assert all(text[e.start : e.end] == e.text for e in tagged.entities)


def test_full_width_and_ascii_are_tagged_alike(tagger):
    assert tagger.tag("李雷在北京!").tags == tagger.tag("李雷在北京！").tags


def test_order_and_count_are_kept_whatever_the_lengths(tagger):
    texts = ["", "李雷在北京。", "今" * 700, "", "王芳和李雷", "昨天"] * 50
    tagged = list(tagger.tag_many(iter(texts)))
    assert [t.text for t in tagged] == texts
    assert tagged[1].tags == tagger.tag(texts[1]).tags


def test_tag_many_reads_only_a_bounded_part_ahead(tagger):
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield "李雷在北京。"

    stream = tagger.tag_many(endless())
    next(stream)
    assert read <= 4096


def test_a_long_line_is_tagged_as_its_parts_are(tagger):
    part = "李雷在北京。"
    tagged = tagger.tag(part * 300)
    alone = [e.label for e in tagger.tag(part).entities]
    assert [e.label for e in tagged.entities] == alone * 300


def test_threads_share_a_tagger(tagger):
    texts = [
        f"{name}在{place}。" * n
        for name in ("李雷", "张伟")
        for place in ("北京", "成都")
        for n in range(1, 9)
    ]
    alone = [tagger.tag(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            assert list(pool.map(tagger.tag, texts)) == alone


def test_one_trace_serves_all_shapes(tagger):
    for length in (1, 2, 7, 30, 600):
        tagger.tag("李" * length)
    list(tagger.tag_many(["李雷"] * 30))
    assert tagger._engine.traces == 1


def test_memory_stays_flat_over_2000_batches(tagger):
    ids = np.ones((4, 12), np.int32)
    for _ in range(300):
        tagger._engine(ids)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(2000):
        tagger._engine(ids)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 10_000  # kilobytes


def test_json_of_a_tagged_text(tagger):
    line = json.loads(to_json(tagger.tag("李雷在北京。")))
    assert line["text"] == "李雷在北京。"
    assert {"start": 0, "end": 2, "label": "PER", "text": "李雷"} in line["entities"]
