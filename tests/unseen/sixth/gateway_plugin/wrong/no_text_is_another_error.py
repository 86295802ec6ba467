"""Wrong: looks `count_by` up without asking whether it is a text, so `None` is an AttributeError and a list a TypeError, not a ValueError."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


@dataclass(frozen=True, slots=True)
class Scope:
    consumer: str = ""
    group: str = ""
    route: str = ""
    service: str = ""


@dataclass(slots=True)
class Rule:
    name: str
    limits: list
    limiter: Any
    kind: str
    header: str
    shadow: bool


@dataclass(slots=True)
class Config:
    by_name: dict
    local: dict
    rules: dict


def validate(p):
    """Return what is wrong, or an empty text."""
    if not isinstance(p.name, str) or p.name == "":
        return "name must be a non-empty string"
    if not isinstance(p.limits, list) and not isinstance(p.limits, tuple):
        return "limits must be a list"
    if len(p.limits) == 0:
        return "limits must not be empty"
    for quota in p.limits:
        if not isinstance(quota, Quota):
            return "limits must hold quotas only"
    for field, value in (("consumer", p.consumer), ("group", p.group), ("route", p.route), ("service", p.service)):
        if value is not None and not isinstance(value, str):
            return f"{field} must be a string"
        if value == "":
            return f"{field} must not be empty"
    if p.consumer is not None and p.group is not None:
        return "only one of consumer and group may be set"
    if p.count_by not in {"consumer", "credential", "ip", "path", "service"}:
        if not p.count_by.startswith("header:"):
            return "count_by is unknown"
        if p.count_by == "header:":
            return "count_by lacks the name of a header"
    for field, value in (("shadow", p.shadow), ("enabled", p.enabled), ("globally", p.globally)):
        if value is not True and value is not False:
            return f"{field} must be a boolean"
    return ""


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.config = Config({}, {}, {})
        err = self.apply(policies)
        if err:
            raise ValueError(err)

    def reload(self, policies):
        err = self.apply(policies)
        if err:
            raise ValueError(err)

    def apply(self, policies):
        old = self.config
        new = Config({}, {}, {})
        for p in policies:
            problem = validate(p)
            if problem:
                return f"policy {p.name!r}: {problem}"
            if p.name in new.by_name:
                return f"policy {p.name!r}: duplicate name"
            kind, _, header = p.count_by.partition(":")
            rule = Rule(p.name, list(p.limits), None, kind, header.lower(), p.shadow)
            before = old.by_name.get(p.name)
            if before is not None and before.limits == rule.limits:
                rule.limiter = before.limiter
            else:
                rule.limiter = self.new_limiter(rule.limits)
            new.by_name[p.name] = rule
            if not p.enabled:
                continue
            scope = Scope(p.consumer or "", p.group or "", p.route or "", p.service or "")
            if p.globally:
                new.rules.setdefault(scope, []).append(rule)
                continue
            other = new.local.get(scope)
            if other is not None:
                return f"policies {other.name!r} and {p.name!r}: duplicate scope"
            new.local[scope] = rule
        self.config = new
        return ""

    def access(self, request):
        config = self.config
        consumer = request.consumer or ""
        route = request.route or ""
        service = request.service or ""
        groups = [group for group in request.groups if group != ""]
        groups.sort()

        scopes = []
        if consumer and route and service:
            scopes.append(Scope(consumer=consumer, route=route, service=service))
        if route and service:
            for group in groups:
                scopes.append(Scope(group=group, route=route, service=service))
        if consumer and route:
            scopes.append(Scope(consumer=consumer, route=route))
        if consumer and service:
            scopes.append(Scope(consumer=consumer, service=service))
        if route:
            for group in groups:
                scopes.append(Scope(group=group, route=route))
        if service:
            for group in groups:
                scopes.append(Scope(group=group, service=service))
        if route and service:
            scopes.append(Scope(route=route, service=service))
        if consumer:
            scopes.append(Scope(consumer=consumer))
        for group in groups:
            scopes.append(Scope(group=group))
        if route:
            scopes.append(Scope(route=route))
        if service:
            scopes.append(Scope(service=service))
        scopes.append(Scope())

        local = None
        matched = []
        for scope in scopes:
            if local is None:
                local = config.local.get(scope)
            matched.extend(config.rules.get(scope, ()))

        decider, longest = None, 0
        if local is not None and not local.shadow:
            longest = local.limiter.wait(key_for(local, request))
            if longest > 0:
                decider = local
        for rule in matched:
            if rule.shadow:
                continue
            wait = rule.limiter.wait(key_for(rule, request))
            if wait == 0 or wait < longest:
                continue
            if wait > longest or (decider is not local and rule.name < decider.name):
                decider, longest = rule, wait
        if decider is not None:
            return Verdict(False, decider.name, 429, longest)

        if local is not None:
            local.limiter.take(key_for(local, request))
        for rule in matched:
            rule.limiter.take(key_for(rule, request))
        return Verdict(True, local.name if local is not None else None, 200, 0)


def key_for(rule, request):
    value = ""
    if rule.kind == "header":
        for name, text in request.headers.items():
            if name.lower() == rule.header:
                value = text
                break
    else:
        value = getattr(request, rule.kind) or ""
    if value:
        return (rule.kind, rule.header, value)
    if request.ip:
        return ("ip", "", request.ip)
    return ("", "", "")
