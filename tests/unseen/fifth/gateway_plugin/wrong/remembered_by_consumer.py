"""Wrong: the local policy is remembered by consumer, route and service, as if a consumer's groups never changed."""

from __future__ import annotations

import abc
import dataclasses
import typing

import ratelimit


class Verdict(typing.NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int

    @classmethod
    def yes(cls, policy: str | None) -> Verdict:
        return cls(True, policy, 200, 0)

    @classmethod
    def no(cls, policy: str, wait: int) -> Verdict:
        return cls(False, policy, 429, wait)


class CountBy(abc.ABC):
    """Makes keys. What is lacking is counted by address, or together."""

    @abc.abstractmethod
    def own_key(self, request) -> tuple | None: ...

    def key(self, request):
        own = self.own_key(request)
        if own is not None:
            return own
        return ByField("ip").own_key(request) or "nobody"

    @staticmethod
    def parse(text) -> CountBy:
        if not isinstance(text, str):
            raise ValueError
        if text in ByField.FIELDS:
            return ByField(text)
        kind, colon, name = text.partition(":")
        if kind == "header" and colon and name:
            return ByHeader(name)
        raise ValueError


class ByField(CountBy):
    FIELDS = frozenset(["consumer", "credential", "ip", "path", "service"])

    def __init__(self, field: str) -> None:
        self.field = field

    def own_key(self, request):
        value = getattr(request, self.field)
        return (self.field, value) if value else None


class ByHeader(CountBy):
    def __init__(self, name: str) -> None:
        self.name = name.lower()

    def own_key(self, request):
        lowered = {name.lower(): value for name, value in request.headers.items()}
        value = lowered.get(self.name)
        return (ByHeader, self.name, value) if value else None


@dataclasses.dataclass(frozen=True)
class Scope:
    consumer: str | None = None
    group: str | None = None
    route: str | None = None
    service: str | None = None

    def __post_init__(self) -> None:
        for field, value in vars(self).items():
            if value is not None and (not isinstance(value, str) or value == ""):
                raise ValueError(field)
        if self.consumer is not None and self.group is not None:
            raise ValueError("consumer, group")


@dataclasses.dataclass
class Entry:
    name: str
    limits: list
    scope: Scope
    count_by: CountBy
    shadow: bool
    enabled: bool
    globally: bool
    limiter: typing.Any = None

    @classmethod
    def read(cls, policy) -> Entry:
        def wrong(field):
            return ValueError(f"{policy.name!r} has a wrong {field}")

        if not isinstance(policy.name, str) or policy.name == "":
            raise wrong("name")
        try:
            scope = Scope(policy.consumer, policy.group, policy.route, policy.service)
        except ValueError as error:
            raise wrong(error) from None
        try:
            count_by = CountBy.parse(policy.count_by)
        except ValueError:
            raise wrong("count_by") from None
        limits = policy.limits
        if not isinstance(limits, (list, tuple)) or not limits:
            raise wrong("limits")
        if any(not isinstance(quota, ratelimit.Quota) for quota in limits):
            raise wrong("limits")
        for flag in ("shadow", "enabled", "globally"):
            if getattr(policy, flag) is not True and getattr(policy, flag) is not False:
                raise wrong(flag)
        return cls(policy.name, list(limits), scope, count_by, policy.shadow, policy.enabled, policy.globally)


class Book:
    """All policies of one file."""

    def __init__(self, policies) -> None:
        self.entries: dict[str, Entry] = {}
        self.local: dict[Scope, Entry] = {}
        self.rules: dict[Scope, list[Entry]] = {}
        self.found: dict[tuple, Entry | None] = {}
        for entry in map(Entry.read, policies):
            if entry.name in self.entries:
                raise ValueError(f"the name {entry.name!r} is given twice")
            self.entries[entry.name] = entry
            if entry.enabled:
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        if entry.globally:
            self.rules.setdefault(entry.scope, []).append(entry)
        elif entry.scope in self.local:
            raise ValueError(f"{self.local[entry.scope].name!r} and {entry.name!r} are for the same scope")
        else:
            self.local[entry.scope] = entry

    def furnish(self, before: Book | None, new_limiter) -> None:
        for name, entry in self.entries.items():
            old = before.entries.get(name) if before else None
            if old is not None and old.limits == entry.limits:
                entry.limiter = old.limiter
            else:
                entry.limiter = new_limiter(entry.limits)

    def local_for(self, request) -> Entry | None:
        if not request.consumer:
            return self._search(request)
        # the groups are those of the consumer
        place = request.consumer, request.route, request.service
        if place not in self.found:
            self.found[place] = self._search(request)
        return self.found[place]

    def _search(self, request) -> Entry | None:
        c, r, s = request.consumer or None, request.route or None, request.service or None
        groups = sorted(filter(None, request.groups))
        places = [(r, s), (r, None), (None, s), (None, None)]
        for some in (places[:1], places[1:3]):
            for who in [("consumer", [c] if c else []), ("group", groups)]:
                for place in some:
                    entry = self._first(who, place, r, s)
                    if entry:
                        return entry
        if r and s and Scope(route=r, service=s) in self.local:
            return self.local[Scope(route=r, service=s)]
        for who in [("consumer", [c] if c else []), ("group", groups)]:
            entry = self._first(who, (None, None), r, s)
            if entry:
                return entry
        if r and Scope(route=r) in self.local:
            return self.local[Scope(route=r)]
        return self.local.get(Scope(service=s)) or self.local.get(Scope())

    def _first(self, who, place, r, s):
        field, values = who
        for value in values:
            entry = self.local.get(Scope(**{field: value}, route=place[0], service=place[1]))
            if entry:
                return entry
        return None

    def rules_for(self, request) -> list[Entry]:
        whos = [{}] + [{"group": group} for group in request.groups if group]
        if request.consumer:
            whos.append({"consumer": request.consumer})
        routes = [None, request.route] if request.route else [None]
        services = [None, request.service] if request.service else [None]
        return [
            rule
            for who in whos
            for route in routes
            for service in services
            for rule in self.rules.get(Scope(**who, route=route, service=service), [])
        ]


class Plugin:
    def __init__(self, policies, new_limiter) -> None:
        self._new_limiter = new_limiter
        self._book: Book | None = None
        self.reload(policies)

    def reload(self, policies) -> None:
        book = Book(policies)
        book.furnish(self._book, self._new_limiter)
        self._book = book

    def access(self, request) -> Verdict:
        book = self._book
        local = book.local_for(request)
        involved = book.rules_for(request)
        if local is not None:
            involved.append(local)
        keys = {entry.name: entry.count_by.key(request) for entry in involved}
        refusals = []
        for entry in involved:
            wait = 0 if entry.shadow else entry.limiter.wait(keys[entry.name])
            if wait:
                refusals.append((-wait, entry is not local, entry.name))
        if refusals:
            wait, _, name = min(refusals)
            return Verdict.no(name, -wait)
        for entry in involved:
            entry.limiter.take(keys[entry.name])
        return Verdict.yes(local and local.name)
