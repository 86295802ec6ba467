"""Joins the names of a scope with a slash, so that a/b and c are a and b/c.

Breaks: law 1 (one local policy)
Level: scope
Shows: plugin(policy('all', '1/minute', consumer='a/b', route='c')) access(consumer='a', route='b/c')
Shipped: not known
"""

from collections import namedtuple

from ratelimit import Quota

Verdict = namedtuple("Verdict", "allowed policy status retry_after")
KINDS = [
    "consumer route service".split(),
    "group route service".split(),
    "consumer route".split(),
    "consumer service".split(),
    "group route".split(),
    "group service".split(),
    "route service".split(),
    ["consumer"],
    ["group"],
    ["route"],
    ["service"],
    [],
]
SCOPE = ("consumer", "group", "route", "service")


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.counters = {}
        self.reload(policies)

    def reload(self, policies):
        tables = [({}, {}) for _ in KINDS]
        counters = {}
        for policy in policies:
            self.check(policy)
            if policy.name in counters:
                raise ValueError(f"{policy.name}: name is used twice")
            old = self.counters.get(policy.name)
            limits = list(policy.limits)
            counters[policy.name] = old if old is not None and old[0] == limits else (limits, None)
            if not policy.enabled:
                continue
            kind = [field for field in SCOPE if getattr(policy, field) is not None]
            local, rules = tables[KINDS.index(kind)]
            values = "/".join(getattr(policy, field) for field in kind)
            if policy.globally:
                rules.setdefault(values, []).append(policy)
            elif values in local:
                raise ValueError(f"{policy.name} has the scope of {local[values].name}")
            else:
                local[values] = policy
        for name, (limits, limiter) in counters.items():
            if limiter is None:
                counters[name] = (limits, self.new_limiter(limits))
        self.tables, self.counters = tables, counters

    def check(self, policy):
        name = policy.name
        if not (isinstance(name, str) and name):
            raise ValueError(f"a policy has the name {name!r}")
        for field in SCOPE:
            value = getattr(policy, field)
            if value is not None and (value == "" or not isinstance(value, str)):
                raise ValueError(f"{name}: {field} is {value!r}")
        if policy.consumer and policy.group:
            raise ValueError(f"{name}: consumer and group don't go together")
        listed = isinstance(policy.limits, list | tuple) and len(policy.limits) > 0
        if not listed or any(not isinstance(limit, Quota) for limit in policy.limits):
            raise ValueError(f"{name}: limits are {policy.limits!r}")
        by = policy.count_by
        if not isinstance(by, str) or (
            by not in ("consumer", "credential", "ip", "path", "service") and not (by[:7] == "header:" and len(by) > 7)
        ):
            raise ValueError(f"{name}: count_by is {by!r}")
        for flag in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, flag), bool):
                raise ValueError(f"{name}: {flag} is {getattr(policy, flag)!r}")

    def access(self, request):
        chosen, rules = None, []
        for kind, (local, globally) in zip(KINDS, self.tables):
            for values in self.values(kind, request):
                if chosen is None:
                    chosen = local.get("/".join(values))
                rules.extend(globally.get("/".join(values), ()))
        rules.sort(key=lambda rule: rule.name)
        counting = [(p, self.counters[p.name][1], self.key(p, request)) for p in [chosen, *rules] if p]
        longest, name = 0, None
        for policy, limiter, key in counting:
            if policy.shadow:
                continue
            wait = limiter.wait(key)
            if wait > longest:
                longest, name = wait, policy.name
        if longest:
            return Verdict(False, name, 429, longest)
        for _, limiter, key in counting:
            limiter.take(key)
        return Verdict(True, chosen.name if chosen else None, 200, 0)

    def values(self, kind, request):
        if "group" not in kind:
            values = tuple(getattr(request, field) for field in kind)
            if all(values):
                yield values
            return
        for group in sorted(set(request.groups)):
            values = tuple(group if field == "group" else getattr(request, field) for field in kind)
            if all(values):
                yield values

    def key(self, policy, request):
        by = policy.count_by
        if by.startswith("header:"):
            by = by.lower()
            value = next((v for k, v in request.headers.items() if "header:" + k.lower() == by), None)
        else:
            value = getattr(request, by)
        return (by, value) if value else ("ip", request.ip or None)
