"""A certificate on paper, in English or French: the same statement in words, with the hash of its signed file."""

from collections.abc import Mapping
from html import escape
from typing import Any

from kernel_lib.hashing import sha256_hex
from kernel_lib.words.language import Words

_STYLE = (
    "body{font:11pt sans-serif;margin:2cm}table{border-collapse:collapse}"
    "td,th{border:1px solid #555;padding:3pt 6pt;text-align:left}"
)
_MAIN = {
    "lineage_id": "Lineage",
    "service": "Service",
    "rule": "Rule",
    "rule_version": "Version of the rules",
    "due_on": "Due on",
    "removed_at": "Removed at",
    "verified_at": "Verified at",
    "log_entry": "Entry of the audit log",
}


def on_paper(statement: Mapping[str, Any], file: bytes, words: Words) -> str:
    """Return the HTML of a certificate; `file` is the signed file, whose hash stands at the end."""
    say = words.say
    title = say("Certificate of destruction")
    rows = "".join(_row(say(label), str(statement[key])) for key, label in _MAIN.items())
    stores = "".join(_row(say(row["store"]), say(row["result"])) for row in statement["stores"])
    index = say(
        "None of the {count} index numbers is in the index named {name}.",
        count=len(statement["numbers"]),
        name=statement["index"]["name"],
    )
    how = say("This sheet is a copy. The signed file proves it; check it with: leadbook certificate verify FILE.")
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><table>{rows}</table>"
        f"<h2>{escape(say('Stores'))}</h2><table>{stores}</table><p>{escape(index)}</p><p>{escape(how)}</p>"
        f"<p>SHA-256 {sha256_hex(file)}</p></body></html>"
    )


def _row(label: str, value: str) -> str:
    return f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
