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
    """What of the settings follows from the amount of text where the user has not said it.

    Parameters
    ----------
    epochs : int
    batch_size : int
        Sentences a step.
    dropout : float
    consistency : float
        See `nertag.training.objective`.
    replace_mentions : float
        See `nertag.training.augment`.
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
        dropout = settings.dropout
        if dropout < 0:
            dropout = dropout_for(tokens, normalised=settings.convolution > 0)
        consistency, replaced = settings.consistency, settings.replace_mentions
        if consistency < 0:
            consistency = CONSISTENCY if much and dropout else 0.0
        epochs = epochs_for(tokens)
        return cls(
            epochs=settings.epochs or (max(1, round(epochs * 2 / 3)) if consistency else epochs),
            batch_size=settings.batch_size or (32 if much else 16),
            dropout=dropout,
            consistency=consistency,
            replace_mentions=replaced if replaced >= 0 else (0.0 if much else REPLACED),
        )

    def __str__(self) -> str:
        parts = [f"at most {self.epochs} epochs, batches of {self.batch_size}"]
        parts += [f"dropout {self.dropout:.2f}"]
        parts += [f"consistency {self.consistency:g}"] if self.consistency else []
        return ", ".join(parts)
