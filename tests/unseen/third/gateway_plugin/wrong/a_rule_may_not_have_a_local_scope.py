"""A global rule with the same scope as a local policy is refused as a mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class PolicyError(ValueError):
    def __init__(self, name: object, what: str) -> None:
        super().__init__(f"policy {name!r}: {what}")


@dataclass(frozen=True, slots=True)
class Scope:
    consumer: str | None = None
    group: str | None = None
    route: str | None = None
    service: str | None = None

    @classmethod
    def of(cls, policy: Any) -> Scope:
        scope = cls(policy.consumer, policy.group, policy.route, policy.service)
        for part in cls.__slots__:
            value = getattr(scope, part)
            if value is not None and (not isinstance(value, str) or not value):
                raise PolicyError(policy.name, f"{part} is {value!r}, which is no text")
        if scope.consumer is not None and scope.group is not None:
            raise PolicyError(policy.name, "both a consumer and a group")
        return scope


@dataclass(frozen=True, slots=True)
class CountBy:
    kind: str
    header: str | None = None

    @classmethod
    def of(cls, policy: Any) -> CountBy:
        text = policy.count_by
        if isinstance(text, str):
            if text in ("consumer", "credential", "ip", "path", "service"):
                return cls(text)
            kind, colon, name = text.partition(":")
            if kind == "header" and colon and name:
                return cls("header", name.lower())
        raise PolicyError(policy.name, f"count_by is {text!r}")

    def value(self, request: Any) -> str | None:
        if self.header is None:
            return getattr(request, self.kind)
        values = [value for name, value in request.headers.items() if name.lower() == self.header]
        return values[0] if values else None

    def key(self, request: Any) -> Hashable:
        if value := self.value(request):
            return (self.kind, self.header, value)
        if request.ip:
            return ("ip", None, request.ip)
        return ("nobody",)


@dataclass(slots=True)
class Compiled:
    name: str
    limits: tuple[Quota, ...]
    scope: Scope
    count_by: CountBy
    shadow: bool
    enabled: bool
    globally: bool
    limiter: Any = None

    @classmethod
    def of(cls, policy: Any) -> Compiled:
        name = policy.name
        if not isinstance(name, str) or not name:
            raise PolicyError(name, "the name is no text")
        if not isinstance(policy.limits, (list, tuple)):
            raise PolicyError(name, f"limits is a {type(policy.limits).__name__}")
        limits = tuple(policy.limits)
        if not limits:
            raise PolicyError(name, "limits is empty")
        for quota in limits:
            if not isinstance(quota, Quota):
                raise PolicyError(name, f"limits has {quota!r} in it")
        for flag in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, flag), bool):
                raise PolicyError(name, f"{flag} is no bool")
        return cls(name, limits, Scope.of(policy), CountBy.of(policy), policy.shadow, policy.enabled, policy.globally)


@dataclass
class RuleBook:
    by_name: dict[str, Compiled] = field(default_factory=dict)
    local: dict[Scope, Compiled] = field(default_factory=dict)
    rules: defaultdict[Scope, list[Compiled]] = field(default_factory=lambda: defaultdict(list))

    def add(self, policy: Compiled) -> None:
        if policy.name in self.by_name:
            raise PolicyError(policy.name, "its name is used twice")
        self.by_name[policy.name] = policy
        if policy.enabled:
            if policy.scope in self.local:
                raise PolicyError(policy.name, f"has the scope of {self.local[policy.scope].name!r}")
            if policy.globally:
                self.rules[policy.scope].append(policy)
            elif policy.scope in self.rules:
                raise PolicyError(policy.name, f"has the scope of {self.rules[policy.scope][0].name!r}")
            else:
                self.local[policy.scope] = policy

    def inherit(self, old: RuleBook, new_limiter: Callable[[Sequence[Quota]], Any]) -> None:
        for name, policy in self.by_name.items():
            before = old.by_name.get(name)
            if before and before.limits == policy.limits:
                policy.limiter = before.limiter
            else:
                policy.limiter = new_limiter(policy.limits)

    def find(self, request: Any) -> tuple[Compiled | None, list[Compiled]]:
        consumer, route, service = request.consumer or None, request.route or None, request.service or None
        groups = sorted(request.groups)
        subjects = [[consumer] if consumer else [], groups]
        places = {"rs": (route, service), "r": (route, None), "s": (None, service), "": (None, None)}
        if not route:
            del places["r"], places["rs"]
        if not service:
            del places["s"]
            places.pop("rs", None)
        found: list[Scope] = []
        if "rs" in places:
            found += [Scope(c, None, *places["rs"]) for c in subjects[0]]
            found += [Scope(None, g, *places["rs"]) for g in subjects[1]]
        found += [Scope(c, None, *places[p]) for p in ("r", "s") if p in places for c in subjects[0]]
        found += [Scope(None, g, *places[p]) for p in ("r", "s") if p in places for g in subjects[1]]
        if "rs" in places:
            found += [Scope(None, None, *places["rs"])]
        found += [Scope(c) for c in subjects[0]] + [Scope(None, g) for g in subjects[1]]
        found += [Scope(None, None, *places[p]) for p in ("r", "s") if p in places]
        found += [Scope()]
        local = None
        rules: list[Compiled] = []
        for scope in found:
            local = local or self.local.get(scope)
            if scope in self.rules:
                rules.extend(self.rules[scope])
        return local, rules


class Plugin:
    def __init__(self, policies: Sequence[Any], new_limiter: Callable[[Sequence[Quota]], Any]) -> None:
        self._new_limiter = new_limiter
        self._book = RuleBook()
        self.reload(policies)

    def access(self, request: Any) -> Verdict:
        local, rules = self._book.find(request)
        everybody = ([local] if local else []) + rules
        keys = [policy.count_by.key(request) for policy in everybody]
        refusals = []
        for policy, key in zip(everybody, keys, strict=True):
            if not policy.shadow and (wait := policy.limiter.wait(key)):
                refusals.append((-wait, policy.globally, policy.name))
        if refusals:
            wait, _, name = min(refusals)
            return Verdict(False, name, 429, -wait)
        for policy, key in zip(everybody, keys, strict=True):
            policy.limiter.take(key)
        return Verdict(True, local.name if local else None, 200, 0)

    def reload(self, policies: Sequence[Any]) -> None:
        book = RuleBook()
        for policy in policies:
            book.add(Compiled.of(policy))
        book.inherit(self._book, self._new_limiter)
        self._book = book
