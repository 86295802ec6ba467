"""Does not check a policy that equals one of the file before, though 1 equals True.

Breaks: law 7 (mistakes)
Level: reload
Shows: plugin(policy('all', '1/minute')) reload(policy('all', '1/minute', enabled=1))
Shipped: not known
"""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ratelimit import Quota

ANY = object()
ORDER = ("crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", "")


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    policy: str | None
    status: int = 200
    retry_after: int = 0


@dataclass
class Snapshot:
    local: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)
    counters: dict = field(default_factory=dict)

    def add(self, policy: Any, limiter: Any) -> None:
        if policy.name in self.counters:
            raise ValueError(f"the name {policy.name!r} is there twice")
        self.counters[policy.name] = limiter
        if not policy.enabled:
            return
        scope = tuple(
            ANY if value is None else value for value in (policy.consumer, policy.group, policy.route, policy.service)
        )
        if policy.globally:
            self.rules.setdefault(scope, []).append(policy)
            return
        if scope in self.local:
            raise ValueError(f"{policy.name!r} and {self.local[scope].name!r} are for the same requests")
        self.local[scope] = policy


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new = new_limiter
        self._now, self._read = Snapshot(), []
        self.reload(policies)

    def reload(self, policies):
        then = Snapshot()
        for policy in policies:
            if not any(same(policy, each) for each in self._read):
                valid(policy)
            limits = tuple(policy.limits)
            before = self._now.counters.get(policy.name, (None, None))
            then.add(policy, before if before[0] == limits else (limits, self._new(limits)))
        self._now, self._read = then, list(policies)

    def access(self, request):
        now = self._now
        found = list(scopes(request))
        local = next(filter(None, map(now.local.get, found)), None)
        everyone = ([local] if local else []) + sorted(
            (rule for scope in found for rule in now.rules.get(scope, [])), key=lambda rule: rule.name
        )
        counters = [(now.counters[one.name][1], key(one, request)) for one in everyone]
        waits = [0 if one.shadow else counter.wait(k) for one, (counter, k) in zip(everyone, counters, strict=True)]
        if any(waits):
            worst = waits.index(max(waits))
            return Verdict(False, everyone[worst].name, 429, waits[worst])
        for counter, k in counters:
            counter.take(k)
        return Verdict(True, local and local.name)


def scopes(request):
    has = {"c": [request.consumer], "g": sorted(set(request.groups)), "r": [request.route], "s": [request.service]}
    for letters in ORDER:
        yield from product(*([v for v in has[x] if v] if x in letters else [ANY] for x in "cgrs"))


def key(policy, request):
    what, _, name = policy.count_by.partition(":")
    if what == "header":
        headers = {str.lower(each): text for each, text in request.headers.items()}
        found = headers.get(name.lower())
    else:
        found = getattr(request, what)
    if found:
        return what, name.lower(), found
    return ("ip", "", request.ip) if request.ip else None


def same(one, other):
    words = ("name", "consumer", "group", "route", "service", "count_by", "shadow", "enabled", "globally")
    if not isinstance(one.limits, list | tuple) or list(one.limits) != list(other.limits):
        return False
    return all(getattr(one, word) == getattr(other, word) for word in words)


def valid(policy):
    def needs(condition, word):
        if not condition:
            raise ValueError(f"{word} of policy {policy.name!r}: {getattr(policy, word)!r}")

    text = lambda value: isinstance(value, str) and len(value) > 0
    needs(text(policy.name), "name")
    listed = isinstance(policy.limits, list | tuple) and len(policy.limits) > 0
    needs(listed and all(type(limit) is Quota for limit in policy.limits), "limits")
    for word in ("consumer", "group", "route", "service"):
        needs(getattr(policy, word) is None or text(getattr(policy, word)), word)
    needs(policy.consumer is None or policy.group is None, "group")
    needs(text(policy.count_by), "count_by")
    what, colon, name = policy.count_by.partition(":")
    needs(
        (what == "header" and name) or (not colon and what in {"consumer", "credential", "ip", "path", "service"}),
        "count_by",
    )
    for word in ("shadow", "enabled", "globally"):
        needs(isinstance(getattr(policy, word), bool), word)
