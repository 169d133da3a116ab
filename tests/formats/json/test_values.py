import json

import pytest
from format_tools import read, refused
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.errors import DataError
from nertag.formats.json import values as json_values
from nertag.formats.source import Source


class Values:
    """What `format_tools` takes for a format."""

    @staticmethod
    def read(source):
        return json_values.read_values(source)


class Pieces(Source):
    """A source whose text comes in pieces of a given length."""

    def __init__(self, text, size):
        super().__init__("in.json")
        object.__setattr__(self, "content", text)
        object.__setattr__(self, "size", size)

    def pieces(self):
        for place in range(0, len(self.content), self.size):
            yield self.content[place : place + self.size]


def values(text, size=1000):
    return list(json_values.read_values(Pieces(text, size)))


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts()
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(), inner, max_size=4)
)
objects = st.dictionaries(texts(), trees, max_size=4)
pairs = st.tuples(texts(), objects).map(list)
looks = st.fixed_dictionaries({"indent": st.none() | st.just(1), "ensure_ascii": st.booleans()})


@pytest.fixture(autouse=True)
def _small_buffer(monkeypatch):
    """So that short texts show what happens where a buffer ends."""
    monkeypatch.setattr(json_values, "KEPT", 1)


@given(st.lists(objects | pairs, max_size=5), looks, st.integers(1, 40))
def test_values_one_after_the_other(expected, look, size):
    lines, line = [], 1
    for value in expected:
        lines.append((line, json.dumps(value, **look)))
        line += lines[-1][1].count("\n") + 2
    content = "\n\n".join(text for _, text in lines)
    assert values(content, size) == [(line, json.loads(text)) for line, text in lines]


@given(st.lists(objects | pairs, max_size=5), looks, st.integers(1, 40))
def test_the_elements_of_a_list(expected, look, size):
    assert [value for _, value in values(json.dumps(expected, **look), size)] == expected


@given(st.lists(st.sampled_from(["12", "-1.5e+3", "true", "-Infinity", '"\\ud83d\\ude00"'])))
def test_a_value_that_a_buffer_cuts(parts):
    content = " ".join(parts)
    expected = [json.loads(part) for part in parts]
    for size in (1, 2, 3, 5):
        assert [value for _, value in values(content, size)] == expected
        nested = f'[{{"a": [{", ".join(parts)}]}}]'
        assert values(nested, size) == [(1, {"a": expected})]


def test_lines_on_which_elements_begin():
    content = '\n [\n{"a":\n1}\r\n,\n\n[2], {}\n\r]\n\n'
    assert values(content) == [(3, {"a": 1}), (7, [2]), (7, {})]


@pytest.mark.parametrize("content", ["", " \t\r\n", "[]", "\n[ \n ]\n"])
def test_files_of_no_value(content):
    assert values(content, 1) == []


def test_a_list_that_begins_with_neither_list_nor_object_is_a_value():
    assert values('["a", {}]\n[ \n"b"]') == [(1, ["a", {}]), (2, ["b"])]
    assert values("[1, 2]") == [(1, [1, 2])]


def test_a_mark_at_the_start_is_no_json_but_eaten():
    assert read(Values, b'\xef\xbb\xbf{"a": 1}') == [(1, {"a": 1})]
    refused(Values, '\ufeff\ufeff{"a": 1}', "Expecting value", 1)


BROKEN = [
    ('{"a": 1}\n{"a": 1\n{"a": 2}', "Expecting ',' delimiter.*begins on line 2", 3),
    ('{"a": 1}\n{"a": \n', "Expecting value.*begins on line 2", 3),
    ('{"a": "x', "Unterminated string", 1),
    ('{"a": "x\n"}', "Invalid control character, at character 9", 1),
    ("{}\n\nnothing", "Expecting value", 3),
    ('[{"a": 1},\n{"a": 2}\n', "the end of the file where a comma or ] is expected", 3),
    ('[{"a": 1}\n{"a": 2}]', "'{' where a comma or ] is expected", 2),
    ('[{"a": 1},]', "Expecting value", 1),
    ('[{"a": 1}]\n]', "there is more after the list", 2),
    ('{"a": 1},\n{"a": 2}', "Expecting value, at character 9 of the file", 1),
    ('\n{"a": 1, "b": {"c": 1, "c": 2}}', "the key 'c' stands twice in an object", 2),
    ('\n{"a": "\\ud83d"}', r"\\ud83d is half of a character", 2),
    ('\n{"a": ["\\uDE00x"]}', r"\\ude00 is half of a character", 2),
    ('\n{"\\ud83d": 0}', r"\\ud83d is half of a character", 2),
    ('\n{"a": ' + "[" * 100_000, "nested too deeply", 2),
    ("\n" + "[" * 100_000, "nested too deeply", 2),
    ('{"a": "\\x"}', r"Invalid \\\\?escape", 1),
]


@pytest.mark.parametrize(("content", "message", "line"), BROKEN)
def test_what_is_not_json(content, message, line):
    refused(Values, content, message, line)


def test_a_number_of_too_many_digits():
    try:
        json.loads("1" * 5000)
    except ValueError:
        refused(Values, "{}\n" + "1" * 5000, "is not as JSON should be", 2)


def test_the_character_named_is_of_the_whole_file():
    start = '{"a": 1}\n' * 500
    refused(Values, start + '{"a" 1}', f"at character {len(start) + 6:,} of the file", 501)


def test_an_escaped_backslash_is_no_escape_of_half_a_character():
    assert values('{"a": "\\\\ud800 \\ud83d\\ude00"}') == [(1, {"a": "\\ud800 😀"})]


@given(st.text('[]{}",:\\u1d8aT \n') | texts(), st.integers(1, 9))
def test_any_text_gives_values_or_a_data_error(content, size):
    try:
        found = values(content, size)
    except DataError as error:
        line, message = error.line, str(error)
    else:
        assert [line for line, _ in found] == sorted(line for line, _ in found)
        return
    assert 0 < line <= content.count("\n") + 1
    assert "\n" not in message


def test_values_come_before_the_file_is_read_to_its_end():
    number = 0

    class Endless(Source):
        def pieces(self):
            nonlocal number
            yield "["
            while True:
                yield '{"a": "北京"}, '
                number += 1

    found = json_values.read_values(Endless("in.json"))
    assert [next(found) for _ in range(1000)] == [(1, {"a": "北京"})] * 1000
    assert number < 1010


def test_a_long_value_is_not_looked_at_for_every_piece(monkeypatch):
    looks = 0
    decoder = json_values._DECODER

    class Counting:
        def raw_decode(self, text, place):
            nonlocal looks
            looks += 1
            return decoder.raw_decode(text, place)

    monkeypatch.setattr(json_values, "_DECODER", Counting())
    expected = [{"a": [{"b": number} for number in range(5000)]}]
    assert [value for _, value in values(json.dumps(expected), 7)] == expected
    assert looks < 40


@given(leaves | objects)
def test_what_is_dumped_is_one_line(value):
    line = json_values.dump_value(value)
    assert line.count("\n") == 1
    assert values(line) == [(1, value)]
