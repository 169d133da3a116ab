"""What a model gets right and wrong, as a page to look at, pictures, and a list of mistakes."""

from nertag.report.side_by_side import (
    comparison_page,
    comparison_rows,
    comparison_warnings,
    read_model,
)
from nertag.report.write import write_report

__all__ = [
    "comparison_page",
    "comparison_rows",
    "comparison_warnings",
    "read_model",
    "write_report",
]
