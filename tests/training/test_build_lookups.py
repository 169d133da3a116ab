from dataclasses import dataclass, field

import numpy as np
import pytest
from gensim.models import KeyedVectors

from nertag.config import settings_from
from nertag.errors import ConfigError, DataError
from nertag.text.tokens import tokenise
from nertag.training.build_lexicon import LONGEST_WORD
from nertag.training.build_lookups import make_lookups
from nertag.training.listeners import Listener

TRAIN = [tokenise(text, "char") for text in ("李雷在北京大学。", "王芳去了北京", "上海ＡＢ很好")]


@dataclass
class Recorder(Listener):
    """Keeps what it hears."""

    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    def say(self, message):
        self.said.append(message)

    def warn(self, message):
        self.warned.append(message)

    def about(self, sort):
        """The one line that begins so."""
        (line,) = [line for line in self.said if line.startswith(sort)]
        return line


def write(path, lines):
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


def lexicon_file(folder, words, size=2):
    """A file of vectors: row i is (i + 1, i + 1, ...)."""
    lines = [" ".join([word, *[str(i + 1)] * size]) for i, word in enumerate(words)]
    return write(folder / "words.txt", lines)


def lookups_of(train=TRAIN, listener=None, **settings):
    lookups, notes = make_lookups(train, settings_from({"vectors": "none"} | settings))
    if listener:
        listener.tell(notes)
    return lookups


# Pairs


@pytest.mark.parametrize(
    ("most", "kept"),
    [
        (0, "北京 王芳"),
        (2, "北京 王芳"),
        (3, "北京 王芳 东西"),
        (4, "北京 王芳 东西 南北"),
        (9, "北京 王芳 东西 南北 左右"),
    ],
)
def test_pairs_of_the_training_text_are_kept_before_others(tmp_path, most, kept):
    tokens = [*"东西南北京王芳左右", "东西", "北京", "南北", "王芳", "左右"]
    lines = [f"{token} {number} 1" for number, token in enumerate(tokens)]
    vectors = write(tmp_path / "v.txt", lines)
    found = lookups_of(vectors=vectors, bigrams=True, max_bigrams=most)
    assert found.bigrams.tokens == tuple(kept.split())


def test_pairs_with_a_character_that_is_not_known_are_left_out(tmp_path):
    lines = [
        f"{token} {number} 1" for number, token in enumerate(["北", "京", "魑魅", "北京", "魅京"])
    ]
    vectors = write(tmp_path / "v.txt", lines)
    assert lookups_of(vectors=vectors, bigrams=True).bigrams.tokens == ("北京",)


# Vectors


def test_without_pairs_only_single_characters_take_room(tmp_path):
    tokens = ["东西", "南", "左右手", "西", "王", "前"]
    vectors = write(tmp_path / "v.txt", [f"{token} 1 {n}" for n, token in enumerate(tokens)])
    found = lookups_of(vectors=vectors, bigrams=False, max_vectors=2)
    assert found.vocabulary.frozen == ("王", "南", "西")


def test_vectors_trained_here_have_the_same_limit(tmp_path):
    text = write(tmp_path / "raw.txt", ["南南南北北东东西西李"] * 3 + ["李李南南南"])
    found = lookups_of(vectors="train", text=(text,), vector_epochs=1, max_vectors=1)
    assert found.vocabulary.frozen == ("李", "北", "南")


def test_vectors_that_cover_nothing_are_warned_of(tmp_path):
    vectors = write(tmp_path / "v.txt", ["魑 1 2", "魅 2 3"])
    recorder = Recorder()
    lookups_of(vectors=vectors, listener=recorder)
    assert recorder.about("vectors cover").startswith("vectors cover 0.0%")
    assert recorder.warned == [
        "many tokens have no vector: do the vectors fit `tokens` and the text?"
    ]


# Lexicon


def words_of(folder, words, train=TRAIN, listener=None, **settings):
    path = lexicon_file(folder, words)
    return lookups_of(train, listener, lexicon=path, **settings)


@pytest.mark.parametrize(
    ("most", "kept"),
    [
        (0, "北京 上海"),
        (2, "北京 上海"),
        (3, "北京 上海 在京"),
        (4, "北京 上海 在京 学了"),
        (5, "北京 上海 在京 学了 好去"),
        (9, "北京 上海 在京 学了 好去"),
    ],
)
def test_words_of_the_training_text_are_kept_and_others_up_to_a_total(tmp_path, most, kept):
    words = ["在京", "北京", "学了", "上海", "好去"]
    assert " ".join(words_of(tmp_path, words, max_words=most).words.tokens) == kept


