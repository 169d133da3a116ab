"""Tables in, tables with entities out: Arrow, Parquet, Spark."""

from nertag.bulk.arrow import tag_batches, tag_table
from nertag.bulk.entities import ENTITIES
from nertag.bulk.failures import RowWarning

__all__ = [
    "ENTITIES",
    "RowWarning",
    "tag_batches",
    "tag_table",
]
