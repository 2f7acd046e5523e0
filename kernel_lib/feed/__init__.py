"""Booking feeds: lines that are read strictly, pictures, and the signed manifest that names every file."""

from kernel_lib.feed.facts import FactLine, read_facts
from kernel_lib.feed.lines import Feed, FeedLine, Line, RefusedLine, lines_of, read_feed
from kernel_lib.feed.manifest import SignedManifest, key_id_of, read_manifest, sign_feed, verified

__all__ = [
    "FactLine",
    "Feed",
    "FeedLine",
    "Line",
    "RefusedLine",
    "SignedManifest",
    "key_id_of",
    "lines_of",
    "read_facts",
    "read_feed",
    "read_manifest",
    "sign_feed",
    "verified",
]
