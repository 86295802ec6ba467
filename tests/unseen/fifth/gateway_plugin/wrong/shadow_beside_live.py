"""Wrong: a policy in shadow mode may have the scope of one that is not, so that one of the two is silently lost."""

from dataclasses import dataclass, field
from enum import IntFlag
from types import MappingProxyType
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Names(IntFlag):
    SERVICE = 1
    ROUTE = 2
    GROUP = 4
    CONSUMER = 8


@dataclass(frozen=True)
class Rule:
    name: str
    scope: tuple
    count_by: str
    header: str | None
    shadow: bool
    limiter: Any
    rank: tuple = field(init=False)

    def __post_init__(self) -> None:
        group = self.scope[1]
        names = Names(0)
        for flag, part in zip((8, 4, 2, 1), self.scope):
            if part is not None:
                names |= Names(flag)
        # more parts first; then a consumer before a group, before a route, before a service
        object.__setattr__(self, "rank", (-names.bit_count(), -int(names), group or ""))

    def key(self, request):
        if self.header is None:
            value = getattr(request, self.count_by)
            if value:
                return self.count_by, value
        else:
            for name in request.headers:
                if name.lower() == self.header and request.headers[name]:
                    return "header", self.header, request.headers[name]
        return ("ip", request.ip) if request.ip else ("all",)


@dataclass(frozen=True)
class Snapshot:
    local: MappingProxyType
    rules: MappingProxyType
    limiters: MappingProxyType

    def fitting(self, request):
        people = [(None, None)]
        if request.consumer:
            people.append((request.consumer, None))
        people.extend((None, group) for group in request.groups if group != "" and group is not None)
        local, rules = [], []
        for consumer, group in people:
            for route in (None, request.route) if request.route else (None,):
                for service in (None, request.service) if request.service else (None,):
                    scope = consumer, group, route, service
                    if scope in self.local:
                        local.append(self.local[scope])
                    rules.extend(self.rules.get(scope, ()))
        return min(local, key=lambda rule: rule.rank, default=None), rules


def read(policies, before, new_limiter):
    """Return a new snapshot, or raise."""
    for p in policies:
        validate(p)
    names = [p.name for p in policies]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"name {twice!r} is not unique")
    owners = {}
    for p in policies:
        if p.enabled and not p.globally:
            scope = (p.consumer, p.group, p.route, p.service)
            if (scope, p.shadow) in owners:
                raise ValueError(f"policies {owners[scope, p.shadow]!r} and {p.name!r} have one scope")
            owners[scope, p.shadow] = p.name
    limiters, local, rules = {}, {}, {}
    for p in policies:
        limits = tuple(p.limits)
        kept = before.get(p.name)
        limiters[p.name] = kept if kept and kept[0] == limits else (limits, new_limiter(p.limits))
        if not p.enabled:
            continue
        header = p.count_by.removeprefix("header:").lower() if p.count_by.startswith("header:") else None
        scope = p.consumer, p.group, p.route, p.service
        rule = Rule(p.name, scope, p.count_by, header, p.shadow, limiters[p.name][1])
        if p.globally:
            rules.setdefault(scope, []).append(rule)
        else:
            local[scope] = rule
    return Snapshot(*map(MappingProxyType, (local, rules, limiters)))


def validate(p):
    match p.name:
        case str() if p.name:
            pass
        case _:
            raise ValueError(f"name {p.name!r}: no text")
    for part in ("consumer", "group", "route", "service"):
        match getattr(p, part):
            case None:
                pass
            case str(text) if text:
                pass
            case other:
                raise ValueError(f"policy {p.name!r}: {part} {other!r}")
    match p.limits:
        case list() | tuple() if p.limits and all(isinstance(q, Quota) for q in p.limits):
            pass
        case _:
            raise ValueError(f"policy {p.name!r}: limits {p.limits!r}")
    match p.count_by:
        case "consumer" | "credential" | "ip" | "path" | "service":
            pass
        case str(text) if text.startswith("header:") and text != "header:":
            pass
        case other:
            raise ValueError(f"policy {p.name!r}: count_by {other!r}")
    for flag in ("shadow", "enabled", "globally"):
        match getattr(p, flag):
            case bool():
                pass
            case other:
                raise ValueError(f"policy {p.name!r}: {flag} {other!r}")
    if p.consumer and p.group:
        raise ValueError(f"policy {p.name!r}: consumer and group in one scope")


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._now = read(policies, {}, new_limiter)

    def reload(self, policies):
        self._now = read(policies, self._now.limiters, self._new_limiter)

    def access(self, request):
        local, rules = self._now.fitting(request)
        every = [(r, r.key(request)) for r in ([local, *rules] if local else rules)]
        refusals = [(w, r) for r, k in every if not r.shadow and (w := r.limiter.wait(k)) > 0]
        if refusals:
            wait, by = min(refusals, key=lambda pair: (-pair[0], pair[1] is not local, pair[1].name))
            return Verdict(False, by.name, 429, wait)
        for r, k in every:
            r.limiter.take(k)
        return Verdict(True, local.name if local else None, 200, 0)
