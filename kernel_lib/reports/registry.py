"""Which reports there are: each notebook says of itself what it is for and what it must be told.

A notebook is a report when its metadata holds a `leadbook` object and one of its cells is tagged `parameters`:

    {"name": "audit_period", "title": "…", "purpose": "…", "audience": "…", "roles": ["compliance"],
     "parameters": {"period_start": {"kind": "date", "hint": "first day of the period"}}}
"""

import ast
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kernel_lib.errors import ReportError
from kernel_lib.hashing import sha256_of_file
from kernel_lib.vocabulary import Role


class Kind(StrEnum):
    """What a parameter may be. Names of people, secrets and narrative are no kind of parameter."""

    DATE = "date"
    WHOLE_NUMBER = "int"
    FOLDER = "folder"
    TOKEN = "token"  # noqa: S105  # a short word such as a service code, not a secret


class _DeclaredParameter(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    hint: str = Field(min_length=3)


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{2,63}$")
    title: str = Field(min_length=3)
    purpose: str = Field(min_length=3)
    audience: str = Field(min_length=3)
    roles: tuple[Role, ...] = Field(min_length=1)
    parameters: dict[str, _DeclaredParameter]


@dataclass(frozen=True)
class ParameterSpec:
    """A parameter as the notebook declares it. Every parameter must be given."""

    name: str
    kind: Kind
    hint: str


@dataclass(frozen=True)
class Report:
    """One report: what it is, who reads it, who may run it, and what it must be told."""

    name: str
    title: str
    purpose: str
    audience: str
    roles: tuple[Role, ...]
    parameters: tuple[ParameterSpec, ...]
    notebook: Path
    notebook_sha256: str


def list_reports(notebooks: Path) -> tuple[Report, ...]:
    """Return every report under a folder of notebooks, by name.

    Raises:
        ReportError: a notebook declares itself wrongly, or two have one name.
    """
    reports: dict[str, Report] = {}
    for path in sorted(notebooks.rglob("*.ipynb")):
        report = None if ".ipynb_checkpoints" in path.parts else _read(path)
        if report is None:
            continue
        if report.name in reports:
            raise ReportError(f"report {report.name}: expected one notebook, got {path} and another; rename one")
        reports[report.name] = report
    return tuple(reports[name] for name in sorted(reports))


def find_report(notebooks: Path, name: str) -> Report:
    """Return one report by name. Raises ReportError naming those there are."""
    reports = {report.name: report for report in list_reports(notebooks)}
    if name not in reports:
        known = ", ".join(reports) or f"none (no report notebook under {notebooks})"
        raise ReportError(f"report: expected one of {known}; got {name[:64]!r}; see `leadbook report --list`")
    return reports[name]


def _read(path: Path) -> Report | None:
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        declared = notebook["metadata"].get("leadbook")
        if declared is None:
            return None
        said = _Declared.model_validate(declared)
    except (ValueError, KeyError, TypeError) as error:
        problem = _first_problem(error)
        raise ReportError(f"notebook {path}: expected a `leadbook` declaration, got {problem}; correct it") from error
    assigned = _assigned_names(notebook, path)
    if sorted(assigned) != sorted(said.parameters):
        raise ReportError(
            f"notebook {path}: expected the cell tagged `parameters` to assign {sorted(said.parameters)}, "
            f"got {sorted(assigned)}; make cell and declaration agree"
        )
    parameters = tuple(ParameterSpec(name, said.parameters[name].kind, said.parameters[name].hint) for name in assigned)
    return Report(
        said.name, said.title, said.purpose, said.audience, said.roles, parameters, path, sha256_of_file(path)
    )


def _first_problem(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return f"{type(error).__name__}: {error}"


def _assigned_names(notebook: dict[str, Any], path: Path) -> list[str]:
    cells = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    if len(cells) != 1:
        raise ReportError(f"notebook {path}: expected one cell tagged `parameters`, got {len(cells)}")
    tree = ast.parse("".join(cells[0]["source"]))
    return [
        line.target.id for line in tree.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    ]
