"""Almost everything that the service may refuse with is said in French: its reasons and what to do next."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kernel_lib.words.table import table

ROOT = Path(__file__).resolve().parents[3]
REFUSALS = {"NotAllowed", "Unacceptable", "WrongState", "NotFound", "SignInRequired", "PictureRefused", "Gap"}
NAMES = {"reason", "message", "following"}
MOST = 0.03
"""Share that may be missing for a while: sentences made of other sentences, and those written yesterday."""


def _texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in REFUSALS:
            yield from filter(None, map(_text, node.args[1:]))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMES:
            yield from filter(None, [_text(node.value)])


def _text(node: ast.expr) -> str:
    """Return a text of several words, its places made nameless."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    said = "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in parts)
    return said if " " in said and not isinstance(node, ast.BinOp | ast.Call | ast.Name) else ""


def test_what_is_refused_is_refused_in_french_as_well() -> None:
    """The messages that lack their French are named when there are more than a few."""
    sources = [*(ROOT / "gallery").rglob("*.py"), *(ROOT / "kernel_lib" / "faces").rglob("*.py")]
    trees = [ast.parse(path.read_text()) for path in sources if "command" not in path.parts]
    known = {re.sub(r"\{[^{}]*\}", "{}", text) for text in table().french}
    said = {text for tree in trees for text in _texts(tree)}

    missing = sorted(text for text in said - known if table().find(text.replace("{}", "7")) is None)

    assert len(said) > 300
    assert len(missing) <= MOST * len(said), missing
