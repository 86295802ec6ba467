"""Checks only the names of disabled policies, not their other fields."""

from itertools import product
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ratelimit import Quota


class Policy(Protocol):
    """One policy of the file. README.md says what each field means, and what must be refused."""

    name: str
    limits: Sequence[Quota]
    consumer: str | None
    group: str | None
    route: str | None
    service: str | None
    count_by: str
    shadow: bool
    enabled: bool
    globally: bool


class Request(Protocol):
    """What comes. What a request lacks is `None` or empty."""

    consumer: str | None
    credential: str | None
    groups: Sequence[str]
    route: str | None
    service: str | None
    ip: str | None
    headers: Mapping[str, str]
    path: str | None


class Limiter(Protocol):
    """What `new_limiter(policy.limits)` returns. It has a clock of its own."""

    def wait(self, key: Hashable) -> int:
        """Return the nanoseconds until a unit of this key can be had, 0 if it can be had now. It only looks."""

    def take(self, key: Hashable) -> int:
        """Spend a unit of each of the limits, if `wait(key)` is 0. Return the wait."""


class Verdict(NamedTuple):
    """What becomes of a request."""

    allowed: bool
    policy: str | None  # which one decided
    status: int  # 200 or 429
    retry_after: int  # nanoseconds; 0 if it is allowed


ORDER = ("crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", "")
TEXTS = ("consumer", "credential", "ip", "path", "service")


class Entry(NamedTuple):
    name: str
    by: str
    shadow: bool
    limiter: Limiter


class State(NamedTuple):
    counters: dict  # name -> (limits, limiter)
    local: dict  # scope -> Entry
    rules: dict  # scope -> [Entry, ...]


def scope_of(policy):
    return (policy.consumer, policy.group, policy.route, policy.service)


def is_text(value):
    return isinstance(value, str) and value != ""


def counts(by):
    return is_text(by) and (by in TEXTS or by.startswith("header:") and len(by) > 7)


def faults(policy):
    """Yield the name of each field that is wrong."""
    if not is_text(policy.name):
        yield "name"
    for field, value in zip(("consumer", "group", "route", "service"), scope_of(policy)):
        if value is not None and not is_text(value):
            yield field
    if policy.consumer is not None and policy.group is not None:
        yield "group"
    limits = policy.limits
    if not isinstance(limits, (list, tuple)) or not limits or not all(isinstance(q, Quota) for q in limits):
        yield "limits"
    if not counts(policy.count_by):
        yield "count_by"
    for field in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, field), bool):
            yield field


def checked(policies):
    """Return a copy of the file, or raise."""
    names, owners = set(), {}
    for policy in policies:
        for field in faults(policy):
            if policy.enabled is False and field != "name":
                continue
            raise ValueError(f"policy {policy.name!r}: {field} is wrong")
        if policy.name in names:
            raise ValueError(f"policy {policy.name!r}: name is given twice")
        names.add(policy.name)
        if policy.enabled and not policy.globally:
            other = owners.setdefault(scope_of(policy), policy.name)
            if other != policy.name:
                raise ValueError(f"policies {other!r} and {policy.name!r} have the same scope")
    return list(policies)


def compiled(policies, old, new_limiter):
    counters, local, rules = {}, {}, {}
    for policy in checked(policies):
        if not policy.enabled and "limits" in faults(policy):
            continue
        limits = tuple(policy.limits)
        before = old.get(policy.name)
        limiter = before[1] if before and before[0] == limits else new_limiter(policy.limits)
        counters[policy.name] = (limits, limiter)
        if not policy.enabled:
            continue
        entry = Entry(policy.name, policy.count_by, policy.shadow, limiter)
        if policy.globally:
            rules.setdefault(scope_of(policy), []).append(entry)
        else:
            local[scope_of(policy)] = entry
    return State(counters, local, rules)


def scopes(request):
    """Yield all scopes that fit, the most specific first."""
    have = {"c": [request.consumer], "g": sorted(request.groups), "r": [request.route], "s": [request.service]}
    for kind in ORDER:
        yield from product(*([t for t in have[x] if t] if x in kind else [None] for x in "cgrs"))


def key_of(by, request):
    if by.startswith("header:"):
        by = by.lower()
        value = next((v for k, v in request.headers.items() if "header:" + k.lower() == by), None)
    else:
        value = getattr(request, by)
    if value:
        return (by, value)
    return ("ip", request.ip or None)


def decide(local, rules, request):
    asked = [(entry, key_of(entry.by, request)) for entry in ([local] if local else []) + rules]
    refusals = []
    for entry, key in asked:
        if not entry.shadow and (wait := entry.limiter.wait(key)):
            refusals.append((-wait, entry is not local, entry.name))
    if refusals:
        wait, _, name = min(refusals)
        return Verdict(False, name, 429, -wait)
    for entry, key in asked:
        entry.limiter.take(key)
    return Verdict(True, local.name if local else None, 200, 0)


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._state = compiled(policies, {}, new_limiter)

    def access(self, request):
        state = self._state
        fitting = list(scopes(request))
        local = next((state.local[scope] for scope in fitting if scope in state.local), None)
        rules = [rule for scope in fitting for rule in state.rules.get(scope, ())]
        return decide(local, rules, request)

    def reload(self, policies):
        self._state = compiled(policies, self._state.counters, self._new_limiter)
