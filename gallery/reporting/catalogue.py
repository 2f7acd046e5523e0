"""Which reports the service runs for whom: those whose notebooks it ships, by the roles that each names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gallery.authority import Person
from gallery.reporting.process import NOTEBOOKS
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable
from kernel_lib.reports.parameters import read_parameters
from kernel_lib.reports.registry import Kind, Report, list_reports
from kernel_lib.wire.reports import ReportOrder


@dataclass(frozen=True)
class Catalogue:
    """The reports of a folder. One that must be told a folder of this machine is no report for a page."""

    notebooks: Path = NOTEBOOKS

    def reports(self) -> Mapping[str, Report]:
        """Return every report by its name."""
        found = list_reports(self.notebooks)
        return {each.name: each for each in found if all(asked.kind is not Kind.FOLDER for asked in each.parameters)}

    def demand(self, person: Person, order: ReportOrder) -> Report:
        """Return the report that is ordered.

        Raises:
            NotFound: there is none of that name.
            NotAllowed: none of the person's roles is among those that it names (H-01).
            Unacceptable: a parameter is missing, unknown or of another kind; each is named.
        """
        report = self.reports().get(order.report)
        if report is None:
            raise NotFound("report.unknown", "There is no report of this name.", "Choose one from the list.")
        if not set(report.roles) & set(person.roles):
            reason = f"None of your roles runs this report ({report.name})."
            raise NotAllowed("H-01", reason, "Ask a person who holds the role.")
        _, faults = read_parameters(report, order.parameters)
        if faults:
            asked = {each.name for each in report.parameters}
            fields = {name: fault for name, fault in faults.items() if name in asked}
            reason = "Nothing was run: what the report must be told is missing or of another kind."
            raise Unacceptable("report.parameters", reason, "Correct what is named and run it again.", fields=fields)
        return report