def test_the_vectors_of_the_words_are_scaled_and_halved(tmp_path):
    found = words_of(tmp_path, ["在京", "北京", "学了"], max_words=2).words
    wanted = np.array([[2, 2], [1, 1]]) / np.array([1, 1, 2, 2]).std()
    np.testing.assert_array_equal(found.matrix, wanted.astype(np.float16).astype(np.float32))


def test_words_with_characters_that_are_not_known_are_left_out(tmp_path):
    listener = Recorder()
    words = ["北京", "京城", "北方", "方", "京北"]
    assert words_of(tmp_path, words, listener=listener).words.tokens == ("北京", "京北")
    assert "2 words, 1 of them in the training text" in listener.about("lexicon:")
    # Vectors of characters make more of them known.
    vectors = write(tmp_path / "v.txt", ["方 1", "北 2"])
    listener = Recorder()
    found = words_of(tmp_path, words, listener=listener, vectors=vectors, bigrams=False)
    assert found.words.tokens == ("北京", "北方", "方", "京北")
    assert "4 words, 1 of them in the training text" in listener.about("lexicon:")


def test_widths_do_not_matter(tmp_path):
    found = words_of(tmp_path, ["AB", "Ｂ很", "ＢＡ"], max_words=0)
    assert found.words.tokens == ("AB", "B很")
    assert found.word_weights.tolist() == [2, 2]


def test_a_word_weighs_its_count_and_one(tmp_path):
    words = ["北京", "北京大学", "大学", "学", "李", "海上"]
    found = words_of(tmp_path, words, [*TRAIN, tokenise("北京上海", "char")])
    # Within the longer word the shorter ones are not counted.
    assert dict(zip(found.words.tokens, found.word_weights.tolist())) == {
        "北京": 3,
        "北京大学": 2,
        "大学": 1,
        "学": 1,
        "李": 2,
        "海上": 1,
    }
    assert found.word_weights.dtype == np.float32


def test_only_long_words_of_the_training_text_need_their_place(tmp_path):
    text = "甲乙丙丁戊己庚辛壬癸子丑"
    train = [tokenise(text, "char")]
    words = [text[:size] for size in (LONGEST_WORD + 1, LONGEST_WORD)]
    assert words_of(tmp_path, words, train, max_words=0).words.tokens == (words[1],)
    assert words_of(tmp_path, words, train, max_words=2).words.tokens == tuple(words[::-1])


def test_words_across_two_sentences_are_not_in_the_text(tmp_path):
    found = words_of(tmp_path, ["北京", "京上", "。王"], max_words=0)
    assert found.words.tokens == ("北京",)


def test_a_lexicon_of_which_no_word_can_be_found(tmp_path):
    listener = Recorder()
    found = words_of(tmp_path, ["城市", "乡"], listener=listener)
    assert found.words.tokens == ()
    assert found.word_weights.shape == (0,)
    assert found.features(classes=False).width == 0
    assert "0 words, 0 of them in the training text" in listener.about("lexicon:")


def test_without_a_lexicon_nothing_is_said_of_it():
    listener = Recorder()
    assert lookups_of(listener=listener).words.tokens == ()
    assert not [line for line in listener.said if line.startswith(("lexicon", "gazetteer"))]
    assert "no `lexicon`: words are not looked up" in listener.said


def test_a_lexicon_needs_characters(tmp_path):
    with pytest.raises(ConfigError, match=r"`lexicon` .* needs `tokens=char`"):
        words_of(tmp_path, ["北京"], tokens="word")


def test_a_pickled_lexicon_is_read_with_trust(tmp_path):
    lexicon = KeyedVectors(2)
    lexicon.add_vectors(["北京", "天津"], np.ones((2, 2), np.float32))
    path = str(tmp_path / "words.kv")
    lexicon.save(path)
    with pytest.raises(ConfigError, match="`trust_pickle=True`"):
        lookups_of(lexicon=path)
    assert lookups_of(lexicon=path, trust_pickle=True).words.tokens == ("北京",)


def test_a_lexicon_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match=r"no\.txt: cannot be read: No such file"):
        lookups_of(lexicon=str(tmp_path / "no.txt"))


