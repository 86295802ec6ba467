"""Keeps the counters of a policy whose limits have changed, and so its old limits.

Breaks: law 8 (reload)
Level: reload
Shows: plugin(policy('all', '1/minute')) access(consumer='ann') reload(policy('all', '2/minute')) access(consumer='ann')
Shipped: not known
"""

import json
from dataclasses import dataclass
from itertools import pairwise

from ratelimit import Quota


@dataclass
class Verdict:
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


def text_of(*values):
    return json.dumps(values)


def scopes_of(request):
    c, r, s = request.consumer or None, request.route or None, request.service or None
    gs = sorted(set(request.groups) - {""})
    found = []
    if c and r and s:
        found.append(text_of(c, None, r, s))
    if r and s:
        found += [text_of(None, g, r, s) for g in gs]
    if c and r:
        found.append(text_of(c, None, r, None))
    if c and s:
        found.append(text_of(c, None, None, s))
    if r:
        found += [text_of(None, g, r, None) for g in gs]
    if s:
        found += [text_of(None, g, None, s) for g in gs]
    if r and s:
        found.append(text_of(None, None, r, s))
    if c:
        found.append(text_of(c, None, None, None))
    found += [text_of(None, g, None, None) for g in gs]
    if r:
        found.append(text_of(None, None, r, None))
    if s:
        found.append(text_of(None, None, None, s))
    return [*found, text_of(None, None, None, None)]


def key_of(policy, request):
    by = policy.count_by
    if by.startswith("header:"):
        wanted = by.removeprefix("header:").lower()
        values = [value for name, value in request.headers.items() if name.lower() == wanted and value]
        if values:
            return text_of("header", wanted, values[0])
    elif getattr(request, by):
        return text_of(by, getattr(request, by))
    return text_of("ip", request.ip) if request.ip else text_of()


RULES = {
    "name": lambda value: isinstance(value, str) and value != "",
    "limits": lambda value: (
        isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(quota, Quota) for quota in value)
    ),
    **dict.fromkeys(
        ("consumer", "group", "route", "service"),
        lambda value: value is None or (isinstance(value, str) and value != ""),
    ),
    "count_by": lambda value: (
        value in ("consumer", "credential", "ip", "path", "service")
        or (isinstance(value, str) and len(value) > 7 and value.startswith("header:"))
    ),
    **dict.fromkeys(("shadow", "enabled", "globally"), lambda value: isinstance(value, bool)),
}


def checked(policies):
    owner_of = {}
    names = []
    for policy in policies:
        for field, is_right in RULES.items():
            if not is_right(getattr(policy, field)):
                raise ValueError(f"policy {policy.name}: {field} must not be {getattr(policy, field)!r}")
        if policy.group and policy.consumer:
            raise ValueError(f"policy {policy.name}: consumer and group at once")
        names.append(policy.name)
        if policy.enabled and not policy.globally:
            scope = text_of(policy.consumer, policy.group, policy.route, policy.service)
            if scope in owner_of and owner_of[scope] != policy.name:
                raise ValueError(f"policy {policy.name}: {owner_of[scope]} has that scope")
            owner_of[scope] = policy.name
    for one, other in pairwise(sorted(names)):
        if one == other:
            raise ValueError(f"policy {one}: its name is there twice")


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.local, self.globals, self.limiters = {}, {}, {}
        self.reload(policies)

    def reload(self, policies):
        checked(policies)
        limiters, local, globals_ = {}, {}, {}
        for policy in policies:
            signature = text_of(policy.name, [[quota.limit, quota.period, quota.burst] for quota in policy.limits])
            kept = self.limiters.get(policy.name)
            if kept is not None:
                limiters[policy.name] = kept
            else:
                limiters[policy.name] = signature, self.new_limiter(policy.limits)
            scope = text_of(policy.consumer, policy.group, policy.route, policy.service)
            if policy.enabled and policy.globally:
                globals_.setdefault(scope, []).append(policy)
            elif policy.enabled:
                local[scope] = policy
        self.local, self.globals, self.limiters = local, globals_, limiters

    def access(self, request):
        scopes = scopes_of(request)
        policies = [policy for policy in map(self.local.get, scopes) if policy is not None][:1]
        name = policies[0].name if policies else None
        policies += sorted(sum((self.globals.get(scope, []) for scope in scopes), []), key=lambda each: each.name)
        waits = []
        for policy in policies:
            wait = self.limiters[policy.name][1].wait(key_of(policy, request))
            waits.append(0 if policy.shadow else wait)
        if max(waits, default=0) > 0:
            return Verdict(False, policies[waits.index(max(waits))].name, 429, max(waits))
        for policy in policies:
            self.limiters[policy.name][1].take(key_of(policy, request))
        return Verdict(True, name, 200, 0)
