"""The kinds of findings: how serious each is, its heading in a report, and how to fix it.

An error would train on wrong data or cannot be read. A warning is likely to do harm. A note is
good to know.
"""

from __future__ import annotations

from typing import NamedTuple

LEVELS = ("error", "warning", "note")


class Kind(NamedTuple):
    """How serious, under which heading, and how to fix it."""

    level: str
    title: str
    how: str


KINDS = {
    # what cannot be read, or not as it was meant
    "unreadable": Kind("error", "not readable", "fix the file; what is before it was checked"),
    "bad-place": Kind(
        "error",
        "spans and rows that cannot be read; they were passed over",
        "fix them; `fix` cuts spans of JSON to the text, and takes out those that lie outside",
    ),
    "broken-bytes": Kind(
        "error",
        "bytes that are not of the encoding",
        "save the file as UTF-8, or give its `encoding`; see `encoding_errors` too",
    ),
    "no-entities": Kind(
        "error", "no entity at all", "label some, or choose the column with `tag_column`"
    ),
    "broken-tags": Kind(
        "error",
        "tags that break the scheme",
        "`fix` repairs them: what cannot go on an entity opens one; look at each, or see `scheme`",
    ),
    "overlapping-spans": Kind(
        "error",
        "spans that overlap",
        "keep one of them: by hand, or with nertag convert and its `overlap`",
    ),
    "label-o": Kind(
        "error",
        "the label O",
        "write O alone for what is no entity: as a label it makes an entity of all else",
    ),
    "label-only-in-dev": Kind(
        "error",
        "labels of dev that train has not",
        "label some in train, or correct the label: it cannot be learned and counts as missed",
    ),
    # what is likely to do harm
    "replaced-bytes": Kind(
        "warning", "bytes that are not of the encoding", "restore the file from where it came"
    ),
    "broken-character": Kind(
        "warning", "characters that were lost", "restore the text from where it came"
    ),
    "control-character": Kind("warning", "control characters", "take them out of the text"),
    "zero-width-character": Kind(
        "warning",
        "characters that cannot be seen",
        "take them out: texts that look the same differ by them",
    ),
    "odd-line-ends": Kind(
        "warning", "lines that end neither in LF nor in CRLF", "`fix` ends them in LF"
    ),
    "mixed-line-ends": Kind("warning", "lines that end in two ways", "save with one line end"),
    "empty-tag": Kind("warning", "empty tags", "`fix` writes them as O"),
    "empty-token": Kind("warning", "empty tokens", "write the token, or take the line out"),
    "empty-span": Kind("warning", "spans without text", "`fix` takes them out"),
    "blank-edged-span": Kind(
        "warning",
        "spans that begin or end with a blank",
        "`fix` trims them; not in CoNLL-U, brat or nested tags",
    ),
    "words-cut": Kind(
        "warning",
        "spans that begin or end within words, too many to be meant",
        "see whether offsets count another unit: `offset_unit=utf16`, or bytes, or CRLF as one",
    ),
    "punctuation-edged-span": Kind(
        "warning", "spans that begin or end with punctuation", "see whether it belongs to the name"
    ),
    "cut-token": Kind(
        "warning", "spans that cut a token", "use `tokens=char`, or move the span's ends"
    ),
    "text-two-ways": Kind(
        "warning", "the same text labelled in two ways", "decide on one and change the others"
    ),
    "likely-miss": Kind(
        "warning",
        "mentions labelled elsewhere that are O here, the likeliest misses first",
        "label them where they are meant",
    ),
    "dev-in-train": Kind(
        "warning",
        "sentences of dev that stand in train too",
        "take them out of one of the two: they make the dev score too good",
    ),
    "rare-label": Kind("warning", "labels with few examples", "label more, or join it to another"),
    "label-spelling": Kind("warning", "labels spelt in several ways", "choose one spelling"),
    "width-shift": Kind(
        "warning",
        "full width in one of train and dev, ordinary width in the other",
        "nertag takes both for the same when it looks up characters; other tools may not",
    ),
    # what is good to know
    "long-sentence": Kind("note", "very long sentences", "part them if they are several"),
    "empty-sentence": Kind("note", "sentences without text", "nothing, if they are meant"),
    "duplicate-sentence": Kind(
        "note", "sentences that stand several times", "keep one, if the rest is not meant"
    ),
    "mention-two-ways": Kind(
        "note", "mentions with a label they seldom have, the oddest first", "look at each"
    ),
    "private-use-character": Kind(
        "note", "private-use characters", "they mean something in one font or program only"
    ),
    "mixed-width": Kind(
        "note",
        "letters and digits of full and of ordinary width",
        "nertag takes both for the same when it looks up characters; other tools may not",
    ),
    "unseen-characters": Kind(
        "note", "characters of dev unseen in train", "vectors trained on more text may know them"
    ),
    "label-only-in-train": Kind(
        "note", "labels of train that dev has not", "the dev score says nothing of them"
    ),
    "rare-in-dev": Kind(
        "note", "labels with few examples in dev", "their scores go up and down by chance"
    ),
    "class-balance": Kind("note", "balance of the labels", "look at the score of each type"),
    "mostly-o": Kind(
        "note", "sentences without an entity", "nothing, if there is none; see the likely misses"
    ),
    "byte-order-mark": Kind("note", "a byte order mark", "nothing: it is no part of the text"),
    "crlf": Kind("note", "lines that end with CRLF", "nothing: the CR is no part of the text"),
    "read-by-rule": Kind("note", "read by a rule", "nothing, if that is what is meant"),
}