# Gazetteers


def gazetteers_of(*given, train=TRAIN, listener=None, **settings):
    return lookups_of(train, listener, gazetteers=given, **settings).gazetteers


def test_names_are_folded_and_each_is_there_once(tmp_path):
    path = write(tmp_path / "names.txt", [" 李雷 ", "王芳\r", "", "ＡＢ", "李雷", "AB"])
    assert gazetteers_of(f"PER={path}") == {"PER": ("李雷", "王芳", "AB")}


def test_names_with_tokens_that_are_not_known_are_left_out(tmp_path):
    listener = Recorder()
    path = write(tmp_path / "names.txt", ["李雷", "李四", "芳", "赵 芳"])
    assert gazetteers_of(f"PER={path}", listener=listener) == {"PER": ("李雷", "芳")}
    assert listener.about("gazetteer of PER:").startswith(
        f"gazetteer of PER: {path}, 4 names; 2 are ignored"
    )


def test_several_lists(tmp_path):
    persons, places, more = (
        write(tmp_path / name, names)
        for name, names in (("a", ["李雷", "京"]), ("b", ["京", "上海"]), ("c", ["京", "王芳"]))
    )
    found = gazetteers_of(f"PER={persons}", f"LOC={places}", f"PER={more}")
    assert found == {"PER": ("李雷", "京", "王芳"), "LOC": ("京", "上海")}
    assert list(found) == ["PER", "LOC"]


def test_a_list_of_which_no_name_can_be_found_takes_no_room(tmp_path):
    known, unknown, empty = (
        write(tmp_path / name, names)
        for name, names in (("a", ["李雷"]), ("b", ["赵四"]), ("c", []))
    )
    given = (f"X={unknown}", f"PER={known}", f"Y={empty}")
    found = lookups_of(gazetteers=given)
    assert found.gazetteers == {"PER": ("李雷",)}
    assert found.features(classes=False).width == 4


def test_an_equals_sign_in_the_files_name(tmp_path):
    path = write(tmp_path / "a=b.txt", ["李雷"])
    assert gazetteers_of(f"PER={path}") == {"PER": ("李雷",)}


@pytest.mark.parametrize("given", ["names.txt", "PER=", "=names.txt", "", "=", "PER"])
def test_what_is_no_label_and_file(given):
    with pytest.raises(ConfigError, match=f"`gazetteers` holds '{given}', expected LABEL=FILE"):
        gazetteers_of(given)


def test_a_gazetteer_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match=r"no\.txt.*check the path"):
        gazetteers_of(f"PER={tmp_path / 'no.txt'}")


def test_a_list_of_another_encoding(tmp_path):
    path = tmp_path / "names.txt"
    path.write_bytes("李雷\n".encode("gb18030"))
    assert gazetteers_of(f"PER={path}", encoding="gb18030") == {"PER": ("李雷",)}


def test_too_many_kinds_of_token_for_lists(tmp_path, monkeypatch):
    monkeypatch.setattr("nertag.training.build_lookups.MOST_IDS", 5)
    path = write(tmp_path / "names.txt", ["李雷"])
    with pytest.raises(ConfigError, match=r"too many for `gazetteers`.*lower `max_vectors`"):
        gazetteers_of(f"PER={path}")


def test_names_of_words(tmp_path):
    train = [tokenise(text, "word") for text in ("Ann saw New York.", "in Paris")]
    path = write(tmp_path / "names.txt", ["New York", "PARIS", "York New", "Rome", "New  York"])
    vectors = write(tmp_path / "v.txt", ["new 1", "paris 2"])
    found = gazetteers_of(f"LOC={path}", train=train, tokens="word", vectors=vectors)
    assert found == {"LOC": ("New York", "PARIS", "York New", "New  York")}


# What is wrong shows before vectors are trained


@pytest.mark.parametrize(
    "settings",
    [
        {"lexicon": "no.txt"},
        {"lexicon": "no.txt", "tokens": "word"},
        {"gazetteers": ("PER",)},
        {"gazetteers": ("PER=no.txt",)},
    ],
    ids=str,
)
def test_nothing_is_trained_in_vain(tmp_path, monkeypatch, settings):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "nertag.training.build_lookups.train_vectors",
        lambda *_, **__: pytest.fail("it was trained"),
    )
    with pytest.raises((ConfigError, DataError)):
        lookups_of(vectors="train", **settings)
