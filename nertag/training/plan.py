"""How a run depends on the amount of text: epochs, batches, dropout, augmentation."""

from __future__ import annotations

from dataclasses import dataclass

from nertag.config import Settings

MOST_EPOCHS = 40
"""Epochs over little text."""
FEWER = {"char": (18, 0.2), "word": (7, 0.3)}
"""By what a token is: epochs over a million tokens, and the power by which they fall up to there.

Words are learned by heart sooner than characters are.
"""


def epochs_for(tokens: int, kind: str) -> int:
    """Number of epochs that suits the amount of text.

    Parameters
    ----------
    tokens : int
        Number of training tokens.
    kind : {"char", "word"}
        What a token is.
    """
    over_a_million, fall = FEWER[kind]
    wanted = over_a_million * (1_000_000 / tokens) ** fall
    return max(1, min(MOST_EPOCHS, round(wanted)))


MUCH_TEXT = 1_000_000
"""Tokens from which on batches are larger, two dropouts of a sentence are compared, and mentions
are various enough as they are."""

MOST_DROPPED, LEAST_DROPPED, LITTLE_TEXT = 0.5, 0.25, 90_000
"""Dropout over little text and over much, and the tokens up to which it is little."""

NORMALISED_DROPPED = 0.4
"""The least dropout of a normalised network, which overfits sooner."""


def dropout_for(tokens: int, *, normalised: bool) -> float:
    """The dropout that suits the amount of text.

    It is 0.5 up to 90,000 tokens, then falls: to 0.4 from 140,000 on in a normalised network, to
    0.25 from 360,000 on otherwise.

    Parameters
    ----------
    tokens : int
        Number of training tokens.
    normalised : bool
        Whether the network has a layer normalisation.
    """
    least = NORMALISED_DROPPED if normalised else LEAST_DROPPED
    return max(least, min(MOST_DROPPED, MOST_DROPPED * (LITTLE_TEXT / tokens) ** 0.5))


CONSISTENCY, REPLACED = 2.0, 0.3
"""Weight of consistency over much text, and share of replaced mentions over less."""


@dataclass(frozen=True)
class Plan:
    """The settings that depend on the amount of text, with values for all that are automatic.

    Parameters
    ----------
    epochs : int
        Most passes over the training data.
    batch_size : int
        Sentences in an optimiser step.
    dropout : float
        Share that is dropped before and after the BiLSTM.
    consistency : float
        Weight of the divergence of two dropouts, see `nertag.training.objective`.
    replace_mentions : float
        Share of the sentences with other mentions, see `nertag.training.augment`.
    """

    epochs: int
    batch_size: int
    dropout: float
    consistency: float
    replace_mentions: float

    @classmethod
    def of(cls, settings: Settings, tokens: int) -> Plan:
        """The plan for an amount of training text.

        With consistency an epoch has every sentence twice: two thirds of the epochs suffice.

        Parameters
        ----------
        settings : Settings
            The settings of reading, of the network and of training.
        tokens : int
            Number of training tokens.
        """
        much = tokens >= MUCH_TEXT
        network, training = settings.network, settings.training
        dropout, consistency = network.dropout, training.consistency
        if dropout is None:
            dropout = dropout_for(tokens, normalised=network.convolution > 0)
        if consistency is None:
            consistency = CONSISTENCY if much and dropout else 0.0
        replaced = training.replace_mentions
        if replaced is None:
            replaced = 0.0 if much else REPLACED
        epochs = epochs_for(tokens, settings.reading.tokens)
        if consistency:
            epochs = max(1, round(epochs * 2 / 3))
        return cls(
            epochs=training.epochs or epochs,
            batch_size=training.batch_size or (32 if much else 16),
            dropout=dropout,
            consistency=consistency,
            replace_mentions=replaced,
        )

    def __str__(self) -> str:
        parts = [f"at most {self.epochs} epochs, batches of {self.batch_size}"]
        parts += [f"dropout {self.dropout:.2f}"]
        parts += [f"consistency {self.consistency:g}"] if self.consistency else []
        return ", ".join(parts)
