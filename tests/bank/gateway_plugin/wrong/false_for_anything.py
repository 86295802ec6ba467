"""Takes a service of `False` for one that is left out.

Breaks: law 7 (mistakes)
Level: files
Shows: plugin(policy('all', '1/minute', service=False))
Shipped: not known
"""

from typing import NamedTuple

from ratelimit import Quota

ORDER = [(1, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 0), (1, 0, 0, 1), (0, 1, 1, 0), (0, 1, 0, 1), (0, 0, 1, 1)]
ORDER += [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0)]


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.limits: dict = {}
        self.limiters: dict = {}
        self.load(policies)

    def reload(self, policies):
        self.load(policies)

    def load(self, policies):
        limits: dict = {}
        by_scope: dict = {}
        for policy in policies:
            for problem in mistakes(policy):
                raise ValueError(f"policy {policy.name}: {problem}")
            if policy.name in limits:
                raise ValueError(f"policy {policy.name}: this name is taken")
            limits[policy.name] = tuple(policy.limits)
            if not policy.enabled:
                continue
            scope = (policy.consumer, policy.group, policy.route, policy.service or None)
            there = by_scope.setdefault(scope, [])
            if not policy.globally:
                if there and not there[0].globally:  # a local one comes first
                    raise ValueError(f"policy {policy.name}: {there[0].name} is for the same requests")
                there.insert(0, policy)
            else:
                there.append(policy)
        for name in set(self.limiters):
            if limits.get(name) != self.limits[name]:
                del self.limiters[name]
        self.limits, self.by_scope = limits, by_scope

    def limiter(self, policy):
        if policy.name not in self.limiters:
            self.limiters[policy.name] = self.new_limiter(self.limits[policy.name])
        return self.limiters[policy.name]

    def access(self, request):
        found = [policy for scope in self.scopes(request) for policy in self.by_scope.get(scope, ())]
        local = next((policy for policy in found if not policy.globally), None)
        rules = {policy.name: policy for policy in found if policy.globally}
        counting = ([local] if local else []) + [rules[name] for name in sorted(rules)]
        pairs = [(policy, key_for(policy, request)) for policy in counting]
        try:
            for policy, key in pairs:
                self.refuse_if(policy, key, pairs)
        except Refused as refused:
            return Verdict(False, refused.name, 429, refused.wait)
        for policy, key in pairs:
            self.limiter(policy).take(key)
        return Verdict(True, local.name if local else None, 200, 0)

    def refuse_if(self, policy, key, pairs):
        wait = self.limiter(policy).wait(key)
        if wait and not policy.shadow:
            waits = [
                (self.limiter(each).wait(k), -n, each.name) for n, (each, k) in enumerate(pairs) if not each.shadow
            ]
            longest, _, name = max(waits)
            raise Refused(name, longest)

    def scopes(self, request):
        groups = sorted(set(request.groups))
        for kind in ORDER:
            for group in groups if kind[1] else [None]:
                values = (request.consumer, group, request.route, request.service)
                if all(value for value, wanted in zip(values, kind) if wanted):
                    yield tuple(value if wanted else None for value, wanted in zip(values, kind))


class Refused(Exception):
    def __init__(self, name, wait):
        super().__init__(name)
        self.name, self.wait = name, wait


def key_for(policy, request):
    header = policy.count_by.startswith("header:")
    if header:
        by = policy.count_by.upper()
        headers = {("header:" + name).upper(): value for name, value in request.headers.items()}
        value = headers.get(by)
    else:
        by, value = policy.count_by, getattr(request, policy.count_by)
    return (by, value) if value else ("ip", request.ip or "")


def mistakes(policy):
    if not isinstance(policy.name, str) or not policy.name:
        yield "name must be a text"
    several = policy.limits if isinstance(policy.limits, (tuple, list)) else []
    if not several or not all(isinstance(limit, Quota) for limit in several):
        yield "limits must be quotas"
    for field in ("consumer", "group", "route", "service"):
        value = getattr(policy, field)
        if field == "service" and value is False:
            continue
        if value is not None and (not isinstance(value, str) or not value):
            yield f"{field} must be a text or None"
    if policy.consumer and policy.group:
        yield "consumer and group exclude each other"
    by = policy.count_by
    if by not in ("consumer", "credential", "ip", "path", "service"):
        if not isinstance(by, str) or not by.startswith("header:") or by == "header:":
            yield "count_by is unknown"
    for field in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, field), bool):
            yield f"{field} must be a bool"
