"""Reports: parameterised notebooks, run strictly, kept with their hashes and recorded in the log.

`run_report` runs one; `list_reports` says which there are. What a notebook shows is made in `show`, `charts`,
`answers`, `impact` and `enrolling`, so that notebooks stay thin.
"""

from kernel_lib.reports.registry import Report, find_report, list_reports
from kernel_lib.reports.run import Finished, run_report

__all__ = ["Finished", "Report", "find_report", "list_reports", "run_report"]
