"""What a report was told, checked before anything runs (papermill itself only warns)."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kernel_lib.errors import ReportError
from kernel_lib.reports.registry import Kind, ParameterSpec, Report

Value = str | int

_TOKEN = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_NUMBER = re.compile(r"-?[0-9]{1,12}")


def check_parameters(report: Report, given: Mapping[str, str]) -> dict[str, Value]:
    """Return the parameters in the form the notebook gets them: dates as ISO text, folders as absolute paths.

    Raises:
        ReportError: one line for each unknown, missing or mistyped parameter, and for a period that ends before it
            starts: name, expected, got.
    """
    values, faults = read_parameters(report, given)
    if faults:
        told = (f"{name[:64]}: {fault}" for name, fault in faults.items())
        raise ReportError(f"report {report.name} was not run. " + "; ".join(told))
    return values


def read_parameters(report: Report, given: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """Return the parameters that can be read, as `check_parameters` does, and what is wrong with others by name."""
    known = {spec.name for spec in report.parameters}
    faults = dict.fromkeys(sorted(set(given) - known), "expected no such parameter, got one")
    values: dict[str, Value] = {}
    for spec in report.parameters:
        name = spec.name
        if name not in given:
            faults[name] = f"expected {_EXPECTED[spec.kind]} ({spec.hint}), got nothing"
            continue
        value = _read(spec, given[name])
        if value is None:
            faults[name] = f"expected {_EXPECTED[spec.kind]} ({spec.hint}), got {_shown(spec, given[name])}"
        else:
            values[name] = value
    if not faults and str(values.get("period_start", "")) > str(values.get("period_end", "9999")):
        faults["period_end"] = "expected a day on or after period_start, got an earlier one"
    return values, faults


_EXPECTED = {
    Kind.DATE: "a date like 2026-01-31",
    Kind.WHOLE_NUMBER: "a whole number",
    Kind.FOLDER: "a folder that exists",
    Kind.TOKEN: "up to 40 small letters, digits, dots, dashes or underscores",
}


def _read(spec: ParameterSpec, text: str) -> Value | None:
    match spec.kind:
        case Kind.DATE:
            return _date(text)
        case Kind.WHOLE_NUMBER:
            return int(text) if _NUMBER.fullmatch(text) else None
        case Kind.FOLDER:
            return _folder(text)
        case Kind.TOKEN:
            return text if _TOKEN.fullmatch(text) else None


def _date(text: str) -> str | None:
    try:
        return text if date.fromisoformat(text).isoformat() == text else None
    except ValueError:
        return None


def _folder(text: str) -> str | None:
    if not text or "\0" in text:
        return None
    folder = Path(text).expanduser()
    return str(folder.resolve()) if folder.is_dir() else None


def _shown(spec: ParameterSpec, text: str) -> str:
    # Text that is not of its kind may be a name or a secret typed into the wrong place; only its length is told.
    return repr(text) if spec.kind is Kind.FOLDER else f"{len(text)} characters that are not one"
