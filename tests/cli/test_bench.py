import json
from dataclasses import asdict, replace

import pytest
from engine_tools import bundle_of

from nertag.cli.main import main
from nertag.cli.measure import Figures
from nertag.model import save_bundle
from nertag.tagging import benchmark
from nertag.tagging.benchmark import Way
from nertag.tagging.processor import Processor

FIGURES = {
    Way("onnx", "float32"): Figures("onnx", "float32", 312345, 0.41, 0.6234, 0.553, 182),
    Way("onnx", "int8"): Figures("onnx", "int8", 598765, 0.3, 0.5, 0.551, None),
}
F1 = {Way("onnx", "float32"): 0.81234, Way("onnx", "int8"): 0.8}


@pytest.fixture
def model(tmp_path):
    made = replace(bundle_of("small"), graphs={"float32": b"a graph"})
    save_bundle(made, tmp_path / "m")
    return tmp_path / "m"


@pytest.fixture
def asked(monkeypatch):
    """What is to be measured; nothing is."""
    found = []

    def measure(model, way, texts, say):
        say("now")
        found.append((model, way, texts.long.read_text(encoding="utf-8")))
        return FIGURES[way]

    monkeypatch.setattr(benchmark, "CHARACTERS", 10)
    monkeypatch.setattr("nertag.cli.bench.measure_speed", measure)
    monkeypatch.setattr("nertag.cli.bench.measure_f1", lambda model, way, *_: F1[way])
    monkeypatch.setattr("nertag.cli.bench.this_processor", lambda: Processor("Some CPU", ("avx2",)))
    monkeypatch.setattr("nertag.cli.bench.ways", lambda: list(FIGURES))
    return found


def bench(capsysbinary, *arguments):
    with pytest.raises(SystemExit) as done:
        main(["bench", *map(str, arguments)])
    out, err = capsysbinary.readouterr()
    return done.value.code, out.decode(), err.decode()


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("我在中国\n", encoding="utf-8")
    return path


def test_a_table_has_a_row_for_each_way(model, asked, text, capsysbinary):
    code, out, err = bench(capsysbinary, "-m", model, "--text", text)
    assert (code, err.strip()) == (0, "")
    assert asked == [(model, way, "我在中国\n" * 3) for way in FIGURES]
    title, *rows = out.splitlines()
    assert title == f"{model}: 12 characters"
    assert " cores of Some CPU: avx2" in out
    cells = [[cell.strip() for cell in row.split("│")[1:-1]] for row in rows if "│" in row]
    assert cells == [
        ["onnx float32", "312,345", "0.41 ms", "0.62 ms", "0.55 s", "182 MB"],
        ["onnx int8", "598,765", "0.30 ms", "0.50 ms", "0.55 s", "unknown"],
    ]


def test_json_has_the_figures_and_where_they_hold(model, asked, text, capsysbinary):
    code, out, _ = bench(capsysbinary, "-m", model, "--text", text, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["figures"] == [asdict(figures) for figures in FIGURES.values()]
    assert (found["model"], found["characters"]) == (str(model), 12)
    assert found["cores"] >= 1
    assert (found["processor"], found["features"]) == ("Some CPU", ["avx2"])
    assert "numpy" in found["versions"]


def test_f1_of_each_way_is_told_beside_its_speed(model, asked, text, capsysbinary):
    _, out, _ = bench(capsysbinary, "-m", model, "--text", text, "--dev", text)
    rows = [row for row in out.splitlines() if "onnx" in row and "│" in row]
    assert [row.split("│")[-2].strip() for row in rows] == ["81.23%", "80.00%"]
    _, out, _ = bench(capsysbinary, "-m", model, "--text", text, "--dev", text, "--json")
    assert [one["f1"] for one in json.loads(out)["figures"]] == [0.81234, 0.8]


def test_it_says_what_is_missing(model, asked, text, capsysbinary):
    _, out, _ = bench(capsysbinary, "-m", model, "--text", text)
    assert f"nertag export -m {model} --int8 writes it" in out
    assert f"nertag export -m {model} writes it" not in out
    assert "tensorflow: not installed" in out


def test_the_embedded_text_is_taken_if_none_is_given(model, asked, text, capsysbinary, monkeypatch):
    names = []

    def sample(*name):
        names.append(name)
        return text

    monkeypatch.setattr("nertag.cli.bench.sample", sample)
    assert bench(capsysbinary, "-m", model)[0] == 0
    assert names == [("unlabelled.txt", "zh")]
    assert len(asked) == 2


def test_errors_are_one_line(asked, text, capsysbinary, tmp_path):
    code, _, err = bench(capsysbinary, "-m", tmp_path / "none", "--text", text)
    assert (code, "no model here" in err, err.count("\n")) == (2, True, 1)


def test_a_text_that_is_not_there_is_named(model, asked, capsysbinary, tmp_path):
    code, _, err = bench(capsysbinary, "-m", model, "--text", tmp_path / "none.txt")
    assert (code, f"{tmp_path / 'none.txt'}: cannot be read" in err) == (2, True)
