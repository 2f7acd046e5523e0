"""Runs the real dashboards server and writes its live route table to the file named last. For tests only."""

import json
import sys
from pathlib import Path
from typing import Any

from widgets.dashboards import __main__ as command
from widgets.dashboards.app import Dashboards


def live_routes(router: Any) -> list[tuple[str, str, str]]:
    """Return pattern, handler and access of every route behind a router."""
    table = []
    for rule in router.rules:
        if hasattr(rule.target, "rules"):
            table += live_routes(rule.target)
        else:
            target = rule.target
            table.append((rule.matcher.regex.pattern, target.__name__, target.access.name))
    return table


class _Telling(Dashboards):
    def listen(self) -> None:
        table = live_routes(self.app.default_router) + live_routes(self.app.wildcard_router)
        Path(sys.argv[-1]).write_text(json.dumps(table))
        super().listen()


if __name__ == "__main__":
    command.dashboards.__globals__["Dashboards"] = _Telling
    sys.exit(command.main(sys.argv[1:-1]))
