"""Tables in, tables with entities out: Arrow, Parquet, Spark."""

from nertag.bulk.arrow import tag_batches, tag_table
from nertag.bulk.entities import ENTITIES
from nertag.bulk.failures import RowWarning
from nertag.bulk.tag_files import tag_files

__all__ = [
    "ENTITIES",
    "RowWarning",
    "tag_batches",
    "tag_files",
    "tag_table",
]
