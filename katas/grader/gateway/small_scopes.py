"""Every short scenario of a kind: all pairs of scopes, all names that run together, all that can be missing."""

from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import Any

from katas.grader.gateway.inputs import AMPLE, MINUTE, ONE
from katas.grader.gateway.model import ORDER
from katas.grader.gateway.scenario import Access, Policy, Reload, Scenario
from ratelimit import Quota

FITS = {"consumer": "ann", "group": "gold", "route": "a", "service": "b"}
SEPARATORS = ("", " ", "/", ":", "|", "-", "_", ".", ",", ";", "+", "#", "::", "__", "\x00", "\x1f", "\t")


def policy_of(scope: tuple[str, ...], name: str = "all") -> Policy:
    """Return a local policy of a scope, which `FITS` fits."""
    return Policy(name, AMPLE, **{field: FITS[field] for field in scope})


def access_of(values: dict[str, str]) -> Access:
    """Return a request with these values of a scope."""
    groups = (values["group"],) if "group" in values else ()
    return Access(values.get("consumer"), None, groups, values.get("route"), values.get("service"), "192.0.2.1")


def every_pair() -> Iterator[Scenario]:
    """Yield each pair of scopes in both orders, and each scope with a request that lacks or differs in one thing."""
    everything = access_of(FITS)
    for one, other in permutations(ORDER, 2):
        yield Scenario((policy_of(one, "one"), policy_of(other, "two")), (everything,))
    whole = tuple(policy_of(scope, f"p{number}") for number, scope in enumerate(ORDER))
    for some in product((True, False), repeat=len(FITS)):
        has = {field: value for (field, value), here in zip(FITS.items(), some, strict=True) if here}
        yield Scenario(whole, (access_of(has),))
        yield Scenario(whole[::-1], (access_of(FITS | dict.fromkeys(FITS.keys() - has.keys(), "other")),))


def running_together() -> Iterator[Scenario]:
    """Yield requests whose values, written one after the other, are those of a policy."""
    for mark in SEPARATORS:
        for fields in combinations(FITS, 2):
            if fields == ("consumer", "group"):
                continue
            yield Scenario(
                (Policy("all", AMPLE, **dict(zip(fields, (f"a{mark}b", "c"), strict=True))),),
                (access_of(dict(zip(fields, ("a", f"b{mark}c"), strict=True))),),
            )
        wide = Policy("all", AMPLE, "a", None, f"b{mark}c", "d")
        yield Scenario((wide,), (access_of({"consumer": "a", "route": "b", "service": f"c{mark}d"}),))
        yield Scenario(
            (Policy("all", AMPLE, "a", None, "b"),), (access_of({"consumer": f"a{mark}b"}), access_of({"route": "b"}))
        )
    for field, other in permutations(FITS, 2):
        yield Scenario((Policy("all", AMPLE, **{field: "x"}),), (access_of({other: "x"}),))
    for field in FITS:
        yield Scenario((Policy("all", AMPLE, **{field: "Gold"}),), (access_of({field: "gold"}),))
    for word in ("None", "*", "any", "-", "null"):
        for field in FITS:
            yield Scenario(
                (Policy("route", AMPLE, route="a"), Policy("all", AMPLE)), (access_of({field: word, "service": "s"}),)
            )


def every_two_groups() -> Iterator[Scenario]:
    """Yield each pair of group scopes and each order of names, files and groups."""
    scopes = [scope for scope in ORDER if "group" in scope]
    for one, other in product(scopes, repeat=2):
        for first, second in permutations(("a", "b", "a10", "a9", "B"), 2):
            file = (
                policy_of(one, "one")._replace(group=first),
                policy_of(other, "two")._replace(group=second),
            )
            access = access_of({"route": "a", "service": "b", "consumer": "ann"})
            yield Scenario(file, (access._replace(groups=("c", second, first)),))


KINDS = ("consumer", "credential", "header:X-Api-Key", "ip", "path", "service")


def every_lack() -> Iterator[Scenario]:
    """Yield pairs of requests that have, or lack, what a policy counts by and an address."""
    values, addresses = (None, "", "u", "v"), (None, "", "u")
    for kind in KINDS:
        some = list(product(values, addresses))
        for one, other in combinations_with_replacement(some, 2):
            first, second = (_counted(kind, *each) for each in (one, other))
            yield Scenario((Policy("all", ONE, count_by=kind),), (first, second))


def _counted(kind: str, value: str | None, ip: str | None) -> Access:
    access = Access(ip=ip)
    if kind.startswith("header:"):
        return access._replace(headers=() if value is None else (("x-api-key", value),))
    found: Access = access if kind == "ip" else access._replace(**_named(kind, value))
    return found


def _named(field: str, value: Any) -> dict[str, Any]:
    return {field: value}


def every_change() -> Iterator[Scenario]:
    """Yield reloads that change one thing of a policy of which all is spent."""
    before = Policy("all", ONE)
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"name": "new"},
        {"limits": (Quota(1, 2 * MINUTE),)},
        {"limits": (Quota(2, MINUTE),)},
        {"limits": (*ONE, Quota(9, MINUTE * 60))},
        {"consumer": "ann"},
        {"group": "gold"},
        {"route": "a"},
        {"service": "b"},
        {"count_by": "ip"},
        {"count_by": "credential"},
        {"count_by": "header:X-Api-Key"},
        {"shadow": True},
        {"enabled": False},
        {"globally": True},
    )
    access = access_of(FITS)._replace(credential="ann", headers=(("X-Api-Key", "ann"),))
    for change in changes:
        after = before._replace(**change)
        yield Scenario((before,), (access, Reload((after,)), access, access))
        yield Scenario((before,), (access, Reload((after,)), Reload((before,)), access))
        yield Scenario((after,), (access, Reload((before,)), access))
    yield Scenario((before,), (access, Reload(()), Reload((before,)), access))
    # Beside one that refuses, what has one in shadow mode counted? It shows when that is enforced.
    rule = Policy("rule", (Quota(2, MINUTE),), globally=True)
    for enforced in (rule, rule._replace(globally=False)):
        yield Scenario((before, rule._replace(shadow=True)), (access, access, Reload((enforced,)), access, access))
