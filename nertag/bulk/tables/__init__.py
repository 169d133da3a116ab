"""Tables in files: Parquet, Arrow, CSV."""

from nertag.bulk.tables.choice import kind_of
from nertag.bulk.tables.csv import CsvTable
from nertag.bulk.tables.table import Table

__all__ = [
    "CsvTable",
    "Table",
    "kind_of",
]
