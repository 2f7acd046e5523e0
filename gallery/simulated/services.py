"""The rules of a simulated installation: those of the product, for three simulated services instead of its own."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from types import MappingProxyType

from gallery.rules import Rules
from gallery.rules import casework as casework_rules
from gallery.rules import who as who_rules
from gallery.rules.reading import RuleFile, parse, read_toml
from gallery.rules.sharing import ServiceLimits

SERVICES = ("halton", "peel", "york")
_OWN = ("services", "occurrences")


def with_simulated_services(rules: Rules) -> Rules:
    """Return the rules with the simulated services; York takes in youths, Peel lists fewer people.

    Raises:
        SettingsError: a rule file cannot be read.
    """
    own = {name: _read(name) for name in _OWN}
    limits = {"peel": ServiceLimits("peel", max_candidates=15)}
    youth = replace(rules.eligibility.youth, included_services=frozenset({"york"}))
    return replace(
        rules,
        who=who_rules.build(_with(own, who_rules.FILES)),
        casework=casework_rules.build(_with(own, casework_rules.FILES)),
        eligibility=replace(rules.eligibility, youth=youth),
        sharing=replace(rules.sharing, services=MappingProxyType(limits)),
    )


# Private


def _with(own: Mapping[str, RuleFile], names: tuple[str, ...]) -> dict[str, RuleFile]:
    return {name: own[name] if name in own else read_toml(name) for name in names}


def _read(name: str) -> RuleFile:
    return parse(name, resources.files("gallery.simulated").joinpath(f"{name}.toml").read_bytes())
