"""From an executed notebook to one HTML file that needs nothing else: code hidden, style embedded."""

from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from kernel_lib.reports.manifest import Manifest
from kernel_lib.reports.registry import Report
from kernel_lib.reports.words import paragraphs, words
from kernel_lib.words.language import Words

_PAGES = Path(__file__).parent / "pages"


def to_html(notebook: Any, report: Report, manifest: Manifest) -> str:
    """Make the page. A failed run says so first; a first page tells what the report is and what it was made from."""
    exporter = HTMLExporter(extra_template_basedirs=[str(_PAGES)], template_name="leadbook", exclude_anchor_links=True)  # type: ignore[no-untyped-call]  # untyped in nbconvert
    style = (_PAGES / "report.css").read_text(encoding="utf-8")
    spoken = Words(manifest.language)
    footer = f"Leadbook · {spoken.told(manifest.status)} · {manifest.run_id}"
    resources = {"report": report, "manifest": manifest, "style": style, "footer": footer}
    resources["words"] = lambda text: words(text, spoken)
    resources["paragraphs"] = lambda source: paragraphs(source, spoken)
    html, _ = exporter.from_notebook_node(notebook, resources=resources)
    return str(html)


def to_text(notebook: Any) -> str:
    """Return a notebook as the text of its file."""
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]  # nbformat leaves it untyped
