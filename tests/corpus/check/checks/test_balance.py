from check_tools import DEV, TAGS, TRAIN, found, rows

from nertag.corpus.check.checks.balance import RARE

LONELY = rows("他说北京赢了啊。", ["O", "O", "B-ORG", "I-ORG", "O", "O", "O", "O"])


def test_a_file_in_which_nothing_is_labelled():
    kinds = found(rows("好" * 8, ["O"] * 8))
    assert kinds["no-entities"] == [("error", "train", [], "in 1 sentences")]
    assert "mostly-o" not in kinds
    assert found(TRAIN, rows("好" * 8, ["O"] * 8))["no-entities"][0][1] == "dev"


def test_a_file_in_which_little_is_labelled():
    empty = "".join(f"{chr(0x4E00 + i)}\tO\n\n" for i in range(100))
    assert found(TRAIN + empty) == {"mostly-o": [("note", "train", [], "100 of 200 (50%)")]}


def test_labels_with_few_examples():
    kinds = found(TRAIN + LONELY)
    assert kinds["rare-label"] == [("warning", "train", [], "ORG (1)")]
    many = "".join(
        rows(
            f"{chr(0x5000 + i)}去科学院看了看", ["O", "O", "B-ORG", "I-ORG", "I-ORG", "O", "O", "O"]
        )
        for i in range(RARE)
    )
    assert found(TRAIN + many) == {}


def test_labels_that_are_many_times_as_frequent_as_others():
    assert found(TRAIN + LONELY)["class-balance"] == [
        ("note", "train", [], "PER has 100, ORG 1: 100 : 1")
    ]
    assert "class-balance" not in found(TRAIN + LONELY * 6)


def test_labels_spelt_in_several_ways():
    tags = [tag.replace("PER", "Per") for tag in TAGS]
    kinds = found(TRAIN, DEV + rows("钱伟在北京工作。", tags))
    assert kinds["label-spelling"] == [("warning", "train", [], "'PER' (120), 'Per' (1)")]


def test_the_label_o_is_an_error():
    content = "Anna B-PER\nvisits I-O\nthe I-O\nBern B-LOC\n. B-O\n"
    [(level, _, lines, _)] = found(content, tokens="word")["label-o"]
    assert (level, lines) == ("error", [2, 5])
    assert "label-o" not in found(TRAIN)
