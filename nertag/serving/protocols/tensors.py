"""Texts as bytes of a tensor: each has its length before it, in 4 bytes, little end first."""

from __future__ import annotations

import struct
from collections.abc import Iterable

LENGTH = struct.Struct("<I")


def pack(texts: Iterable[str]) -> bytes:
    """Texts as bytes.

    Parameters
    ----------
    texts : iterable of str
        The texts.
    """
    encoded = (text.encode() for text in texts)
    return b"".join(LENGTH.pack(len(one)) + one for one in encoded)


def unpack(packed: bytes) -> list[str]:
    """The reverse of `pack`.

    Parameters
    ----------
    packed : bytes
        The bytes.

    Raises
    ------
    ValueError
        They hold no texts; the message says why.
    """
    texts, place = [], 0
    while place < len(packed):
        start = place + LENGTH.size
        if start > len(packed):
            raise ValueError("the last text has no length")
        (length,) = LENGTH.unpack_from(packed, place)
        place = start + length
        if place > len(packed):
            raise ValueError("the last text is cut off")
        try:
            texts.append(packed[start:place].decode())
        except UnicodeDecodeError:
            raise ValueError(f"text {len(texts)} is not UTF-8") from None
    return texts
