"""Every peer has its line, its file, its dependency group and its place in the documents."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from benchmarks.peers.catalogue import CATALOGUE, Listed, named

ROOT = Path(__file__).resolve().parents[3]
PEERS = ROOT / "benchmarks" / "peers"
PROJECT = tomllib.loads((PEERS / "pyproject.toml").read_text())


@pytest.mark.parametrize("listed", CATALOGUE, ids=lambda listed: listed.name)
def test_each_peer_has_a_file_that_names_its_class(listed: Listed) -> None:
    """`PEER` is what the process of a peer looks for."""
    tree = ast.parse((PEERS / f"of_{listed.name}.py").read_text())

    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]

    assert "PEER" in {target.id for target in targets if isinstance(target, ast.Name)}


def test_no_file_of_a_peer_is_left_out() -> None:
    """A peer that is not in the catalogue would never be measured."""
    files = {path.stem.removeprefix("of_") for path in PEERS.glob("of_*.py")}

    assert {listed.name for listed in CATALOGUE} == files


def test_the_makefile_installs_every_group() -> None:
    """A group that is not installed would give lines without figures."""
    line = re.search(r"^PEERS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    installed = set(line[1].split()) if line else set()

    assert set(PROJECT["dependency-groups"]) == installed
    assert {listed.group for listed in CATALOGUE if listed.group} == installed


def test_figures_are_compared_under_the_product_s_versions() -> None:
    """numpy, FAISS and DuckDB run in both environments; another version would compare builds, not ways to search."""
    mine = _versions(ROOT / "uv.lock")
    theirs = _versions(PEERS / "uv.lock")

    shared = ("numpy", "faiss-cpu", "duckdb")

    assert {name: theirs[name] for name in shared} == {name: mine[name] for name in shared}


def test_every_package_of_the_peers_is_locked_with_a_hash() -> None:
    """What is compared is what was locked."""
    packages = tomllib.loads((PEERS / "uv.lock").read_text())["package"]

    files = [file for one in packages for file in (*one.get("wheels", ()), one.get("sdist")) if file]

    assert files
    assert all(file["hash"].startswith("sha256:") for file in files)


def test_an_unknown_peer_is_an_error() -> None:
    """Names are not guessed."""
    with pytest.raises(KeyError):
        named("nobody")


def _versions(lock: Path) -> dict[str, str]:
    return {one["name"]: one["version"] for one in tomllib.loads(lock.read_text())["package"] if "version" in one}
