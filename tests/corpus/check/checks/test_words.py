from check_tools import TRAIN, found

WORDS = "".join(f"{word}\t{tag}\n" for word, tag in zip(["Ann", "w/", "Bob"], ["B-PER", "O", "O"]))


def test_words_that_raw_text_is_not_split_into_are_shown():
    [finding] = found(WORDS + "\n" + WORDS, tokens="word")["split-otherwise"]
    what = "66.7% of the words agree; file | raw text: w/ | w / (2)"
    assert finding == ("note", "train", [], what)


def test_words_that_are_split_alike_are_no_finding():
    assert "split-otherwise" not in found(WORDS.replace("w/", "n't"), tokens="word")


def test_characters_are_no_words():
    assert "split-otherwise" not in found(TRAIN)
