"""Signed feeds: the keys that may sign them, what one would do, and opening it so that its lines can be offered."""

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from gallery.authority import Person
from gallery.enrolment.feed_results import feed_results
from gallery.enrolment.feeds import SignedBytes
from gallery.enrolment.recaptures import recapture_list
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.feeds import FeedForeseen, FeedKeyAsked, FeedKeys, FeedKeyView, FeedOpened, FeedResults
from kernel_lib.wire.gallery import RecaptureList, RetemplatingAsked, RetemplatingStep

router = APIRouter()

Modeller = Annotated[Person, permitted("retemplated")]
Registrar = Annotated[Person, permitted("feed_key_changed")]
Enrols = Annotated[Person, permitted("picture_enrolled")]
Sent = Annotated[UploadFile, File()]


@router.post("/feeds")
def open_feed(person: Enrols, parts: PartsNow, manifest: Sent, signature: Sent, lines: Sent) -> FeedOpened:
    """Open a signed feed, or the same one again."""
    return parts.feeds.open(person, SignedBytes(manifest.file.read(), signature.file.read(), lines.file.read()))


@router.post("/feeds/preview")
def foresee(person: Enrols, parts: PartsNow, manifest: Sent, signature: Sent, lines: Sent) -> FeedForeseen:
    """Say what offering a signed feed would do; nothing is changed."""
    return parts.feeds.foresee(person, SignedBytes(manifest.file.read(), signature.file.read(), lines.file.read()))


@router.get("/feeds/results")
def results(person: Annotated[Person, permitted("standing_viewed")], parts: PartsNow) -> FeedResults:
    """Return what became of the feeds that were opened last."""
    return feed_results(parts.ledger, person)


@router.get("/recapture-list")
def recaptures(person: Annotated[Person, permitted("standing_viewed")], parts: PartsNow) -> RecaptureList:
    """Return of whom another picture is wanted."""
    return recapture_list(parts.ledger, parts.rules.enrolment, person)


@router.get("/gallery-pictures/{picture_id}/type10")
def type10(picture_id: str, person: Annotated[Person, permitted("picture_exported")], parts: PartsNow) -> Response:
    """Return a held picture as a Type-10 transaction."""
    return Response(parts.typeten.export(person, picture_id), media_type="application/octet-stream")


@router.get("/retemplating")
def foresee_retemplating(person: Modeller, parts: PartsNow, model: str = "") -> RetemplatingStep:
    """Return how many eligible pictures wait for a template of the model in use, or of a registered one."""
    return parts.beside.foresee(person, model) if model else parts.retemplating.foresee(person)


@router.post("/retemplating")
def retemplate(asked: RetemplatingAsked, person: Modeller, parts: PartsNow) -> RetemplatingStep:
    """Make templates for some of them."""
    return parts.beside.run(person, asked) if asked.model else parts.retemplating.run(person, asked)


@router.get("/feed-keys")
def keys(person: Registrar, parts: PartsNow) -> FeedKeys:
    """Return the keys of the person's service."""
    return parts.feed_keys.keys(person)


@router.post("/feed-keys")
def register(asked: FeedKeyAsked, person: Registrar, parts: PartsNow) -> FeedKeyView:
    """Register the public key of a records system."""
    return parts.feed_keys.register(person, asked)


@router.post("/feed-keys/{key_id}/ending")
def end(key_id: str, person: Registrar, parts: PartsNow) -> FeedKeyView:
    """End a key."""
    return parts.feed_keys.end(person, key_id)
