"""The first days: accounts, training, keys of the records systems, and agreements between the services."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gallery.simulated.services import SERVICES
from gallery.simulation.cast import ADMINISTRATOR, Cast, Persona
from gallery.simulation.site import Site
from kernel_lib.vocabulary import Role
from kernel_lib.wire.feeds import FeedKeyAsked
from kernel_lib.wire.sharing import AgreementOffered
from kernel_lib.wire.who import NewAccount, NewCertificate

_WORDS = "As both simulated services wrote down in the annex."
_SHARED = (("halton", "peel"), ("peel", "york"), ("york", "halton"))
"""Who may search whose gallery."""


def staff(site: Site, cast: Cast, expiring: str) -> None:
    """Make every account and record the training; that of one examiner runs out in the middle of the year."""
    for persona in cast.people:
        account = NewAccount(
            username=persona.username,
            display_name=persona.display_name,
            service=persona.service,
            roles=(persona.role,),
        )
        made = site.client(ADMINISTRATOR).accounts.add(account)
        site.passwords[persona.username], site.accounts[persona.username] = made.password, made.account.id
        site.clock.wait(40)
    for persona in cast.people:
        _certify(site, cast, persona, expiring)


def register_keys(site: Site, cast: Cast) -> dict[str, Ed25519PrivateKey]:
    """Register the key of each service's records system; return the private halves, which nothing keeps."""
    keys = {}
    for service in SERVICES:
        keys[service] = key = Ed25519PrivateKey.from_private_bytes(site.chance.randbytes(32))
        asked = FeedKeyAsked(public_key=key.public_key().public_bytes_raw().hex(), label=f"Records of {service}")
        site.client(cast.one(service, Role.ADMINISTRATOR)).feeds.register(asked)
        site.clock.wait(60)
    return keys


def agree(site: Site, cast: Cast, offences: tuple[str, ...]) -> None:
    """Let each service sign that another may search its gallery, for a year from tomorrow."""
    begins = site.clock.today + timedelta(days=1)
    for searcher, owner in _SHARED:
        offered = AgreementOffered(
            searcher=searcher,
            owner=owner,
            purposes=("criminal_investigation",),
            offences=offences,
            data_classes=("pictures", "identity"),
            retention=_WORDS,
            audit=_WORDS,
            breach=_WORDS,
            exit=_WORDS,
            begins_on=begins,
            expires_on=begins + timedelta(days=364),
        )
        site.client(cast.one(searcher, Role.COMPLIANCE)).sharing.propose(offered)
        site.minutes(30, 90)
        signer = site.client(cast.one(owner, Role.COMPLIANCE)).sharing
        waiting = next(each for each in signer.view().agreements if each.may_sign)
        signer.sign(waiting.id)


# Private


def _certify(site: Site, cast: Cast, persona: Persona, expiring: str) -> None:
    compliance = cast.one(persona.service, Role.COMPLIANCE)
    today, days = site.clock.today, 170 if persona.username == expiring else 500
    for scope in persona.scopes:
        certificate = NewCertificate(
            username=persona.username,
            scope=scope,
            provider="Simulated training",
            passed=today,
            expires=today + timedelta(days=days),
            mentor="Simulated mentor",
            course="Simulated course of the service",
            correct=site.chance.randint(45, 50),
            questions=50,
        )
        site.client(compliance).accounts.certify(certificate)
        site.clock.wait(50)
