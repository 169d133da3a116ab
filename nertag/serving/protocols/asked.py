"""What may be asked of a tagger, checked and described alike by all protocols."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

MOST_READINGS = 100


def check_text(text: str) -> str:
    """Refuse a text that UTF-8 cannot hold, as JSON's escapes allow.

    Parameters
    ----------
    text : str
        The text.

    Raises
    ------
    ValueError
        Half of a surrogate pair stands alone in it.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"half of a surrogate pair stands alone at {error.start}") from None
    return text


Text = Annotated[str, AfterValidator(check_text)]

Scores = Annotated[bool, Field(description="Give each entity its probability.")]
MinScore = Annotated[
    float,
    Field(ge=0, le=1, allow_inf_nan=False, description="Ignore entities less probable than this."),
]
NBest = Annotated[
    int,
    Field(ge=0, le=MOST_READINGS, description="Number of the most probable readings to give too."),
]
