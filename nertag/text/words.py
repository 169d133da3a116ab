"""Raw text to words, by a table of rules that one can read; offsets are exact, nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

CLITICS = ("penn", "possessive", "whole", "apart")
"""What may be split off at an apostrophe, see `WordRules`."""


@dataclass(frozen=True)
class WordRules:
    """Conventions in which labelled files differ; the default is the Penn Treebank's.

    Parameters
    ----------
    clitics : {"penn", "possessive", "whole", "apart"}
        What is split off a word with an apostrophe: every clitic (``do n't``, ``I 'm``,
        ``London 's``), the possessive only, nothing, or the apostrophe itself (``London ' s``).
    hyphens, slashes : bool
        Words joined by a hyphen or a slash are one token.
    marks : bool
        Numbers with marks in them (``3.5``, ``1,000``, ``10:30``) and abbreviations with dots are
        one token.
    repeats : bool
        A repeated ``!``, ``?``, ``*``, ``~`` or ``=`` is one token, as dots and dashes always are.
    """

    clitics: str = "penn"
    hyphens: bool = True
    slashes: bool = False
    marks: bool = True
    repeats: bool = False


DEFAULT_RULES = WordRules()

PIECE = re.compile(r"\S+")
"""What stands between blanks; no rule looks beyond it."""
LETTER = r"[[\p{L}\p{M}\u00ad\u200c\u200d]--\p{Ideographic}]"
SIGN = r"[[\p{L}\p{M}\p{N}\p{Pc}\u00ad\u200c\u200d]--\p{Ideographic}]"
"""What words are made of: letters, marks, digits, underscores, invisible joiners."""
APOSTROPHE = r"['’]"
PICTURE = r"\p{Extended_Pictographic}[\ufe0f\p{EMod}]*[\U000e0020-\U000e007f]*"
IN_ADDRESS = r"[[\p{L}\p{M}\p{N}\-._~:/?\#\[\]@!$&'()*+,;=%]--\p{Ideographic}]"
TOP_LEVEL = "com|org|net|edu|gov|info|io|ly|tv|co|uk|de|fr|cn|jp"
TITLES = "Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Inc|Ltd|Corp|Co|Bros|vs|etc"

CLITIC = rf"{APOSTROPHE}(?:s|m|d|re|ve|ll)"
FACE = r"[<>]?[:;=]['’]?[-o^]?(?:[)(\]\[|*/\\@3]+|[DPpOo]+)"
OTHER_FACE = r"<+/?3+|[-^>oOT]_+[-^<oOT]"


def _table(rules: WordRules) -> list[tuple[str, str]]:
    """The name and the pattern of each rule; the first that matches makes the token."""
    joiners = [
        (rules.clitics != "apart", rf"(?<={LETTER}){APOSTROPHE}(?={LETTER})"),
        (rules.hyphens, rf"[-‐‑](?={SIGN})"),
        (rules.slashes, rf"/(?={SIGN})"),
        (rules.marks, r"(?<=\p{N})[.,:٫٬/](?=\p{N})"),
    ]
    joiner = "|".join(pattern for used, pattern in joiners if used) or r"(?!)"
    path = rf"{IN_ADDRESS}*[/{SIGN}]"
    name = rf"[{SIGN}\-]+"
    table = [
        (True, "address", rf"(?:https?://|ftp://|www\.){path}"),
        (True, "e-mail address", rf"[{SIGN}.+\-]+@{name}(?:\.{name})+"),
        (True, "domain", rf"(?:{name}\.)+(?:{TOP_LEVEL})(?!{SIGN})(?:/(?:{path})?)?"),
        (True, "handle or hash tag", rf"(?<!{SIGN})[@#]{SIGN}+"),
        (True, "character reference", r"&(?:\p{L}+|\#\d+);"),
        (True, "flag", r"\p{RI}\p{RI}"),
        (True, "key", r"[0-9\#*]\ufe0f?\u20e3"),
        (True, "emoji", rf"{PICTURE}(?:\u200d{PICTURE})*"),
        (True, "emoticon", rf"(?<!{SIGN})(?:{FACE}|{OTHER_FACE})(?!{SIGN})"),
        (rules.clitics != "apart", "clitic", rf"(?i:{CLITIC})(?!{SIGN})"),
        (rules.marks, "abbreviation", rf"(?<!{SIGN})\p{{L}}(?:\.\p{{L}})+\.?(?!{SIGN})"),
        (rules.marks, "title", rf"(?<!{SIGN})(?:{TITLES})\.(?!{SIGN})"),
        (rules.marks, "fraction", rf"(?<!{SIGN})\.\p{{N}}+(?!{SIGN})"),
        (rules.repeats, "repeated mark", r"[!?]{2,}|\*{2,}|~{2,}|=+"),
        (True, "dots or dashes", r"\.{2,}|-{2,}"),
        (True, "word", rf"{SIGN}+(?:(?:{joiner}){SIGN}+)*"),
        (True, "ideograph, or any other sign", r"(?s:.)\p{M}*"),
    ]
    return [(name, pattern) for used, name, pattern in table if used]


@lru_cache(maxsize=16)
def _patterns(rules: WordRules) -> tuple[regex.Pattern[str], regex.Pattern[str] | None]:
    """What finds tokens, and what finds the clitic at the end of one."""
    import regex

    found = "|".join(f"(?:{pattern})" for _, pattern in _table(rules))
    clitic = {"penn": rf"n{APOSTROPHE}t|{CLITIC}", "possessive": rf"{APOSTROPHE}s"}.get(
        rules.clitics
    )
    ends = regex.compile(rf"(?<={SIGN})(?:{clitic})$", regex.V1 | regex.I) if clitic else None
    return regex.compile(found, regex.V1), ends


def split_words(text: str, rules: WordRules = DEFAULT_RULES) -> list[tuple[int, int]]:
    """Where the words of a text begin and end, in code points.

    They never overlap and cover every character that is not blank.

    Parameters
    ----------
    text : str
    rules : WordRules
        The conventions to follow.
    """
    spans = []
    for match in PIECE.finditer(text):
        first, piece = match.start(), match.group()
        if piece.isalpha() and piece.isascii():
            spans.append((first, match.end()))
        else:
            split = _split_known if len(piece) <= LONGEST_KNOWN else _split
            spans += [(first + start, first + end) for start, end in split(piece, rules)]
    return spans


def _split(piece: str, rules: WordRules) -> list[tuple[int, int]]:
    """The words of a text without blanks."""
    pattern, clitic = _patterns(rules)
    spans = []
    for match in pattern.finditer(piece):
        start, end = match.span()
        last = clitic.search(piece, start + 1, end) if clitic else None
        if last:
            spans.append((start, last.start()))
            start = last.start()
        spans.append((start, end))
    return spans


LONGEST_KNOWN = 32
"""Characters of the longest text whose words are remembered."""
_split_known = lru_cache(maxsize=2**15)(_split)
