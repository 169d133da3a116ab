"""What the network is told of a token: ids and numbers, worked out in numpy."""

from nertag.features.encode import (
    Rows,
    cut_long,
    encode,
    flatten,
    pad,
    plan_budget,
    training_batches,
    unknown_rates,
    write_tags,
)
from nertag.features.feature import Features
from nertag.features.half import wide
from nertag.features.inputs import GraphInputs
from nertag.features.lexicon import count_words
from nertag.features.lookups import Lookups
from nertag.features.matches import MOST_IDS
from nertag.features.name_lists import NameList, load_gazetteers
from nertag.features.spelling import SPELLING_ROWS, SPELLING_WIDTH, ids_of, spell
from nertag.features.subwords import MOST_PIECES, Subwords
from nertag.features.vocabulary import UNKNOWN, Vocabulary, count_tokens, forms

__all__ = [
    "MOST_IDS",
    "MOST_PIECES",
    "SPELLING_ROWS",
    "SPELLING_WIDTH",
    "UNKNOWN",
    "Features",
    "GraphInputs",
    "Lookups",
    "NameList",
    "Rows",
    "Subwords",
    "Vocabulary",
    "count_tokens",
    "count_words",
    "cut_long",
    "encode",
    "flatten",
    "forms",
    "ids_of",
    "load_gazetteers",
    "pad",
    "plan_budget",
    "spell",
    "training_batches",
    "unknown_rates",
    "wide",
    "write_tags",
]
