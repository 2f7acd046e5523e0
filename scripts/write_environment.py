"""Write environment.yml from pyproject.toml and uv.lock, so that both name the same versions.

Run `python scripts/write_environment.py` after a change of dependencies; `--check` only compares.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "environment.yml"


def environment(pyproject: str, lock: str) -> str:
    """Return the text of environment.yml: the direct dependencies by purpose, at the locked versions."""
    versions = {package["name"]: package["version"] for package in tomllib.loads(lock)["package"]}
    lines = [
        "# The environment of the notebooks, for people who use conda or mamba.",
        "# Written by scripts/write_environment.py from pyproject.toml and uv.lock; `make setup` installs the same,",
        "# with hashes.",
        "name: leadbook",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        "  - python=3.11",
        "  - pip",
        "  - pip:",
    ]
    for line in _section(pyproject, "dependencies"):
        lines.append(f"      # {line[2:]}" if line.startswith("# ") else f"      - {line}=={versions[line]}")
    lines += ["      # Leadbook itself", "      - -e ."]
    return "\n".join(lines) + "\n"


def _section(pyproject: str, name: str) -> list[str]:
    block = re.search(rf"^{name} = \[\n(.*?)^\]", pyproject, re.DOTALL | re.MULTILINE)
    if block is None:
        sys.exit(f"pyproject.toml: expected a list named {name}, got none")
    rows = [row.strip() for row in block.group(1).splitlines()]
    return [row if row.startswith("#") else re.split(r"[<>=\[ ;\"]", row.lstrip('"'))[0] for row in rows if row]


def main() -> None:
    """Write the file, or compare it with `--check`."""
    text = environment((ROOT / "pyproject.toml").read_text(), (ROOT / "uv.lock").read_text())
    if "--check" in sys.argv:
        if TARGET.read_text() != text:
            sys.exit("environment.yml: expected the versions of uv.lock, got others; run scripts/write_environment.py")
        return
    TARGET.write_text(text)


if __name__ == "__main__":
    main()
