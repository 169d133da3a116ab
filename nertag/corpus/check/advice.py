"""What to do about a rule that was found: how to fix it, or what it means."""

from __future__ import annotations

from nertag.formats import Rule

MEANT = "nothing, if that is what is meant"

_ADVICE = {
    Rule.UNREADABLE: "fix the file; what is before it was checked",
    Rule.BROKEN_BYTES: "save the file as UTF-8, or give its `encoding`; see `encoding_errors` too",
    Rule.REPLACED_BYTES: "restore the file from where it came",
    Rule.ODD_LINE_ENDS: "`fix` ends them in LF",
    Rule.MIXED_LINE_ENDS: "save with one line end",
    Rule.CRLF: "nothing: the CR is no part of the text",
    Rule.BYTE_ORDER_MARK: "nothing: it is no part of the text",
    Rule.BROKEN_CHARACTER: "restore the text from where it came",
    Rule.CONTROL_CHARACTER: "take them out of the text",
    Rule.ZERO_WIDTH_CHARACTER: "take them out: texts that look the same differ by them",
    Rule.PRIVATE_USE_CHARACTER: "they mean something in one font or program only",
    Rule.MIXED_WIDTH: (
        "nertag takes both for the same when it looks up characters; other tools may not"
    ),
    Rule.BROKEN_TAGS: (
        "`fix` repairs them: what cannot go on an entity opens one; look at each, or see `scheme`"
    ),
    Rule.TOUCHING_ENTITIES: "write them in BIO, which keeps them apart",
    Rule.MIXED_SCHEMES: "write all in one scheme, or keep each scheme in a file of its own",
    Rule.EMPTY_TAG: "`fix` writes them as O",
    Rule.EMPTY_TOKEN: "write the token, or take the line out",
    Rule.BAD_PLACE: (
        "fix them; `fix` cuts spans of JSON to the text, and takes out those that lie outside"
    ),
    Rule.OVERLAPPING_SPANS: "keep one of them: by hand, or with nertag convert and its `overlap`",
    Rule.EMPTY_SPAN: "`fix` takes them out",
    Rule.CUT_TOKEN: "use `tokens=char`, or move the span's ends",
    Rule.BLANK_EDGED_SPAN: "`fix` trims them; not in CoNLL-U, brat or nested tags",
    Rule.WORDS_CUT: (
        "see whether offsets count another unit (`offset_unit=utf16`, or byte, crlf, grapheme), "
        "count from 1, or have ends that are the last character"
    ),
    Rule.PUNCTUATION_EDGED_SPAN: "see whether it belongs to the name",
    Rule.NO_ENTITIES: "label some, or choose the column with `tag_column`",
    Rule.LABEL_O: "write O alone for what is no entity: as a label it makes an entity of all else",
    Rule.LABEL_ONLY_IN_DEV: (
        "label some in train, or correct the label: it cannot be learned and counts as missed"
    ),
    Rule.RARE_LABEL: "label more, or join it to another",
    Rule.LABEL_SPELLING: "choose one spelling",
    Rule.LABEL_ONLY_IN_TRAIN: "the dev score says nothing of them",
    Rule.RARE_IN_DEV: "their scores go up and down by chance",
    Rule.CLASS_BALANCE: "look at the score of each type",
    Rule.TEXT_TWO_WAYS: "decide on one and change the others",
    Rule.LIKELY_MISS: "label them where they are meant",
    Rule.DEV_IN_TRAIN: "take them out of one of the two: they make the dev score too good",
    Rule.WIDTH_SHIFT: (
        "nertag takes both for the same when it looks up characters; other tools may not"
    ),
    Rule.LONG_SENTENCE: "part them if they are several",
    Rule.EMPTY_SENTENCE: "nothing, if they are meant",
    Rule.DUPLICATE_SENTENCE: "keep one, if the rest is not meant",
    Rule.MENTION_TWO_WAYS: "look at each",
    Rule.UNSEEN_CHARACTERS: "vectors trained on more text may know them",
    Rule.SPLIT_OTHERWISE: "nothing, if they are few; `load` takes a `tokenizer`",
    Rule.MOSTLY_O: "nothing, if there is none; see the likely misses",
}


def advice(rule: Rule) -> str:
    """How to fix what a rule is about.

    Parameters
    ----------
    rule : Rule
        Any rule; of one that a reader goes by, there is nothing to fix as a rule.
    """
    return _ADVICE.get(rule, MEANT)
