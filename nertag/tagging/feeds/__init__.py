"""Files to tag: what they are, the texts in them, and how results are written."""

from nertag.tagging.feeds.choice import choose
from nertag.tagging.feeds.feed import Feed
from nertag.tagging.feeds.labelled import LabelledFeed
from nertag.tagging.feeds.lines import LineFeed
from nertag.tagging.feeds.records import RecordFeed

__all__ = [
    "Feed",
    "LabelledFeed",
    "LineFeed",
    "RecordFeed",
    "choose",
]
