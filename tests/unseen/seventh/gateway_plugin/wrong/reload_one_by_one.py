"""Wrong: a reload clears the tables and puts one policy after the other into them, checking each; after a mistake the first part of the new file is in force."""

from enum import IntEnum
from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Kind(IntEnum):
    CONSUMER_ROUTE_SERVICE = 1
    GROUP_ROUTE_SERVICE = 2
    CONSUMER_ROUTE = 3
    CONSUMER_SERVICE = 4
    GROUP_ROUTE = 5
    GROUP_SERVICE = 6
    ROUTE_SERVICE = 7
    CONSUMER = 8
    GROUP = 9
    ROUTE = 10
    SERVICE = 11
    ANYTHING = 12

    @property
    def parts(self):
        return [] if self is Kind.ANYTHING else self.name.lower().split("_")


BY_PARTS = {tuple(kind.parts): kind for kind in Kind}


class Active(NamedTuple):
    name: str
    limiter: object
    count_by: str
    shadow: bool

    def key(self, request):
        kind, _, header = self.count_by.partition(":")
        header = header.lower()
        if kind == "header":
            value = next((request.headers[h] for h in request.headers if h.lower() == header), None)
        else:
            value = getattr(request, kind)
        if not value:
            kind, header, value = "ip", "", request.ip
        return (kind, header, value) if value else ()


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.limiters = {}
        self.reload(policies)

    def reload(self, policies):
        known = self.limiters
        self.limiters = {}
        self.local = {kind: {} for kind in Kind}
        self.rules = {kind: {} for kind in Kind}
        for policy in policies:
            self._add(policy, known)

    def _add(self, policy, known):
        self._check(policy)
        limits = tuple(policy.limits)
        if policy.name in known and known[policy.name][0] == limits:
            limiter = known[policy.name][1]
        else:
            limiter = self.new_limiter(limits)
        if policy.enabled:
            active = Active(policy.name, limiter, policy.count_by, policy.shadow)
            parts = tuple(
                part for part in ("consumer", "group", "route", "service") if getattr(policy, part) is not None
            )
            kind = BY_PARTS[parts]
            scope = tuple(getattr(policy, part) for part in parts)
            if policy.globally:
                self.rules[kind].setdefault(scope, []).append(active)
            elif scope in self.local[kind]:
                raise ValueError(f"{self.local[kind][scope].name!r} and {policy.name!r} are for the same scope")
            else:
                self.local[kind][scope] = active
        self.limiters[policy.name] = (limits, limiter)

    def _check(self, policy):
        name = policy.name
        if not isinstance(name, str) or not name:
            raise ValueError(f"name must be a text, got {name!r}")
        if name in self.limiters:
            raise ValueError(f"name must be unique, got {name!r} twice")
        for part in ("consumer", "group", "route", "service"):
            value = getattr(policy, part)
            if value is not None and (not isinstance(value, str) or not value):
                raise ValueError(f"{name!r}: {part} must be a text, got {value!r}")
        if policy.consumer is not None and policy.group is not None:
            raise ValueError(f"{name!r}: group must be None if there is a consumer")
        if not isinstance(policy.limits, (list, tuple)) or not policy.limits:
            raise ValueError(f"{name!r}: limits must be quotas, got {policy.limits!r}")
        if any(not isinstance(limit, Quota) for limit in policy.limits):
            raise ValueError(f"{name!r}: limits must be quotas, got {policy.limits!r}")
        count_by = policy.count_by
        known = ("consumer", "credential", "ip", "path", "service")
        if not isinstance(count_by, str) or (
            count_by not in known and not (count_by[:7] == "header:" and count_by[7:])
        ):
            raise ValueError(f"{name!r}: count_by must be known, got {count_by!r}")
        for flag in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, flag), bool):
                raise ValueError(f"{name!r}: {flag} must be a bool, got {getattr(policy, flag)!r}")

    def access(self, request):
        local = None
        counting = []
        for kind in Kind:
            scopes = [()]
            for part in kind.parts:
                values = sorted(request.groups) if part == "group" else [getattr(request, part)]
                scopes = [(*scope, value) for scope in scopes for value in values if value]
            for scope in scopes:
                local = local or self.local[kind].get(scope)
                counting += self.rules[kind].get(scope, [])
        counting.sort(key=lambda active: active.name)
        if local:
            counting.insert(0, local)
        waits = {active: active.limiter.wait(active.key(request)) for active in counting if not active.shadow}
        refusing = max(waits, key=waits.get, default=None)
        if refusing and waits[refusing]:
            return Verdict(False, refusing.name, 429, waits[refusing])
        for active in counting:
            active.limiter.take(active.key(request))
        return Verdict(True, local.name if local else None, 200, 0)
