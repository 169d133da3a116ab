"""Models that label text from which another model is to learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nertag.errors import ConfigError
from nertag.tagging.loaded_model import model_of
from nertag.tagging.tagger import Tagger
from nertag.text import Sentence, as_bio


class Teachers:
    """Label texts with tags that are drawn from what models hold for right.

    Each text is given to one of the models, chosen at random, and its tags are drawn: each
    sequence as often as that model holds it for right. So on average the labels say what all models
    believe, doubts included (Hinton et al. 2015, https://arxiv.org/abs/1503.02531), and are plain
    labels still, which any training takes.

    The temperature that makes scores truer is not used. It is fitted on what was found, and spreads
    too many entities over all that was not.

    Parameters
    ----------
    taggers : sequence of Tagger
        The models, one or more.

    Raises
    ------
    ConfigError
        The models differ in their labels, or in what a token is.
    """

    def __init__(self, taggers: Sequence[Tagger]) -> None:
        self._taggers = taggers
        first, *others = ((tagger.settings.reading.tokens, tagger.labels) for tagger in taggers)
        for number, other in enumerate(others, 2):
            for what, one, another in zip(("tokens", "labels"), first, other):
                if one != another:
                    raise ConfigError(
                        f"the {what} of model 1 are {one}, those of model {number} {another}, "
                        "expected the same: train all on one file",
                        setting="model",
                    )

    def label(self, texts: Sequence[str], rng: np.random.Generator) -> list[Sentence]:
        """The texts with tags in legal BIO, in the same order.

        Parameters
        ----------
        texts : sequence of str
            The texts; the first model splits them into tokens.
        rng : numpy.random.Generator
            Chooses the model of each text, and draws.
        """
        labelled = list(map(model_of(self._taggers[0]).tokenise, texts))
        turns = rng.integers(len(self._taggers), size=len(texts))
        for number, tagger in enumerate(self._taggers):
            own = np.flatnonzero(turns == number).tolist()
            look = tagger.look([labelled[i] for i in own])
            bio = [as_bio(tag) for tag in look.tags]
            for i, path in zip(own, look.drawn(rng)):
                labelled[i] = labelled[i].tagged(tuple(bio[tag] for tag in path))
        return labelled
