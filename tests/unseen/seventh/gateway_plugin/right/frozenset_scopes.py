"""Right: a scope is a frozenset of pairs, all subsets of a request's pairs are looked up, and functions are made once for each policy."""

from functools import partial
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


LETTERS = {"consumer": "c", "group": "g", "route": "r", "service": "s"}
RANK = {kind: rank for rank, kind in enumerate("crs grs cr cs gr gs rs c g r s".split() + [""])}
SCOPE = attrgetter(*LETTERS)
NOBODY = object()


def scope_of(policy):
    return frozenset((letter, value) for letter, value in zip("cgrs", SCOPE(policy), strict=True) if value is not None)


def subsets(request):
    people = [("g", group) for group in request.groups if group]
    if request.consumer:
        people.append(("c", request.consumer))
    places = [(letter, value) for letter, value in (("r", request.route), ("s", request.service)) if value]
    for n in range(len(places) + 1):
        for some in combinations(places, n):
            yield frozenset(some), ""
            for person in people:
                yield frozenset((person, *some)), person[1]


def by_field(field, request):
    value = getattr(request, field)
    if value:
        return field, value
    return ("ip", request.ip) if request.ip else NOBODY


def by_header(name, request):
    for header, value in request.headers.items():
        if value and header.lower() == name:
            return "header", name, value
    return by_field("ip", request)


def counter(count_by):
    """Return the function that reads a key from a request, or None."""
    if not isinstance(count_by, str):
        return None
    if count_by in {"consumer", "credential", "ip", "path", "service"}:
        return partial(by_field, count_by)
    head, name = count_by[:7], count_by[7:]
    return partial(by_header, name.lower()) if head == "header:" and name else None


def a_text(value):
    return isinstance(value, str) and bool(value)


def mistakes(policies):
    """All mistakes of a file."""
    known, scopes = set(), {}
    for policy in policies:
        say = partial("policy {!r}: {}".format, policy.name)
        if not a_text(policy.name):
            yield say("name is no text")
            continue
        if policy.name in known:
            yield say("name comes twice")
        known.add(policy.name)
        parts = dict(zip(LETTERS, SCOPE(policy), strict=True))
        good = True
        for part, value in parts.items():
            if value is not None and not a_text(value):
                good = False
                yield say(f"{part} is no text")
        if parts["consumer"] is not None and parts["group"] is not None:
            yield say("consumer and group")
        if not isinstance(policy.limits, (tuple, list)) or not policy.limits:
            yield say("limits is no list of quotas")
        elif not all(isinstance(quota, Quota) for quota in policy.limits):
            yield say("limits has something else than quotas")
        if counter(policy.count_by) is None:
            yield say("count_by is unknown")
        for flag in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, flag), bool):
                good = False
                yield say(f"{flag} is no bool")
        if good and policy.enabled and not policy.globally:
            other = scopes.setdefault(scope_of(policy), policy.name)
            if other != policy.name:
                yield say(f"same scope as policy {other!r}")


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.kept = {}
        self.index = {}
        self.reload(policies)

    def reload(self, policies):
        found = list(mistakes(policies))
        if found:
            raise ValueError("; ".join(found))
        kept = {}
        index = {}
        for policy in policies:
            limits = tuple(policy.limits)
            before = self.kept.get(policy.name)
            limiter = before[1] if before and before[0] == limits else self.new_limiter(list(limits))
            kept[policy.name] = limits, limiter
            if policy.enabled:
                scope = scope_of(policy)
                entry = policy.name, counter(policy.count_by), limiter, policy.shadow
                if scope not in index:
                    index[scope] = RANK["".join(sorted(letter for letter, _ in scope))], [], []
                index[scope][1 if policy.globally else 2].append(entry)
        self.kept, self.index = kept, index

    def access(self, request):
        found = [(*self.index[scope], group) for scope, group in subsets(request) if scope in self.index]
        locals_ = [(rank, group, local[0]) for rank, _, local, group in found if local]
        chosen = min(locals_, key=lambda entry: entry[:2])[2] if locals_ else None
        rules = [(1, rule) for _, some, _, _ in found for rule in some]
        asked = ([(0, chosen)] if chosen else []) + rules
        calls = [(limiter, key_of(request), shadow, where, name) for where, (name, key_of, limiter, shadow) in asked]
        refusals = []
        for limiter, key, shadow, where, name in calls:
            wait = 0 if shadow else limiter.wait(key)
            if wait:
                refusals.append((-wait, where, name))
        if refusals:
            wait, _, name = min(refusals)
            return Verdict(allowed=False, policy=name, status=429, retry_after=-wait)
        for limiter, key, *_ in calls:
            limiter.take(key)
        return Verdict(allowed=True, policy=chosen[0] if chosen else None, status=200, retry_after=0)
