"""The class of the character that a token begins with."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from nertag.arrays import Floats, Ints

CLASSES = (
    "unknown",
    "digit",
    "numeral",
    "letter",
    "ideograph",
    "mark",
    "blank",
    "surname",
    "other",
)
NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿兆两第")
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
"""Frequent surnames of one character."""


class CharacterClasses:
    """The class of each token as a vector with one 1.

    Parameters
    ----------
    tokens : sequence of str
        The token of each id; an empty text for padding and unknown.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        self._table = np.eye(len(CLASSES), dtype=np.float32)[list(map(_class, tokens))]
        self.width = len(CLASSES)

    def __call__(self, ids: Ints, rng: np.random.Generator | None = None) -> Floats:
        """Features of ids ``(batch, time)``, shape ``(batch, time, classes)``."""
        return self._table[ids]


def _class(token: str) -> int:
    return CLASSES.index(_name(token[0]) if token else "unknown")


def _name(char: str) -> str:
    category = unicodedata.category(char)
    if char in NUMERALS:
        return "numeral"
    if char in SURNAMES:
        return "surname"
    if category == "Lo":
        return "ideograph" if unicodedata.name(char, "").startswith("CJK") else "letter"
    by_category = {"N": "digit", "L": "letter", "P": "mark", "S": "mark", "Z": "blank"}
    return by_category.get(category[0], "other")
