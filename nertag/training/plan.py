"""How a run is laid out by the amount of text: epochs, batches, dropout, augmentation."""

from __future__ import annotations

from dataclasses import dataclass

from nertag.config import Settings

MOST_EPOCHS, EPOCHS_OF_A_MILLION, FALL = 40, 18, 0.2
"""Epochs over little text, over a million tokens, and the power by which they fall between."""


def epochs_for(tokens: int) -> int:
    """How many epochs suit so many training tokens: 40, 28 for 120,000, 16 for two million."""
    wanted = EPOCHS_OF_A_MILLION * (1_000_000 / tokens) ** FALL
    return max(1, min(MOST_EPOCHS, round(wanted)))


MUCH_TEXT = 1_000_000
"""Tokens from which on batches are larger, two dropouts of a sentence are compared, and mentions
are various enough as they are."""

MOST_DROPPED, LEAST_DROPPED, LITTLE_TEXT = 0.5, 0.25, 90_000
"""Dropout over little text and over much, and the tokens up to which it is little."""

NORMALISED_DROPPED = 0.4
"""The least in a normalised network, which learns a text by heart sooner."""


def dropout_for(tokens: int, *, normalised: bool) -> float:
    """The dropout that suits so many training tokens.

    0.5 up to 90,000; normalised 0.4 from 140,000 on, otherwise 0.25 from 360,000 on.
    """
    least = NORMALISED_DROPPED if normalised else LEAST_DROPPED
    return max(least, min(MOST_DROPPED, MOST_DROPPED * (LITTLE_TEXT / tokens) ** 0.5))


CONSISTENCY, REPLACED = 2.0, 0.3
"""What the difference of two dropouts weighs over much text; how much is replaced over less."""


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
        Weight of the difference between two dropouts, see `nertag.training.objective`.
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
        """The plan for so many training tokens.

        With consistency each epoch has every sentence twice, so that two thirds as many do.
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
        epochs = epochs_for(tokens)
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
