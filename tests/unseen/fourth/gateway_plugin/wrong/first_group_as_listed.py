"""Takes the groups of a request in the order in which they are listed, so the first that has a policy counts."""

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


PLAIN = {"consumer", "credential", "ip", "path", "service"}


def counter(by):
    """Return a function from requests to keys."""

    def address(request):
        return ("ip", request.ip) if request.ip else ("nobody",)

    if by in PLAIN:

        def plain(request):
            value = getattr(request, by)
            return (by, value) if value else address(request)

        return plain

    name = by.removeprefix("header:").lower()

    def header(request):
        for spelled, value in request.headers.items():
            if spelled.lower() == name and value:
                return ("header", name, value)
        return address(request)

    return header


def guard(policy):
    """Raise if something is wrong with one policy."""

    def demand(fine, field):
        if not fine:
            raise ValueError(f"policy {policy.name!r} has a wrong {field}")

    def text(value):
        return isinstance(value, str) and bool(value)

    demand(text(policy.name), "name")
    for field in ("consumer", "group", "route", "service"):
        value = getattr(policy, field)
        demand(value is None or text(value), field)
    demand(policy.consumer is None or policy.group is None, "consumer")
    demand(isinstance(policy.limits, (tuple, list)), "limits")
    demand(len(policy.limits) and all(isinstance(limit, Quota) for limit in policy.limits), "limits")
    by = policy.count_by
    demand(text(by) and (by in PLAIN or (by.startswith("header:") and by != "header:")), "count_by")
    for flag in ("shadow", "enabled", "globally"):
        demand(getattr(policy, flag) in (True, False) and isinstance(getattr(policy, flag), bool), flag)


def finder(tables):
    """Return a function that yields what fits a request: `tables` are by consumer, group, route and service."""
    get = tables.get

    def find(request):
        who = request.consumer or None
        route, service = request.route or None, request.service or None
        groups = list(request.groups)

        def probe(consumers, route, service):
            for consumer, group in consumers:
                found = get((consumer, group, route, service))
                if found is not None:
                    yield found

        one = [(who, None)] if who else []
        many = [(None, group) for group in groups]
        none = [(None, None)]
        if route and service:
            yield from probe(one, route, service)
            yield from probe(many, route, service)
        for people in (one, many):
            if route:
                yield from probe(people, route, None)
            if service:
                yield from probe(people, None, service)
        if route and service:
            yield from probe(none, route, service)
        yield from probe(one, None, None)
        yield from probe(many, None, None)
        if route:
            yield from probe(none, route, None)
        if service:
            yield from probe(none, None, service)
        yield from probe(none, None, None)

    return find


def build(policies, last, new_limiter):
    """Return a function that decides, and what the next file has to know."""
    known, local, rules = {}, {}, {}
    for policy in policies:
        guard(policy)
        name, limits = policy.name, tuple(policy.limits)
        if name in known:
            raise ValueError(f"two policies have the name {name!r}")
        if name in last and last[name][0] == limits:
            limiter = last[name][1]
        else:
            limiter = new_limiter(policy.limits)
        known[name] = (limits, limiter)
        if policy.enabled:
            scope = (policy.consumer, policy.group, policy.route, policy.service)
            one = (name, policy.shadow, counter(policy.count_by), limiter)
            if policy.globally:
                rules.setdefault(scope, []).append(one)
            elif scope in local:
                raise ValueError(f"policies {local[scope][0]!r} and {name!r} are for the same scope")
            else:
                local[scope] = one
    find_local, find_rules = finder(local), finder(rules)

    def access(request):
        mine = next(find_local(request), None)
        calls, refusals = [], []
        for one in [mine] if mine else []:
            name, shadow, key, limiter = one
            key = key(request)
            calls.append((limiter, key))
            wait = 0 if shadow else limiter.wait(key)
            if wait:
                refusals.append((-wait, "", name))
        for found in find_rules(request):
            for name, shadow, key, limiter in found:
                key = key(request)
                calls.append((limiter, key))
                wait = 0 if shadow else limiter.wait(key)
                if wait:
                    refusals.append((-wait, name, name))
        if refusals:
            wait, _, name = min(refusals)
            return Verdict(False, name, 429, -wait)
        for limiter, key in calls:
            limiter.take(key)
        return Verdict(True, mine[0] if mine else None, 200, 0)

    return access, known


class Plugin:
    def __init__(self, policies, new_limiter):
        self._access, known = build(policies, {}, new_limiter)

        def reload(policies):
            nonlocal known
            self._access, known = build(policies, known, new_limiter)

        self._reload = reload

    def access(self, request):
        return self._access(request)

    def reload(self, policies):
        self._reload(policies)
