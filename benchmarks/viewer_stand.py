"""The comparison viewer on a page of its own: two synthetic pictures, no service, no kernel.

The benchmark and the browser tests drive it. The pictures are computed shapes and noise; no person is in them.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from widgets.parts.viewer import FRONT_END

_STYLE = Path(__file__).resolve().parents[1] / "widgets" / "static" / "style.css"
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Viewer</title>
<link rel="stylesheet" href="/style.css"></head><body class="lb-page"><main class="lb-main"><h1>Viewer</h1>
<div class="lb-columns lb-columns--review widget-box"><div class="lb-work lb-review-view"><div id="here"></div></div>
<div class="lb-work lb-review-side"></div></div></main><script type="module">
import viewer from "/viewer.js";
const traits = await (await fetch("/traits.json")).json();
const heard = {}, sent = [];
const model = {
  get: (name) => traits[name],
  set(name, value) { traits[name] = value; (heard[`change:${name}`] || []).forEach((act) => act()); },
  on(name, act) { (heard[name] ||= []).push(act); },
  off(name, act) { heard[name] = (heard[name] || []).filter((each) => each !== act); },
  save_changes() {},
  send(content) { sent.push(content); },
};
const clean = viewer.render({ model, el: document.getElementById("here") });
Object.assign(window, { model, sent, clean });
</script></body></html>"""


@dataclass(frozen=True)
class Stand:
    """Where the page is, and what it shows."""

    address: str
    pictures: Mapping[str, bytes] = field(repr=False)


@contextmanager
def stand(width: int, height: int, traits: Mapping[str, Any] | None = None) -> Iterator[Stand]:
    """Serve the viewer with two pictures of `width` × `height` pixels on a free port of this machine."""
    pictures = {"probe": _picture(width, height, 1), "A": _picture(width, height, 2), "B": _picture(640, 480, 3)}
    given = {**_traits(), **(traits or {})}
    files = {
        "/": (_PAGE.encode(), "text/html"),
        "/style.css": (_STYLE.read_bytes(), "text/css"),
        "/viewer.js": (FRONT_END.encode(), "text/javascript"),
        "/traits.json": (json.dumps(given).encode(), "application/json"),
        **{f"/pictures/{name}": (content, "image/jpeg") for name, content in pictures.items()},
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(files))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Stand(f"http://127.0.0.1:{server.server_address[1]}/", pictures)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# Private


def _traits() -> dict[str, Any]:
    letters = [{"letter": letter, "disposition": "", "pictures": [f"/pictures/{letter}"]} for letter in ("A", "B")]
    components = [{"id": name, "title": name.title()} for name in ("skin", "hairline", "ears")]
    return {
        "probe": "/pictures/probe",
        "letters": letters,
        "current": "A",
        "picture_at": 0,
        "waiting": "Candidates open after you lock your notes on the probe",
        "asks": True,
        "components": components,
        "pins": [],
        "pinnable": True,
    }


def _picture(width: int, height: int, seed: int) -> bytes:
    """Return a JPEG of lines, discs and noise, so that neither its decoding nor its drawing is flattered."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(40, 216, (height // 16 + 1, width // 16 + 1, 3), dtype=np.uint8)
    ground = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    fine = rng.integers(0, 24, (height, width, 1), dtype=np.uint8)
    image = Image.fromarray(np.clip(np.asarray(ground, np.int16) + fine, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for step in range(0, width, max(1, width // 12)):
        pen.line((step, 0, width - step, height), fill=(seed * 60, 30, 200), width=max(1, width // 600))
    pen.ellipse((width // 3, height // 4, width * 2 // 3, height * 3 // 4), outline=(250, 250, 250), width=5)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def _answering(files: Mapping[str, tuple[bytes, str]]) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, kind = files.get(self.path, (b"", ""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the overridden method
            """Say nothing: a request on this machine is no news."""

    return Answer
