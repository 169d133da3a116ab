"""Going on from a model: what speaks against it, and whether it has made the model better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from nertag.evaluation import Gold, Outcome
from nertag.features import count_tokens
from nertag.model import BeforeAndAfter, Bundle
from nertag.model.engines import load_engine
from nertag.tagging import Tagger
from nertag.text import Sentence, split_tag
from nertag.training.coverage import Coverage
from nertag.training.data import TrainingData
from nertag.training.listeners import Note

LOW_COVERAGE = 0.8
"""Share of the new tokens that the model knows below which its look-ups hardly fit."""
MANY_NEW = 0.5
"""Share of the new entities whose label the model does not know above which it helps little."""
ANEW = "starting anew on all data may score higher"


def doubts(init: Bundle, data: TrainingData) -> Iterator[Note]:
    """What speaks against going on from a model, before it is tried.

    Parameters
    ----------
    init : Bundle
        The model to go on from.
    data : TrainingData
        The new data, and the old ones that are mixed in.
    """
    new, old = _labels_of(data.train), _labels_of(data.old)
    unknown = sum(count for label, count in new.items() if label not in init.labels)
    if unknown > MANY_NEW * new.total():
        share = unknown / new.total()
        yield Note(f"{share:.0%} of the new entities have labels new to the model: {ANEW}", True)
    vocabulary = init.vocabulary
    known = {*vocabulary.learned, *vocabulary.frozen}
    coverage = Coverage.of(count_tokens(data.train), known, vocabulary.tokens)
    if coverage.whole < LOW_COVERAGE:
        yield Note(f"the model knows {coverage} of the new tokens only: {ANEW}", True)
    lacking = sorted(new.keys() - old.keys() - set(init.labels))
    if data.old and lacking:
        what = f"the data that are mixed in have no {' and no '.join(lacking)}"
        yield Note(f"{what}: label such entities there too, or mark them as unknown", True)


def _labels_of(sentences: list[Sentence]) -> Counter[str]:
    """How many entities there are of each label."""
    tags = (split_tag(tag) for sentence in sentences for tag in sentence.tags)
    return Counter(label for prefix, label in tags if prefix == "B")


def scores_before_and_after(
    init: Bundle, tagger: Tagger, data: TrainingData
) -> dict[str, dict[str, float]]:
    """The strict F1 of the model that a run began with and of the trained one, on the same data.

    Parameters
    ----------
    init : Bundle
        The model that the run began with.
    tagger : Tagger
        The trained model.
    data : TrainingData
        Has the dev sentences.

    Returns
    -------
    dict of str to dict
        ``before`` and ``after`` for ``dev``, and for ``mix_dev`` if there is such.
    """
    first = Tagger(init, load_engine(init, precision="float32"))
    golds = {"dev": data.dev, "mix_dev": data.old_dev}
    return {
        name: {"before": _f1(first, gold), "after": _f1(tagger, gold)}
        for name, gold in golds.items()
        if gold is not None
    }


def _f1(tagger: Tagger, gold: Gold) -> float:
    return Outcome.of(tagger, gold).scores().f1


def verdict(scores: Mapping[str, BeforeAndAfter]) -> Iterator[Note]:
    """Whether the trained model is better than the one it began with.

    Parameters
    ----------
    scores : mapping of str to BeforeAndAfter
        What `scores_before_and_after` gives; empty if the run began with no model.
    """
    for name, f1 in scores.items():
        where = {"dev": "dev F1", "mix_dev": "F1 on the old dev data"}[name]
        yield Note(f"{where}: {f1.before:.2%} of the model it began with, {f1.after:.2%} now")
    if scores and scores["dev"].after <= scores["dev"].before:
        yield Note(f"the model is no better than the one it began with: keep that; {ANEW}", True)
