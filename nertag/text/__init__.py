"""What labelled text is: sentences, tokens, tags."""

from nertag.text.blanks import LINE_BREAKS, blank_code_points, blank_tokens, lines_of
from nertag.text.conventions import Agreement, fitting_rules
from nertag.text.mixed_schemes import mixed_schemes
from nertag.text.sentence import Annotated, Entity, MarkedText, Sentence, Token
from nertag.text.tags import (
    ILLEGAL,
    UNKNOWN_TAG,
    Span,
    TagError,
    as_bio,
    broken_tags,
    detect_scheme,
    join_tag,
    labels_of,
    legality,
    repair,
    spans,
    spans_to_tags,
    split_tag,
    strict_spans,
    tag_set,
    with_unknown,
)
from nertag.text.tokens import WIDTH_FOLDS, code_points, fold, tokenise, windows
from nertag.text.words import DEFAULT_RULES, WordRules

__all__ = [
    "DEFAULT_RULES",
    "ILLEGAL",
    "LINE_BREAKS",
    "UNKNOWN_TAG",
    "WIDTH_FOLDS",
    "Agreement",
    "Annotated",
    "Entity",
    "MarkedText",
    "Sentence",
    "Span",
    "TagError",
    "Token",
    "WordRules",
    "as_bio",
    "blank_code_points",
    "blank_tokens",
    "broken_tags",
    "code_points",
    "detect_scheme",
    "fitting_rules",
    "fold",
    "join_tag",
    "labels_of",
    "legality",
    "lines_of",
    "mixed_schemes",
    "repair",
    "spans",
    "spans_to_tags",
    "split_tag",
    "strict_spans",
    "tag_set",
    "tokenise",
    "windows",
    "with_unknown",
]
