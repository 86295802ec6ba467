"""Wrong: looks a header up as the policy writes it; shows when a request writes x-key and the policy X-Key."""

from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


@dataclass(frozen=True)
class Scope:
    consumer: str | None = None
    group: str | None = None
    route: str | None = None
    service: str | None = None

    @classmethod
    def of(cls, policy):
        return cls(policy.consumer, policy.group, policy.route, policy.service)


def scopes(request):
    """All scopes into which a request falls, the most specific first."""
    c, r, s = request.consumer or None, request.route or None, request.service or None
    groups = sorted(filter(None, request.groups))
    if c and r and s:
        yield Scope(consumer=c, route=r, service=s)
    if r and s:
        yield from (Scope(group=g, route=r, service=s) for g in groups)
    if c and r:
        yield Scope(consumer=c, route=r)
    if c and s:
        yield Scope(consumer=c, service=s)
    if r:
        yield from (Scope(group=g, route=r) for g in groups)
    if s:
        yield from (Scope(group=g, service=s) for g in groups)
    if r and s:
        yield Scope(route=r, service=s)
    if c:
        yield Scope(consumer=c)
    yield from (Scope(group=g) for g in groups)
    if r:
        yield Scope(route=r)
    if s:
        yield Scope(service=s)
    yield Scope()


class Reader(NamedTuple):
    """What a counter belongs to."""

    what: str
    header: str | None = None

    @classmethod
    def parse(cls, count_by):
        if count_by.startswith("header:"):
            return cls("header", count_by.removeprefix("header:"))
        return cls(count_by)

    def __call__(self, request):
        if self.header is None:
            value = getattr(request, self.what)
        else:
            value = request.headers.get(self.header)
        if value:
            return self, value
        return (Reader("ip"), request.ip or None)


@dataclass(frozen=True, eq=False)
class Meter:
    name: str
    limits: tuple
    limiter: Any
    reader: Reader
    shadow: bool


@dataclass(frozen=True, eq=False)
class Snapshot:
    meters: dict = field(default_factory=dict)
    local: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)


class Checker:
    """Raises for the first mistake."""

    BY = frozenset({"consumer", "credential", "ip", "path", "service"})

    def __init__(self):
        self.names = set()
        self.scopes = {}

    def __call__(self, policy):
        for name, test in self.tests.items():
            if not test(self, policy):
                raise ValueError(f"{name} of {policy.name!r} can't be {getattr(policy, name)!r}")
        self.names.add(policy.name)
        if policy.enabled and not policy.globally:
            other = self.scopes.setdefault(Scope.of(policy), policy.name)
            if other != policy.name:
                raise ValueError(f"{other!r} and {policy.name!r} have one scope")

    def name(self, policy):
        return isinstance(policy.name, str) and policy.name != "" and policy.name not in self.names

    def group(self, policy):
        return self.part(policy.group) and (policy.group is None or policy.consumer is None)

    @staticmethod
    def part(value):
        return value is None or (isinstance(value, str) and value != "")

    def limits(self, policy):
        limits = policy.limits
        return isinstance(limits, (list, tuple)) and len(limits) > 0 and all(isinstance(q, Quota) for q in limits)

    def count_by(self, policy):
        by = policy.count_by
        return isinstance(by, str) and (by in self.BY or (by.startswith("header:") and by != "header:"))

    tests = MappingProxyType(
        {
            "name": name,
            "consumer": lambda self, policy: self.part(policy.consumer),
            "group": group,
            "route": lambda self, policy: self.part(policy.route),
            "service": lambda self, policy: self.part(policy.service),
            "limits": limits,
            "count_by": count_by,
            "shadow": lambda self, policy: isinstance(policy.shadow, bool),
            "enabled": lambda self, policy: isinstance(policy.enabled, bool),
            "globally": lambda self, policy: isinstance(policy.globally, bool),
        }
    )


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._now = Snapshot()
        self.reload(policies)

    def reload(self, policies):
        policies = tuple(policies)
        check = Checker()
        for policy in policies:
            check(policy)
        self._now = self._next(policies)

    def _next(self, policies):
        snapshot = Snapshot()
        for policy in policies:
            limits = tuple(policy.limits)
            old = self._now.meters.get(policy.name)
            limiter = old.limiter if old and old.limits == limits else self._new_limiter(limits)
            meter = Meter(policy.name, limits, limiter, Reader.parse(policy.count_by), policy.shadow)
            snapshot.meters[policy.name] = meter
            if policy.enabled and policy.globally:
                snapshot.rules.setdefault(Scope.of(policy), []).append(meter)
            elif policy.enabled:
                snapshot.local[Scope.of(policy)] = meter
        return snapshot

    def access(self, request):
        now = self._now
        fitting = list(scopes(request))
        local = next((now.local[scope] for scope in fitting if scope in now.local), None)
        rules = chain.from_iterable(now.rules.get(scope, ()) for scope in fitting)
        asked = [(meter, meter.reader(request)) for meter in (*([local] if local else []), *rules)]
        waits = [(meter.limiter.wait(key), meter is local, meter.name) for meter, key in asked if not meter.shadow]
        longest = max((wait for wait, *_ in waits), default=0)
        if longest:
            name = min((not is_local, name) for wait, is_local, name in waits if wait == longest)[1]
            return Verdict(False, name, 429, longest)
        for meter, key in asked:
            meter.limiter.take(key)
        return Verdict(True, local.name if local else None, 200, 0)
