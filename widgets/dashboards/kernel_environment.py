"""What a kernel is told about the world: an allow-list, never a copy of the server's environment."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kernel_lib.words.language import Language
from widgets.words.language import VARIABLE

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ")
"""The only variables that a kernel inherits."""

QUERY_LIMIT = 2000
"""Characters of a page's query that reach its kernel."""


def kernel_environment(
    *,
    socket: Path,
    ticket: str,
    query: str,
    home: Path,
    language: Language = "en",
    server: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Build the environment of one kernel.

    The kernel gets the service's socket, one person's one-time ticket, the page's language and its query, which is a
    parameter and no authority: kernel and service check it again. `home` is a private folder, so no start-up file of
    anybody runs.
    """
    server = os.environ if server is None else server
    inherited = {name: server[name] for name in PASSED_ON if name in server}
    return inherited | {
        "LEADBOOK_SOCKET": str(socket),
        "LEADBOOK_TICKET": ticket,
        "LEADBOOK_QUERY": query[:QUERY_LIMIT],
        VARIABLE: language,
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_DATA_DIR": str(home / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "VIRTUAL_ENV": sys.prefix,
    }
