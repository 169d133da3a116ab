"""What a model gets right and wrong, as a page to look at, pictures, and a list of mistakes."""

from nertag.report.learning_curve import learning_curve_page
from nertag.report.search import SearchTable, search_page
from nertag.report.side_by_side import (
    comparison_page,
    comparison_rows,
    comparison_warnings,
    read_model,
)
from nertag.report.write import copy_report, write_report

__all__ = [
    "SearchTable",
    "comparison_page",
    "comparison_rows",
    "comparison_warnings",
    "copy_report",
    "learning_curve_page",
    "read_model",
    "search_page",
    "write_report",
]
