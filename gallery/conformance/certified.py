"""Whether a person held a certificate on the day of an act, by the records."""

from datetime import datetime

from sqlalchemy import ColumnElement, Exists, func, select

from gallery.records.who import certificates
from kernel_lib.vocabulary import CertificateScope


def certified(person: ColumnElement[str], moment: ColumnElement[datetime], *scopes: CertificateScope) -> Exists:
    """Some certificate of one of these scopes that a person held on the day of a moment."""
    day, told = func.date(moment), certificates.c
    held = select(told.id).where(told.account_id == person, told.scope.in_(scopes))
    return held.where(told.passed <= day, told.expires >= day).exists()
