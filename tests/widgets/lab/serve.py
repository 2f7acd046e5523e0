"""Runs the real lab server and writes its live route table to the file named last. For tests only."""

import json
import sys
from pathlib import Path

from tests.widgets.dashboards.serve import live_routes
from widgets.lab import __main__ as command
from widgets.lab.app import Lab


class _Telling(Lab):
    def guard(self) -> None:
        super().guard()
        table = live_routes(self.web_app.default_router) + live_routes(self.web_app.wildcard_router)
        Path(sys.argv[-1]).write_text(json.dumps(table))


if __name__ == "__main__":
    command.lab.__globals__["Lab"] = _Telling
    sys.exit(command.main(sys.argv[1:-1]))
