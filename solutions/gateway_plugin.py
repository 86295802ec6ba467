"""A gateway's rate limiting plugin, written to be read.

A request has few scopes: twelve kinds, and those with a group once for each of its groups. So policies are kept by
their scope, and a request looks up each scope that it has. How many policies there are makes no difference.

All limiters are asked for their waits first, which spends nothing. Only if nobody refuses does each spend a unit.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from ratelimit import Quota

FIELDS = ("consumer", "group", "route", "service")
SCOPES = (  # the most specific first
    ("consumer", "route", "service"),
    ("group", "route", "service"),
    ("consumer", "route"),
    ("consumer", "service"),
    ("group", "route"),
    ("group", "service"),
    ("route", "service"),
    ("consumer",),
    ("group",),
    ("route",),
    ("service",),
    (),
)
COUNTED = ("consumer", "credential", "ip", "path", "service")
HEADER = "header:"

Scope = tuple[str | None, ...]  # a value for each of FIELDS, None where any will do


class Policy(Protocol):
    """One policy of the file."""

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
    """What counts the requests of one policy, by key."""

    def wait(self, key: Hashable) -> int:
        """Return the nanoseconds until a unit can be had, 0 if it can be had now."""

    def take(self, key: Hashable) -> int:
        """Spend a unit if `wait(key)` is 0. Return the wait."""


class Verdict(NamedTuple):
    """What becomes of a request."""

    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Plugin:
    """Limits each request by the most specific policy that fits, and by all global rules that fit."""

    def __init__(self, policies: Sequence[Policy], new_limiter: Callable[[Sequence[Quota]], Limiter]) -> None:
        self.new_limiter = new_limiter
        self.limiters: dict[str, tuple[tuple[Quota, ...], Limiter]] = {}  # by policy, with the limits it was made for
        self.reload(policies)

    def access(self, request: Request) -> Verdict:
        """Say whether a request is allowed, and count it if it is."""
        scopes = list(scopes_of(request))
        local = next((self.local[scope] for scope in scopes if scope in self.local), None)
        rules = [rule for scope in scopes for rule in self.rules.get(scope, ())]
        counting = ([local] if local else []) + sorted(rules, key=lambda rule: rule.name)
        asked = [(policy, self.limiters[policy.name][1], key_of(policy.count_by, request)) for policy in counting]
        waits = [(limiter.wait(key), policy.name) for policy, limiter, key in asked if not policy.shadow]
        wait, name = max(waits, key=lambda each: each[0], default=(0, ""))  # the first of those that wait longest
        if wait:
            return Verdict(allowed=False, policy=name, status=429, retry_after=wait)
        for _, limiter, key in asked:
            limiter.take(key)
        return Verdict(allowed=True, policy=local.name if local else None, status=200, retry_after=0)

    def reload(self, policies: Sequence[Policy]) -> None:
        """Use these policies from now on."""
        check(policies)  # all of them, before anything changes
        limiters = {}
        for policy in policies:
            limits = tuple(policy.limits)
            kept = self.limiters.get(policy.name)
            limiters[policy.name] = kept if kept and kept[0] == limits else (limits, self.new_limiter(limits))
        enabled = [policy for policy in policies if policy.enabled]
        rules: dict[Scope, list[Policy]] = {}
        for policy in enabled:
            if policy.globally:
                rules.setdefault(scope_of(policy), []).append(policy)
        self.limiters = limiters
        self.rules = rules
        self.local = {scope_of(policy): policy for policy in enabled if not policy.globally}


def scope_of(policy: Policy) -> Scope:
    """Return a policy's scope."""
    return policy.consumer, policy.group, policy.route, policy.service


def scopes_of(request: Request) -> Iterator[Scope]:
    """Yield the scopes that a request is in, the most specific first."""
    groups = sorted({group for group in request.groups if group})
    for fields in SCOPES:
        for group in groups if "group" in fields else [None]:
            has = {"consumer": request.consumer, "group": group, "route": request.route, "service": request.service}
            if all(has[field] for field in fields):  # what is missing must not pass for what may be anything
                yield tuple(has[field] if field in fields else None for field in FIELDS)


def key_of(count_by: str, request: Request) -> tuple[str, str]:
    """Return what a request is counted by: the kind of thing and its value, as an ip may be called like a consumer."""
    if count_by.startswith(HEADER):
        kind = count_by.lower()
        value = {f"{HEADER}{name}".lower(): text for name, text in request.headers.items()}.get(kind)
    else:
        kind, value = count_by, getattr(request, count_by)
    if value:
        return kind, value
    return ("ip", request.ip) if request.ip else ("", "")


def check(policies: Sequence[Policy]) -> None:
    """Raise `ValueError` if something is wrong with a policy, or with two."""
    names: set[str] = set()
    owners: dict[Scope, str] = {}
    for policy in policies:
        check_one(policy)
        if policy.name in names:
            raise ValueError(f"policy {policy.name}: name must be given once, got it twice")
        names.add(policy.name)
        if policy.enabled and not policy.globally:
            owner = owners.setdefault(scope_of(policy), policy.name)
            if owner != policy.name:
                raise ValueError(f"policy {policy.name}: scope must be its own, got that of {owner}")


def check_one(policy: Policy) -> None:
    """Raise `ValueError` if a field of this policy can't be."""
    if not is_text(policy.name):
        raise ValueError(f"name must be a text, got {policy.name!r}")
    several = isinstance(policy.limits, Sequence) and len(policy.limits) > 0
    limits_fit = several and all(isinstance(quota, Quota) for quota in policy.limits)
    counted_fits = policy.count_by in COUNTED or (
        is_text(policy.count_by) and policy.count_by.startswith(HEADER) and policy.count_by != HEADER
    )
    fit = {"limits": limits_fit, "count_by": counted_fits}
    fit |= {field: getattr(policy, field) is None or is_text(getattr(policy, field)) for field in FIELDS}
    fit |= {field: isinstance(getattr(policy, field), bool) for field in ("shadow", "enabled", "globally")}
    for field, fits in fit.items():
        if not fits:
            raise ValueError(f"policy {policy.name}: {field} can't be {getattr(policy, field)!r}")
    if policy.consumer and policy.group:
        raise ValueError(f"policy {policy.name}: group must be None beside a consumer, got {policy.group!r}")


def is_text(value: object) -> bool:
    """Whether a value is a text that is not empty."""
    return isinstance(value, str) and value != ""
