"""Wrong: keeps the limiters of all names that ever were, so a policy that was left out of one file comes back with its old counters."""

from typing import NamedTuple

from ratelimit import Quota

SCOPE = ("consumer", "group", "route", "service")
COUNTED = ("consumer", "credential", "ip", "path", "service")


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


def check(policies):
    names = set()
    scopes = {}
    for policy in policies:
        name = policy.name
        if not isinstance(name, str) or not name:
            raise ValueError(f"policy {name!r}: name must be a text")
        if name in names:
            raise ValueError(f"policy {name!r}: this name is given twice")
        names.add(name)
        limits = policy.limits
        if not isinstance(limits, (list, tuple)) or not limits or not all(isinstance(q, Quota) for q in limits):
            raise ValueError(f"policy {name!r}: limits must be a list of quotas, got {limits!r}")
        for field in SCOPE:
            value = getattr(policy, field)
            if value is not None and (not isinstance(value, str) or not value):
                raise ValueError(f"policy {name!r}: {field} must be a text or None, got {value!r}")
        if policy.consumer is not None and policy.group is not None:
            raise ValueError(f"policy {name!r}: consumer and group exclude each other")
        by = policy.count_by
        if not isinstance(by, str) or not (by in COUNTED or (by.startswith("header:") and by != "header:")):
            raise ValueError(f"policy {name!r}: count_by can't be {by!r}")
        for field in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, field), bool):
                raise ValueError(f"policy {name!r}: {field} must be True or False")
        if policy.enabled and not policy.globally:
            scope = tuple(getattr(policy, field) for field in SCOPE)
            if scope in scopes:
                raise ValueError(f"policies {scopes[scope]!r} and {name!r} have the same scope")
            scopes[scope] = name


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.limiters = {}
        self.reload(policies)

    def reload(self, policies):
        policies = list(policies)
        check(policies)
        limiters, local, rules = dict(self.limiters), {}, {}
        for policy in policies:
            limits = tuple(policy.limits)
            old = self.limiters.get(policy.name)
            if old is None or old[0] != limits:
                old = limits, self.new_limiter(policy.limits)
            limiters[policy.name] = old
            if policy.enabled:
                scope = tuple(getattr(policy, field) for field in SCOPE)
                if policy.globally:
                    rules.setdefault(scope, []).append((policy, old[1]))
                else:
                    local[scope] = policy, old[1]
        self.limiters, self.local, self.rules = limiters, local, rules

    def access(self, request):
        consumer = request.consumer or None
        route = request.route or None
        service = request.service or None
        groups = sorted(group for group in request.groups if group)

        chosen = None
        for scope in scopes_of(consumer, groups, route, service):
            chosen = self.local.get(scope)
            if chosen:
                break

        counting = [chosen] if chosen else []
        for scope in set(scopes_of(consumer, groups, route, service)):
            counting += self.rules.get(scope, [])

        keys = [(policy, limiter, key_of(policy, request)) for policy, limiter in counting]
        refusals = []
        for policy, limiter, key in keys:
            if not policy.shadow:
                wait = limiter.wait(key)
                if wait > 0:
                    refusals.append((-wait, policy.globally, policy.name))
        if refusals:
            wait, _, name = min(refusals)
            return Verdict(False, name, 429, -wait)
        for _, limiter, key in keys:
            limiter.take(key)
        return Verdict(True, chosen[0].name if chosen else None, 200, 0)


def scopes_of(consumer, groups, route, service):
    """Tell all scopes that could fit, the most specific one first."""
    order = []
    whom = [(1, consumer, None)] if consumer else []
    whom += [(2, None, group) for group in groups]
    whom.append((3, None, None))
    for rank, who, group in whom:
        for place, r, s in ((0, route, service), (1, route, None), (2, None, service), (3, None, None)):
            if (place in (0, 1) and not route) or (place in (0, 2) and not service):
                continue
            order.append((RANKS[rank, place], len(order), (who, group, r, s)))
    order.sort(key=lambda item: item[:2])
    return [scope for _, _, scope in order]


RANKS = {
    (1, 0): 1, (2, 0): 2, (1, 1): 3, (1, 2): 4, (2, 1): 5, (2, 2): 6,
    (3, 0): 7, (1, 3): 8, (2, 3): 9, (3, 1): 10, (3, 2): 11, (3, 3): 12,
}  # fmt: skip


def key_of(policy, request):
    kind, _, header = policy.count_by.partition(":")
    if kind == "header":
        header = header.lower()
        value = next((v for k, v in request.headers.items() if k.lower() == header), None)
        if value:
            return "header", header, value
    else:
        value = getattr(request, kind)
        if value:
            return kind, value
    return ("ip", request.ip) if request.ip else ("none",)
