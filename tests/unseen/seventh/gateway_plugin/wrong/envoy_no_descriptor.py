"""Wrong: as Envoy leaves out a descriptor whose header is missing, a policy that counts by what a request lacks doesn't count that request at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Descriptor(NamedTuple):
    """One entry of a descriptor: the key's name and value."""

    entry: str
    value: str


@dataclass(frozen=True)
class RequestHeaders:
    descriptor_key: str

    def populate(self, request: Any) -> Descriptor | None:
        for name, value in request.headers.items():
            if name.lower() == self.descriptor_key and value:
                return Descriptor(f"header:{self.descriptor_key}", value)
        return None


@dataclass(frozen=True)
class Attribute:
    descriptor_key: str

    def populate(self, request: Any) -> Descriptor | None:
        value = getattr(request, self.descriptor_key)
        return Descriptor(self.descriptor_key, value) if value else None


def action(count_by: str) -> RequestHeaders | Attribute:
    if count_by.startswith("header:"):
        return RequestHeaders(count_by[len("header:") :].lower())
    return Attribute(count_by)


@dataclass(eq=False)
class RateLimit:
    name: str
    limits: tuple
    limiter: Any
    action: RequestHeaders | Attribute
    shadow: bool
    local: bool


def validate(policies: Any) -> None:
    names: dict[str, Any] = {}
    scopes: dict[tuple, str] = {}
    for policy in policies:
        where = f"policy {policy.name!r}"
        if not isinstance(policy.name, str) or not policy.name or policy.name in names:
            raise ValueError(f"{where}: name")
        names[policy.name] = policy
        scope = (policy.consumer, policy.group, policy.route, policy.service)
        for field, value in zip(("consumer", "group", "route", "service"), scope, strict=True):
            if value is not None and (not isinstance(value, str) or not value):
                raise ValueError(f"{where}: {field}")
        if policy.consumer is not None and policy.group is not None:
            raise ValueError(f"{where}: consumer and group")
        if not isinstance(policy.limits, (list, tuple)) or not policy.limits:
            raise ValueError(f"{where}: limits")
        if not all(isinstance(limit, Quota) for limit in policy.limits):
            raise ValueError(f"{where}: limits")
        if not isinstance(policy.count_by, str):
            raise ValueError(f"{where}: count_by")
        if policy.count_by not in ("consumer", "credential", "ip", "path", "service"):
            if not policy.count_by.startswith("header:") or policy.count_by == "header:":
                raise ValueError(f"{where}: count_by")
        for field in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, field), bool):
                raise ValueError(f"{where}: {field}")
        if policy.enabled and not policy.globally:
            if scope in scopes:
                raise ValueError(f"{where}: same scope as {scopes[scope]!r}")
            scopes[scope] = policy.name


class Plugin:
    def __init__(self, policies: Any, new_limiter: Any) -> None:
        self.new_limiter = new_limiter
        self.rate_limits: dict[str, RateLimit] = {}
        self.reload(policies)

    def reload(self, policies: Any) -> None:
        validate(policies)
        rate_limits: dict[str, RateLimit] = {}
        table: dict[tuple, list[RateLimit]] = {}
        for policy in policies:
            limits = tuple(policy.limits)
            old = self.rate_limits.get(policy.name)
            limiter = old.limiter if old and old.limits == limits else self.new_limiter(limits)
            new = RateLimit(policy.name, limits, limiter, action(policy.count_by), policy.shadow, not policy.globally)
            rate_limits[policy.name] = new
            if policy.enabled:
                table.setdefault((policy.consumer, policy.group, policy.route, policy.service), []).append(new)
        self.rate_limits, self.table = rate_limits, table

    def route_entries(self, request: Any) -> list[tuple]:
        consumer, route, service = request.consumer, request.route, request.service
        consumers = [(consumer, None)] if consumer else []
        groups = [(None, group) for group in sorted(request.groups) if group]
        both = [(route, service)] if route and service else []
        routes = [(route, None)] if route else []
        services = [(None, service)] if service else []
        steps = [
            (consumers, both), (groups, both), (consumers, routes), (consumers, services), (groups, routes),
            (groups, services), ([(None, None)], both), (consumers, [(None, None)]), (groups, [(None, None)]),
            ([(None, None)], routes), ([(None, None)], services), ([(None, None)], [(None, None)]),
        ]  # fmt: skip
        return [(*who, *where) for people, places in steps for who in people for where in places]

    def access(self, request: Any) -> Verdict:
        local: RateLimit | None = None
        matching: list[RateLimit] = []
        for entry in self.route_entries(request):
            for rate_limit in self.table.get(entry, ()):
                if not rate_limit.local:
                    matching.append(rate_limit)
                elif local is None:
                    local = rate_limit
                    matching.append(rate_limit)
        descriptors = [(each, each.action.populate(request)) for each in matching]
        descriptors = [(each, descriptor) for each, descriptor in descriptors if descriptor is not None]
        over = [
            (-wait, not each.local, each.name)
            for each, descriptor in descriptors
            if not each.shadow and (wait := each.limiter.wait(descriptor))
        ]
        if over:
            wait, _, name = min(over)
            return Verdict(False, name, 429, -wait)
        for each, descriptor in descriptors:
            each.limiter.take(descriptor)
        return Verdict(True, local.name if local else None, 200, 0)
