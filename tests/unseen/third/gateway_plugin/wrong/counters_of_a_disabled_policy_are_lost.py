"""Only enabled policies are remembered at a reload, so that one that was disabled in between begins anew."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


Scope = tuple[str | None, str | None, str | None, str | None]  # consumer, group, route, service


class Entry(NamedTuple):
    name: str
    limits: tuple[Quota, ...]
    scope: Scope
    count_by: str
    shadow: bool
    enabled: bool
    globally: bool
    limiter: Any


class State(NamedTuple):
    entries: Mapping[str, Entry]
    local: Mapping[Scope, Entry]
    rules: Mapping[Scope, tuple[Entry, ...]]


PLAIN = frozenset({"consumer", "credential", "ip", "path", "service"})
EMPTY = State(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))


def is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def complaint(policy: Any) -> str | None:
    """The field of a policy in which there is a mistake, other than its name."""
    limits = policy.limits
    if not isinstance(limits, (list, tuple)) or not limits or not all(isinstance(q, Quota) for q in limits):
        return "limits"
    for part in ("consumer", "group", "route", "service"):
        value = getattr(policy, part)
        if value is not None and not is_text(value):
            return part
    if policy.consumer is not None and policy.group is not None:
        return "consumer"
    by = policy.count_by
    if not isinstance(by, str) or not (by in PLAIN or (by.startswith("header:") and by != "header:")):
        return "count_by"
    for flag in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, flag), bool):
            return flag
    return None


def scope_of(policy: Any) -> Scope:
    return policy.consumer, policy.group, policy.route, policy.service


def checked(policies: Sequence[Any]) -> tuple[Any, ...]:
    names: set[str] = set()
    scopes: dict[Scope, str] = {}
    for policy in policies:
        if not is_text(policy.name):
            raise ValueError(f"policy {policy.name!r}: its name must be a text")
        if policy.name in names:
            raise ValueError(f"policy {policy.name!r}: its name is given twice")
        names.add(policy.name)
        field = complaint(policy)
        if field is not None:
            raise ValueError(f"policy {policy.name!r}: {field} is wrong: {getattr(policy, field)!r}")
        if policy.enabled and not policy.globally:
            twin = scopes.setdefault(scope_of(policy), policy.name)
            if twin != policy.name:
                raise ValueError(f"policies {twin!r} and {policy.name!r} have the same scope")
    return tuple(policies)


def build(policies: Sequence[Any], old: Mapping[str, Entry], new_limiter: Callable[[Sequence[Quota]], Any]) -> State:
    def limiter(policy: Any) -> Any:
        before = old.get(policy.name)
        if before is not None and before.limits == tuple(policy.limits):
            return before.limiter
        return new_limiter(policy.limits)

    entries = {
        p.name: Entry(p.name, tuple(p.limits), scope_of(p), p.count_by, p.shadow, p.enabled, p.globally, limiter(p))
        for p in checked(policies)
        if p.enabled
    }
    local: dict[Scope, Entry] = {}
    rules: dict[Scope, tuple[Entry, ...]] = {}
    grouped: dict[Scope, list[Entry]] = {}
    for entry in entries.values():
        if entry.globally:
            grouped.setdefault(entry.scope, []).append(entry)
        else:
            local[entry.scope] = entry
    for scope, members in grouped.items():
        rules[scope] = tuple(members)
    return State(MappingProxyType(entries), MappingProxyType(local), MappingProxyType(rules))


def scopes(request: Any) -> Iterator[Scope]:
    """All scopes that fit, the most specific first."""
    c, r, s = request.consumer or None, request.route or None, request.service or None
    groups = sorted(request.groups)
    both = r is not None and s is not None
    if both:
        if c is not None:
            yield c, None, r, s
        for g in groups:
            yield None, g, r, s
    if c is not None:
        if r is not None:
            yield c, None, r, None
        if s is not None:
            yield c, None, None, s
    if r is not None:
        for g in groups:
            yield None, g, r, None
    if s is not None:
        for g in groups:
            yield None, g, None, s
    if both:
        yield None, None, r, s
    if c is not None:
        yield c, None, None, None
    for g in groups:
        yield None, g, None, None
    if r is not None:
        yield None, None, r, None
    if s is not None:
        yield None, None, None, s
    yield None, None, None, None


def header(request: Any, name: str) -> str | None:
    name = name.lower()
    for key, value in request.headers.items():
        if key.lower() == name:
            return value
    return None


def counter(count_by: str, request: Any) -> Hashable:
    if count_by.startswith("header:"):
        kind: Hashable = ("header", count_by[7:].lower())
        value = header(request, count_by[7:])
    else:
        kind = count_by
        value = getattr(request, count_by)
    if value:
        return kind, value
    if request.ip:
        return "ip", request.ip
    return None


def decide(state: State, request: Any) -> Verdict:
    fitting = list(scopes(request))
    local = next((state.local[scope] for scope in fitting if scope in state.local), None)
    rules = sorted((rule for scope in fitting for rule in state.rules.get(scope, ())), key=lambda rule: rule.name)
    counting = [(entry, counter(entry.count_by, request)) for entry in ([local] if local else []) + rules]
    worst, wait = None, 0
    for entry, key in counting:
        if not entry.shadow:
            mine = entry.limiter.wait(key)
            if mine > wait:
                worst, wait = entry, mine
    if worst is not None:
        return Verdict(False, worst.name, 429, wait)
    for entry, key in counting:
        entry.limiter.take(key)
    return Verdict(True, local.name if local else None, 200, 0)


class Plugin:
    def __init__(self, policies: Sequence[Any], new_limiter: Callable[[Sequence[Quota]], Any]) -> None:
        self._new_limiter = new_limiter
        self._state = build(policies, EMPTY.entries, new_limiter)

    def access(self, request: Any) -> Verdict:
        return decide(self._state, request)

    def reload(self, policies: Sequence[Any]) -> None:
        self._state = build(policies, self._state.entries, self._new_limiter)
