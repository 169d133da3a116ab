"""Which unit of offsets makes all spans of a file fit."""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.offsets import OffsetError
from nertag.formats.reading import read_labelled, stream_labelled
from nertag.formats.units import UNITS, borders

TEXT = "👍🏽 cafe\u0301 北\r\nAnna Muster visits Bern today."
SPANS = [(TEXT.index(name), name, label) for name, label in (("Anna", "PER"), ("Bern", "LOC"))]


def offsets(unit, text=TEXT):
    """Where each span lies in a unit."""
    units = {place: offset for offset, place in borders(text, unit).items()}
    return [
        (units[start], units[start + len(name)], name, label)
        for start, name, label in SPANS
        if start in units
    ]


def with_spans(key):
    def record(unit):
        spans = [
            {"start": start, "end": end, "text": name, "label": label}
            for start, end, name, label in offsets(unit)
        ]
        return json.dumps({"text": TEXT, key: spans})

    return record


def label_studio(unit):
    spans = [
        {"start": start, "end": end, "text": name, "labels": [label]}
        for start, end, name, label in offsets(unit)
    ]
    results = [{"type": "labels", "to_name": "text", "value": value} for value in spans]
    return json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": results}]}])


def cluener(unit):
    labels = {label: {name: [[start, end - 1]]} for start, end, name, label in offsets(unit)}
    return json.dumps({"text": TEXT, "label": labels})


WITH_MENTIONS = {
    "doccano": with_spans("entities"),
    "prodigy": with_spans("spans"),
    "displacy": with_spans("ents"),
    "label-studio": label_studio,
    "cluener": cluener,
}


def put(folder, name, unit):
    """A file of a format whose offsets count a unit."""
    if name == "brat":
        rows = enumerate(offsets(unit))
        lines = [f"T{n}\t{label} {start} {end}\t{text}\n" for n, (start, end, text, label) in rows]
        (folder / "in.txt").write_bytes(TEXT.encode())
        (folder / "in.ann").write_text("".join(lines), encoding="utf-8")
        return folder / "in.ann"
    path = folder / "in.json"
    path.write_text(WITH_MENTIONS[name](unit), encoding="utf-8")
    return path


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", [*WITH_MENTIONS, "brat"])
def test_the_unit_of_a_file_is_named_and_reads_it(tmp_path, name, unit):
    path = put(tmp_path, name, unit)
    for wrong in UNITS.keys() - {unit}:
        with pytest.raises(OffsetError, match=f"all spans of the file fit: `offset_unit={unit}`"):
            read_labelled(path, ReadingSettings(format=name, offset_unit=wrong, tokens="word"))
    right = read_labelled(path, ReadingSettings(format=name, offset_unit=unit, tokens="word"))
    tagged = [
        word for one in right.sentences for word, tag in zip(one.words, one.tags) if tag != "O"
    ]
    assert tagged == ["Anna", "Bern"]


def test_a_unit_is_named_only_if_all_spans_fit(tmp_path):
    path = put(tmp_path, "doccano", "utf16")
    record = {"text": "👍 Anna", "entities": [{"start": 2, "end": 6, "text": "Anna", "label": "P"}]}
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{json.dumps(record)}", encoding="utf-8")
    with pytest.raises(OffsetError, match=r"read as characters; its text stands at 12 to 16; see"):
        read_labelled(path, ReadingSettings())


def test_every_misplaced_span_has_the_hint(tmp_path):
    faults: list[DataError] = []
    path = put(tmp_path, "doccano", "byte")
    _, _, texts = stream_labelled(path, ReadingSettings(), faults)
    assert len(list(texts)) == 1
    assert [fault.unit for fault in faults] == ["byte"] * 2
    assert all("`offset_unit=byte`" in str(fault) for fault in faults)


@settings(max_examples=30)
@given(st.text("a😀é北\r\n", min_size=1, max_size=8), st.sampled_from(sorted(UNITS)), st.data())
def test_a_unit_that_is_named_is_one_that_reads(tmp_path_factory, text, unit, data):
    places = sorted(borders(text, unit).items())
    (start, first), (end, last) = (
        places[data.draw(st.integers(0, len(places) - 1))] for _ in range(2)
    )
    assume(text[first:last].strip())
    path = tmp_path_factory.mktemp("unit") / "in.jsonl"
    span = {"start": start, "end": end, "text": text[first:last], "label": "A"}
    path.write_text(json.dumps({"text": text, "entities": [span]}), encoding="utf-8")
    named = "codepoint"
    try:
        read_labelled(path, ReadingSettings())
    except OffsetError as error:
        named = error.unit
    (text,) = stream_labelled(path, ReadingSettings(offset_unit=named))[2]
    assert text.entities
