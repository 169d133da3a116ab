"""What a model is trained and chosen on."""

import pytest

from nertag.config import settings_from
from nertag.evaluation.read import read_gold
from nertag.text.tags import SCHEMES, spans_to_tags, strict_spans
from nertag.training.data import read_training_data

TEXTS = [("李雷到北京。", [(0, 2, "PER"), (3, 5, "LOC")]), ("到上海！", [(1, 3, "LOC")])]


def written(path, scheme):
    """A file of columns in a scheme."""
    blocks = [
        "".join(
            f"{sign}\t{tag}\n" for sign, tag in zip(text, spans_to_tags(found, len(text), scheme))
        )
        for text, found in TEXTS
    ]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


@pytest.mark.parametrize("train_scheme", SCHEMES)
@pytest.mark.parametrize("dev_scheme", SCHEMES)
def test_train_and_dev_have_schemes_of_their_own(tmp_path, train_scheme, dev_scheme):
    train = written(tmp_path / "train", train_scheme)
    dev = written(tmp_path / "dev", dev_scheme)
    data = read_training_data(train, dev, settings_from({}))
    gold = read_gold(dev, settings_from({}).reading)
    chosen_on = [strict_spans(one.tags, data.dev.scheme) for one in data.dev.sentences]
    assert chosen_on == [found for _, found in TEXTS]
    assert chosen_on == [strict_spans(one.tags, gold.scheme) for one in gold.sentences]
    assert [list(one.tags) for one in data.train] == [
        spans_to_tags(found, len(text), "BIO") for text, found in TEXTS
    ]
