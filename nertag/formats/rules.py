"""The rules: what can be odd or wrong in labelled data, each with an id, a level and a text.

Readers and writers note the rules that they go by, and the checks of data say which they found
broken. All are here, so that nothing has to compare sentences.
"""

from __future__ import annotations

from enum import Enum, unique

LEVELS = ("error", "warning", "note")
"""An error trains on wrong data or cannot be read; a warning is likely to do harm; a note informs.
"""


@unique
class Rule(Enum):
    """A rule; its value is its level and its text.

    In a text, ``{}`` stands for the detail that is given where the rule is noted.
    """

    # files and bytes
    UNREADABLE = "error", "not readable"
    BROKEN_BYTES = "error", "bytes that are not of the encoding"
    REPLACED_BYTES = "warning", "what is not of the encoding is read as U+FFFD"
    ODD_LINE_ENDS = "warning", "lines end in {}, which is read as the end of a line"
    MIXED_LINE_ENDS = "warning", "lines that end in two ways"
    CRLF = "note", "lines that end with CRLF"
    BYTE_ORDER_MARK = "note", "a byte order mark"

    # characters
    BROKEN_CHARACTER = "warning", "characters that were lost"
    CONTROL_CHARACTER = "warning", "control characters"
    ZERO_WIDTH_CHARACTER = "warning", "characters that cannot be seen"
    PRIVATE_USE_CHARACTER = "note", "private-use characters"
    MIXED_WIDTH = "note", "letters and digits of full and of ordinary width"

    # tags and tokens
    BROKEN_TAGS = "error", "tags that break the scheme"
    MIXED_SCHEMES = "warning", "sentences tagged in {}, another scheme than that of the file"
    REPAIRED_TAG = (
        "note",
        "a tag that breaks the scheme is repaired: what cannot go on an entity opens one",
    )
    EMPTY_TAG = "warning", "an empty tag is read as O"
    EMPTY_TOKEN = "warning", "an empty token is read as a blank"
    BARE_TAG = (
        "note",
        "a tag without a prefix (scheme IO) is read as BIO, equal ones in a row as one entity",
    )
    TOUCHING_ENTITIES = "warning", "entities of one label that touch are one in the scheme IO"
    OUTSIDE_TAG = "note", "the tag {} is read as O"
    UNKNOWN_TAG = "note", "a token with the tag {} is not labelled: it may be anything"
    UNLABELLED = "note", "text that is not labelled may be anything"
    SPLIT_TOKEN = "note", "a token of several characters is split into characters"
    POSITION_DIGIT = "note", "the digit after each character is its index in the word"
    NO_POSITION_DIGIT = "note", "a token without such a digit is kept whole"
    TOKEN_PREFIX = "note", "{}, with which the tokens begin, is no part of them"
    NO_TOKEN_PREFIX = "note", "a token that does not begin with {} is kept whole"
    INDEX_COLUMN = "note", "the first column counts the tokens, which stand in the next"

    # spans
    BAD_PLACE = "error", "spans and rows that cannot be read; they were ignored"
    OVERLAPPING_SPANS = "error", "spans that overlap"
    OVERLAP_RESOLVED = "note", "of spans that overlap the {} is kept, the others are ignored"
    EMPTY_SPAN = "warning", "a span that is empty or of blanks only is ignored"
    CUT_TOKEN = "warning", "a span that cuts a token is widened to the whole token"
    BLANK_EDGED_SPAN = "warning", "spans that begin or end with a blank"
    WORDS_CUT = (
        "warning",
        "spans that begin or end within words or with blanks, too many to be meant",
    )
    TRIMMED_ENTITY = (
        "note",
        "an entity that begins or ends with a blank is trimmed for training, one of blanks ignored",
    )
    PUNCTUATION_EDGED_SPAN = "warning", "spans that begin or end with punctuation"
    PART_OF_WORDS = "note", "a span's own text that is a part of its words is not used"
    REPEATED_SPAN = "note", "a span that is given twice is read once"
    BREAK_IN_ENTITY = "note", "a line break inside an entity parts no sentences"

    # labels
    NO_ENTITIES = "error", "no entity at all"
    LABEL_O = "error", "the label O"
    LABEL_ONLY_IN_DEV = "error", "labels of dev that train has not"
    RARE_LABEL = "warning", "labels with few examples"
    LABEL_SPELLING = "warning", "labels spelt in several ways"
    LABEL_ONLY_IN_TRAIN = "note", "labels of train that dev has not"
    RARE_IN_DEV = "note", "labels with few examples in dev"
    CLASS_BALANCE = "note", "balance of the labels"

    # sentences
    TEXT_TWO_WAYS = "warning", "the same text labelled in two ways"
    LIKELY_MISS = (
        "warning",
        "mentions labelled elsewhere that are O here, the likeliest misses first",
    )
    DEV_IN_TRAIN = "warning", "sentences of dev that stand in train too"
    WIDTH_SHIFT = "warning", "full width in one of train and dev, ordinary width in the other"
    LONG_SENTENCE = "note", "very long sentences"
    EMPTY_SENTENCE = "note", "sentences without text"
    DUPLICATE_SENTENCE = "note", "sentences that stand several times"
    MENTION_TWO_WAYS = "note", "mentions with a label they seldom have, the oddest first"
    UNSEEN_CHARACTERS = "note", "characters of dev unseen in train"
    SPLIT_OTHERWISE = "note", "words that raw text is not split into when it is tagged"
    MOSTLY_O = "note", "sentences without an entity"

    # lines of tables
    BLANK_LINE = "note", "a line of blanks or TABs alone separates sentences"
    LONE_COMMENT = "note", "comments without a sentence after them are ignored"
    COMMENT = (
        "note",
        "a line that begins with # and has not the columns of the rest is a comment",
    )
    HEADER = "note", "a first line with the names of the columns is not a token"
    DOCUMENT = "note", "-DOCSTART- is not a sentence"
    UNREAD_COLUMN = "note", "the column {} is not read"
    EMPTY_COLUMN = "note", "the last column, which is empty, is not read"
    ODD_INDEX = "note", "an index that does not count on from the one before is ignored"
    UNREAD_LAYER = "note", "tags that `layer={}` would read are ignored"
    EMPTY_NODE = "note", "an empty node (1.1) stands for no piece of the text and is ignored"
    MULTIWORD_SPELT = (
        "note",
        "a multiword token (1-2) that its words spell is read as these words",
    )
    MULTIWORD_JOINED = (
        "note",
        "a multiword token (1-2) is read as one token, the labels of its words joined by +",
    )
    UNSPELT_COMMENT = "note", "a text (# text =) that is not what the words spell is ignored"

    # what tagging does not keep
    BESIDE_TOKEN = "note", "what stands beside a token is ignored: the tags are the model's"
    OWN_ENTITIES = "note", "labels that the file has are ignored: the entities are the model's"

    # values of JSON
    UNREAD_KEY = "note", "the key {} is not read"
    UNMARKED_RECORD = "note", "a record without {} has no entities"
    UNSPELT_TEXT = "note", "a text under 'text' that the tokens do not spell is not used"
    UNUSED_RELATIONS = "note", "relations between spans are not used"
    UNANNOTATED_TEXT = "note", "a text that was not annotated (null) is not read"
    NOT_ACCEPTED = "note", "a text whose 'answer' is {} is not read"
    CANCELLED_ANNOTATION = "note", "an annotation that was cancelled is not used"
    SKIPPED_TASK = "note", "a task that was skipped is not read"
    SEVERAL_ANNOTATIONS = "note", "of several annotations of a text the first is used"
    PREDICTIONS_USED = "note", "predictions are used where a text has no annotation"
    UNMARKED_TASK = "note", "a task without {} has no entities"
    ODD_ELEMENT = "note", "an element of a list that is no object is not read"
    ODD_OBJECT = "note", "an object with the keys {} is not read: it has no 'labels'"
    OTHER_RESULT = "note", "a result whose 'type' is {} is not read: only 'labels' are"
    SPAN_WITHOUT_LABELS = "note", "a span without 'labels' is ignored"

    # marked up text
    UNLABELLED_ENTITY = (
        "note",
        "an entity without a label is read as a word: B and I without a label",
    )
    UNREAD_ATTRIBUTE = "note", "an attribute other than TYPE is ignored"
    UNUSED_ANNOTATION = "note", "events, relations, attributes and notes are not used"
    SPAN_IN_PIECES = "note", "a span in pieces is read as one from its first start to its last end"
    LONE_TEXT = "note", "a text without an .ann file beside it is ignored"

    # what a writer cannot keep
    NOT_HELD = (
        "note",
        "comments, ids, meta and names of documents are ignored, the format cannot hold them",
    )
    SCORE_NOT_HELD = "note", "scores of entities are ignored, the format cannot hold them"
    BLANK_NOT_KEPT = (
        "note",
        "a space, U+3000 or line break of the text parts words and is not kept",
    )
    OUTSIDE_AS_WORD = "note", "characters that are in no word are written as a word of their own"
    LABEL_NOT_KEPT = "note", "the label of an entity is not kept: it is a word"
    SHOWN_AS_SIGN = "note", "a TAB or line feed that is a token is written as ␉ or ␊"
    SENTENCE_NOT_KEPT = "note", "a sentence without a token has no lines"

    def __init__(self, level: str, text: str) -> None:
        self.level = level
        self.text = text

    @property
    def id(self) -> str:
        """The name by which files and programs know it, such as ``empty-tag``."""
        return self.name.lower().replace("_", "-")

    def told(self, detail: str = "…") -> str:
        """The text with a detail put in, if it has a place for one."""
        return self.text.replace("{}", detail)
