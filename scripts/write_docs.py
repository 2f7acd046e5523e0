"""Write every generated page of docs anew; `--check` only compares them with what the code says."""

import inspect
import sys
from pathlib import Path

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from audits import events
from gallery.casework import stages
from gallery.rules import Rules
from gallery.service.app import ROUTERS
from gallery.service.door import Permitted
from kernel_lib import errors

sys.path.insert(0, str(Path(__file__).resolve().parent))
import write_questions
import write_requirements

DOCS = Path(__file__).resolve().parents[1] / "docs"


def pages() -> dict[str, str]:
    """Return the text of each generated page by its file name."""
    return {
        "events.md": events.document(),
        "states.md": stages.document(),
        "routes.md": routes(),
        "errors.md": error_tree(),
        "questions.md": write_questions.document(),
        "requirements.md": write_requirements.document(),
    }


def routes() -> str:
    """Return the service's routes with the permission each needs and the roles that hold it."""
    held = Rules.load().who.permissions
    rows = []
    for router in ROUTERS:
        for route in (each for each in router.routes if isinstance(each, APIRoute)):
            needed = _permissions(route.dependant)
            roles = [str(role) for role, given in held.items() if needed and set(needed) <= given]
            method = ", ".join(sorted(route.methods or ()))
            told = (inspect.getdoc(route.endpoint) or "").splitlines()[0]
            who = ", ".join(roles) or "nobody needs to be signed in"
            rows.append(f"| `{method} {route.path}` | {told} | {', '.join(needed)} | {who} |")
    head = (
        "# Routes of the service\n\nMade by `make docs` from the live route table; do not edit. "
        "The client has one method for each.\n\n| Route | Does | Permission | Roles |\n|---|---|---|---|\n"
    )
    return head + "\n".join(sorted(rows)) + "\n"


def error_tree() -> str:
    """Return every error class with its status, where it has one, and what it means."""
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, Exception)]
    rows = []
    for each in classes:
        status = each.status if issubclass(each, errors.Refused) and each is not errors.Refused else ""
        meaning = " ".join((inspect.getdoc(each) or "").split())
        rows.append(f"| `{each.__name__}` | {status} | {meaning} |")
    head = (
        "# Errors\n\nMade by `make docs` from `kernel_lib/errors.py`; do not edit.\n\n"
        "| Class | HTTP status | Means |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def main() -> None:
    """Write the pages, or name those that are not current."""
    written = {DOCS / name: text for name, text in pages().items()}
    written[write_requirements.SHIPPED] = write_requirements.shipped()
    stale = [path.name for path, text in written.items() if not _is_current(path, text)]
    if "--check" in sys.argv:
        if stale:
            sys.exit(f"docs: expected current pages, these are not: {', '.join(stale)}; run `make docs`")
        return
    for path, text in written.items():
        path.write_text(text)


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def _permissions(dependant: Dependant) -> list[str]:
    own = [dependant.call.permission] if isinstance(dependant.call, Permitted) else []
    return own + [name for each in dependant.dependencies for name in _permissions(each)]


if __name__ == "__main__":
    main()
