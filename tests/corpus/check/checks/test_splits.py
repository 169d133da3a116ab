from check_tools import DEV, ROWS, TAGS, TRAIN, found, rows

DEV_END = DEV.count("\n") + 1


def test_sentences_of_dev_that_stand_in_train():
    known = "".join(TRAIN.split("\n\n")[3] + "\n\n")
    [(level, name, lines, what)] = found(TRAIN, DEV + known)["dev-in-train"]
    assert (level, name, lines) == ("warning", "dev", [DEV_END])
    assert what.endswith(f"train:{3 * ROWS + 1}")


def test_labels_only_in_dev_are_an_error():
    tags = [tag.replace("LOC", "GPE") for tag in TAGS]
    kinds = found(TRAIN, DEV + rows("钱伟在北京工作。", tags))
    [finding] = kinds["label-only-in-dev"]
    assert finding == ("error", "dev", [DEV_END + 3], "GPE")


def test_labels_only_in_train():
    tags = [tag.replace("LOC", "GPE") for tag in TAGS]
    kinds = found(TRAIN + rows("钱伟在北京工作。", tags) * 50, DEV)
    assert kinds["label-only-in-train"] == [("note", "dev", [], "GPE (50 in train)")]


def test_labels_that_are_rare_in_dev():
    few = "".join(DEV.split("\n\n")[i] + "\n\n" for i in range(9))
    assert found(TRAIN, few) == {
        "rare-in-dev": [("note", "dev", [], "LOC (9)"), ("note", "dev", [], "PER (9)")]
    }


def test_characters_of_dev_unseen_in_train():
    kinds = found(TRAIN, DEV + rows("钱伟在北京吃饭。") + rows("孙伟在北京吃面。"))
    assert kinds["unseen-characters"][0][:3] == (
        "note",
        "dev",
        [DEV_END + 5, DEV_END + 6, DEV_END + ROWS + 5, DEV_END + ROWS + 6],
    )
    assert kinds["unseen-characters"][0][3].endswith("of the text: 吃 饭 面")
    assert "3 kinds, 2.3%" in kinds["unseen-characters"][0][3]


def test_a_character_of_another_width_is_not_unseen():
    train, dev = TRAIN + "９\tO\nＡ\tO\n\n", DEV + "A\tO\n9\tO\n\n"
    kinds = found(train, dev)
    assert kinds.keys() == {"width-shift"}
    assert kinds["width-shift"] == [
        (
            "warning",
            "dev",
            [],
            "letters and digits of full width: 100% of train and 0% of dev",
        )
    ]
    assert found(train, DEV + "９\tO\n\n") == {}
