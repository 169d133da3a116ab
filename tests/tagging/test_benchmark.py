import gzip
import json

import pytest
from engine_tools import bundle_of
from hypothesis import given
from hypothesis import strategies as st

from nertag.errors import DataError
from nertag.model import save_bundle
from nertag.model.engines.choice import ENGINES, PRECISIONS
from nertag.tagging import benchmark
from nertag.tagging.benchmark import Way, latencies, p95, prepare_texts, repeat, sentences

LINES = ["我在中国", "", "他来上国大了", "a\u2028b"]
CHARACTERS = sum(map(len, LINES))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.txt"
    path.write_text("\r\n".join(LINES), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("wanted", "times"), [(0, 1), (CHARACTERS, 1), (CHARACTERS + 1, 2), (7 * CHARACTERS, 7)]
)
def test_a_text_is_repeated_until_it_is_long_enough(source, tmp_path, wanted, times):
    target = tmp_path / "long.txt"
    assert repeat(source, target, wanted) == times * CHARACTERS
    assert target.read_bytes().decode() == "".join(f"{line}\n" for line in LINES) * times


def test_a_packed_text_is_unpacked(source, tmp_path):
    packed = tmp_path / "source.txt.gz"
    packed.write_bytes(gzip.compress(source.read_bytes()))
    assert repeat(packed, tmp_path / "long.txt", 0) == CHARACTERS
    assert (tmp_path / "long.txt").read_bytes().decode().split("\n") == [*LINES, ""]


def test_a_text_without_characters_is_refused(tmp_path):
    (tmp_path / "empty.txt").write_text("\n\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"empty\.txt: has no text to tag"):
        repeat(tmp_path / "empty.txt", tmp_path / "long.txt", 10)


@pytest.mark.parametrize(
    ("length", "count", "found"),
    [
        (3, 2, ["我在中", "国他来"]),
        (5, 1, ["我在中国他"]),
        (5, 9, ["我在中国他", "来上国大了", "a\u2028b"]),
        (100, 1, ["".join(LINES)]),
    ],
)
def test_sentences_are_cut_from_the_beginning(source, length, count, found):
    assert sentences(source, length, count) == found


def test_what_is_tagged_is_written(source, tmp_path, monkeypatch):
    for name, value in {"CHARACTERS": 50, "SENTENCE": 5, "SENTENCES": 3}.items():
        monkeypatch.setattr(benchmark, name, value)
    texts = prepare_texts(source, tmp_path)
    assert texts.characters == CHARACTERS * -(-50 // CHARACTERS)
    assert texts.line.read_bytes().decode() == "我在中国他\n"
    assert texts.sentences.read_bytes().decode() == "我在中国他\n来上国大了\na\u2028b我在\n"


def test_each_text_is_timed_after_some_to_warm_up(monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr("nertag.tagging.benchmark.time.perf_counter", lambda: next(clock) ** 2)
    monkeypatch.setattr(benchmark, "WARM", 2)
    seen = []
    assert latencies(seen.append, ["a", "b", "c"]) == [1, 5, 9]
    assert seen == ["a", "b", "a", "b", "c"]


@given(st.lists(st.floats(0, 10), min_size=1, max_size=60))
def test_p95_is_the_least_value_that_95_of_100_do_not_exceed(values):
    def share(bound):
        return sum(value <= bound for value in values) / len(values)

    assert p95(values) == min(value for value in values if share(value) >= 0.95 - 1e-9)


def test_ways_are_those_whose_library_is_there(monkeypatch):
    assert {way.engine for way in benchmark.ways()} <= set(ENGINES)
    monkeypatch.setattr(benchmark, "bfloat16_is_there", lambda: True)
    assert {way.precision for way in benchmark.ways()} == set(PRECISIONS) - {"auto"}
    monkeypatch.setattr(benchmark, "bfloat16_is_there", lambda: False)
    assert "bfloat16" not in {way.precision for way in benchmark.ways()}
    monkeypatch.setattr(benchmark, "find_spec", lambda name: name == "onnxruntime" or None)
    assert benchmark.ways() == [Way("onnx", "float32"), Way("onnx", "int8")]


def test_the_process_of_latencies_prints_them(source, tmp_path, monkeypatch, capsys):
    save_bundle(bundle_of("default"), tmp_path / "m")
    monkeypatch.setattr(
        "sys.argv", ["benchmark", str(tmp_path / "m"), "onnx", "float32", str(source)]
    )
    benchmark.main()
    seconds = json.loads(capsys.readouterr().out)
    assert len(seconds) == len(LINES)
    assert min(seconds) > 0
