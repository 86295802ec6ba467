"""Chooses the most specific policy first and looks afterwards whether it is enabled, instead of going on to the next."""

from dataclasses import dataclass, field
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


KINDS = [
    ("consumer", "route", "service"), ("group", "route", "service"),
    ("consumer", "route"), ("consumer", "service"), ("group", "route"), ("group", "service"),
    ("route", "service"), ("consumer",), ("group",), ("route",), ("service",), (),
]  # fmt: skip


@dataclass
class Counted:
    """A policy in force, with its counters."""

    name: str
    limits: tuple
    limiter: Limiter
    by: str
    shadow: bool
    active: bool

    def key(self, request):
        if self.by[:7] == "header:":
            wanted = self.by[7:].lower()
            kind, value = ("header", wanted), None
            for name in request.headers:
                if name.lower() == wanted:
                    value = request.headers[name]
        else:
            kind, value = self.by, getattr(request, self.by)
        if value:
            return kind, value
        if request.ip:
            return "ip", request.ip
        return None


@dataclass
class Index:
    """Policies by kind of scope, and then by scope."""

    tables: list = field(default_factory=lambda: [{} for _ in KINDS])

    @staticmethod
    def place(policy):
        kind = tuple(f for f in ("consumer", "group", "route", "service") if getattr(policy, f) is not None)
        return KINDS.index(kind), tuple(getattr(policy, f) for f in kind)

    def find(self, request):
        """Yield what is stored for each scope that fits, the most specific first."""
        groups = sorted(request.groups)
        for kind, table in zip(KINDS, self.tables):
            rest = tuple(getattr(request, f) for f in kind if f != "group")
            if not all(rest):
                continue
            if "group" not in kind:
                if rest in table:
                    yield table[rest]
                continue
            for group in groups:
                if (group, *rest) in table:
                    yield table[(group, *rest)]


@dataclass
class Book:
    """All that one file says."""

    by_name: dict = field(default_factory=dict)
    local: Index = field(default_factory=Index)
    rules: Index = field(default_factory=Index)


class Checks:
    def __init__(self):
        self.names = set()
        self.scopes = {}

    def fail(self, policy, what, why):
        raise ValueError(f"{what} of {policy.name!r} {why}")

    def policy(self, p):
        if not isinstance(p.name, str) or not p.name:
            self.fail(p, "name", "must be a text")
        if p.name in self.names:
            self.fail(p, "name", "is given twice")
        self.names.add(p.name)
        for part in ("consumer", "group", "route", "service"):
            value = getattr(p, part)
            if value is not None and (not isinstance(value, str) or not value):
                self.fail(p, part, "must be a text or None")
        if p.consumer is not None and p.group is not None:
            self.fail(p, "consumer", "and group exclude each other")
        if not isinstance(p.limits, (list, tuple)) or not p.limits:
            self.fail(p, "limits", "must be a list of quotas")
        for quota in p.limits:
            if not isinstance(quota, Quota):
                self.fail(p, "limits", "must be quotas")
        by = p.count_by
        known = ("consumer", "credential", "ip", "path", "service")
        if not isinstance(by, str) or by not in known and (by[:7] != "header:" or by == "header:"):
            self.fail(p, "count_by", "is unknown")
        for flag in ("shadow", "enabled", "globally"):
            if type(getattr(p, flag)) is not bool:
                self.fail(p, flag, "must be a bool")

    def unique(self, p):
        if p.enabled and not p.globally:
            place = Index.place(p)
            if place in self.scopes:
                raise ValueError(f"{self.scopes[place]!r} and {p.name!r} have one scope")
            self.scopes[place] = p.name


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.book = Book()
        self.reload(policies)

    def reload(self, policies):
        checks = Checks()
        for p in policies:
            checks.policy(p)
            checks.unique(p)
        book = Book()
        for p in policies:
            limits = tuple(p.limits)
            old = self.book.by_name.get(p.name)
            limiter = old.limiter if old is not None and old.limits == limits else self.new_limiter(limits)
            counted = Counted(p.name, limits, limiter, p.count_by, p.shadow, p.enabled)
            book.by_name[p.name] = counted
            kind, scope = Index.place(p)
            if p.globally:
                if p.enabled:
                    book.rules.tables[kind].setdefault(scope, []).append(counted)
            elif p.enabled or scope not in book.local.tables[kind]:
                book.local.tables[kind][scope] = counted
        self.book = book

    def access(self, request):
        book = self.book
        local = next(book.local.find(request), None)
        if local is not None and not local.active:
            local = None
        rules = [rule for found in book.rules.find(request) for rule in found]
        everyone = rules if local is None else [local, *rules]
        keys = [counted.key(request) for counted in everyone]
        longest, who = 0, None
        for counted, key in zip(everyone, keys):
            if counted.shadow:
                continue
            wait = counted.limiter.wait(key)
            if wait > longest:
                longest, who = wait, counted
            elif wait and wait == longest and who is not local and counted.name < who.name:
                who = counted
        if who is not None:
            return Verdict(False, who.name, 429, longest)
        for counted, key in zip(everyone, keys):
            counted.limiter.take(key)
        return Verdict(True, local and local.name, 200, 0)
