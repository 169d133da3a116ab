from check_tools import DEV, END, TRAIN, found, rows

from nertag.corpus.check.checks import mentions

MISS = rows("我们在北京开会。", ["O"] * 8)


def test_a_mention_that_is_o_and_labelled_elsewhere_is_a_likely_miss():
    assert found(TRAIN + MISS) == {
        "likely-miss": [
            ("warning", "train", [END + 3], "'北京' is O here, labelled elsewhere: LOC 10")
        ]
    }


def test_dev_is_searched_for_the_mentions_of_train():
    misses = found(TRAIN, DEV + MISS)["likely-miss"]
    assert [(name, what) for _, name, _, what in misses] == [
        ("dev", "'北京' is O here, labelled elsewhere: LOC 12")
    ]


def test_what_is_o_as_often_as_not_is_no_miss():
    assert "likely-miss" not in found(TRAIN + MISS * 10)
    assert found(TRAIN + MISS * 9)["likely-miss"][0][2][:2] == [END + 3, END + 3 + 9]


def test_the_surest_and_longest_come_first():
    often = "天\tB-LOC\n宫\tI-LOC\n\n" * 30 + "天\tB-LOC\n宫\tI-LOC\n院\tI-LOC\n\n" * 30
    plain = "天\tO\n宫\tO\n\n天\tO\n宫\tO\n院\tO\n\n"
    told = [what for _, _, _, what in found(TRAIN + often + MISS + plain)["likely-miss"]]
    assert [what.split("'")[1] for what in told] == ["天宫院", "天宫", "北京"]


def test_the_list_is_cut_and_says_how_many_more_there_are(monkeypatch):
    monkeypatch.setattr(mentions, "CAP", 1)
    other = rows("我们在上海开会。", ["O"] * 8)
    misses = found(TRAIN + MISS + other + MISS)["likely-miss"]
    assert [what for _, _, _, what in misses] == [
        "'上海' is O here, labelled elsewhere: LOC 10",
        "1 more, less likely, at 2 places",
    ]
    assert misses[1][2] == []


def test_a_label_that_a_mention_seldom_has_is_odd():
    once = rows("他说北京赢了啊。", ["O", "O", "B-ORG", "I-ORG", "O", "O", "O", "O"])
    odd = found(TRAIN + once, DEV)["mention-two-ways"]
    assert odd == [("note", "train", [END + 3 - 1], "'北京' is ORG here, elsewhere LOC 12")]
    assert "mention-two-ways" not in found(TRAIN + once * 2, DEV)
