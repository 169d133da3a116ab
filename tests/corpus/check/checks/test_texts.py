import json

import pytest
from check_tools import DEV, END, TRAIN, found, rows

from nertag.corpus.check.checks.texts import LONG


@pytest.mark.parametrize(
    ("sign", "kind", "level"),
    [
        ("\ufffd", "broken-character", "warning"),
        ("\x00", "control-character", "warning"),
        ("\x1b", "control-character", "warning"),
        ("\x85", "control-character", "warning"),
        ("\u200b", "zero-width-character", "warning"),
        ("\ufeff", "zero-width-character", "warning"),
        ("\u202e", "zero-width-character", "warning"),
        ("\ue305", "private-use-character", "note"),
    ],
)
def test_odd_characters_are_found_with_their_lines(sign, kind, level):
    content = TRAIN + f"你\tO\n{sign}\tO\n你{sign}\tO\n\n"
    kinds = found(content)
    assert kinds.pop("split-token", None)  # a token of two characters
    assert kinds.keys() == {kind}
    [(of_level, name, lines, what)] = kinds[kind]
    assert (of_level, name, lines) == (level, "train", [END + 1, END + 2])
    assert what.startswith(f"U+{ord(sign):04X}")


@pytest.mark.parametrize("text", ["👩\u200d👩❤\ufe0f", "e\u0301", "\u3000", "𪛖", "می\u200cخواهم"])
def test_characters_that_join_or_are_rare_are_not_odd(text):
    assert found(TRAIN + "".join(f"{sign}\tO\n" for sign in text) + "\n") == {}


def test_line_breaks_of_a_text_are_not_odd_but_a_lone_cr_is():
    text = {"text": "a\r\nb\nc\td", "label": [[0, 1, "X"]]}
    assert "control-character" not in found(json.dumps(text) + "\n")
    for lone in ("a\rb", "ab\r"):
        text["text"] = lone
        line = json.dumps(text) + "\n"
        assert found(line * 2)["control-character"][0][2:] == ([1, 2], "U+000D")


def test_very_long_sentences():
    content = TRAIN + "好\tO\n" * (LONG + 1) + "\n" + "坏\tO\n" * LONG + "\n"
    assert found(content) == {
        "long-sentence": [
            ("note", "train", [END], f"longer than {LONG} tokens; the longest has {LONG + 1}")
        ]
    }


def test_a_text_of_many_lines_is_not_long_but_a_line_of_it_may_be():
    text = {"text": "好\n" * LONG, "label": [[0, 1, "X"]]}
    assert "long-sentence" not in found(json.dumps(text) + "\n")
    text["text"] += "坏" * (LONG + 5)
    assert f"{LONG + 5}" in found(json.dumps(text) + "\n")["long-sentence"][0][3]


def test_sentences_without_text():
    assert found("[北京|LOC]\n\n好\n", format="inline")["empty-sentence"][0][:3] == (
        "note",
        "train",
        [2],
    )


def test_letters_and_digits_of_two_widths():
    content = TRAIN + "９\tO\n９\tO\n7\tO\n\n"
    assert found(content) == {
        "mixed-width": [
            (
                "note",
                "train",
                [END + 2],
                "2 of full width, 1 of ordinary width; the lines are of the fewer",
            )
        ]
    }
    assert found(TRAIN + "９\tO\n\n") == {}


def test_a_sentence_that_stands_twice():
    first = TRAIN[: TRAIN.index("\n\n") + 2]
    [(level, name, lines, what)] = found(TRAIN + first)["duplicate-sentence"]
    assert (level, name, lines) == ("note", "train", [1, END])
    assert "stands 2 times" in what


def test_a_text_that_is_labelled_in_two_ways():
    other = rows("赵伟在北京工作。", ["B-PER", "I-PER", "O", "B-ORG", "I-ORG", "O", "O", "O"])
    kinds = found(TRAIN + other)
    assert "duplicate-sentence" not in kinds
    [(level, name, lines, what)] = kinds["text-two-ways"]
    assert (level, name, lines) == ("warning", "train", [1, END])
    assert what == "'赵伟在北京工作。' is labelled in 2 ways"
    [(_, name, lines, what)] = found(TRAIN, DEV + other)["text-two-ways"]
    assert (name, lines) == ("dev", [DEV.count("\n") + 1])
    assert "also at" in what
    assert what.endswith("train:1")
