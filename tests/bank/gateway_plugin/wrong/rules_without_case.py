"""Sorts the names of rules without their case.

Breaks: law 5 (global rules)
Level: together
Shows: plugin(policy('all', '1/minute', globally=True), policy('B', '1/minute', globally=True)) access(consumer='ann') access(consumer='ann')
Shipped: not known
"""

from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool = True
    policy: str | None = None
    status: int = 200
    retry_after: int = 0


class Counted(NamedTuple):
    limits: list
    limiter: object


def shapes():
    for where in (("route", "service"), ("route",), ("service",), ()):
        for who in ("consumer", "group", None):
            yield (who, *where) if who else where


# Consumer and group take turns, route and service before either alone, and "route+service" before a lone consumer.
ORDER = sorted(
    shapes(),
    key=lambda shape: (
        -len(shape),
        "consumer" not in shape and "group" not in shape,
        "group" in shape and len(shape) != 1,
        ["consumer", "group", "route", "service"].index(shape[0]) if len(shape) == 1 else 0,
        "route" not in shape,
    ),
)


class Plugin:
    def __init__(self, policies, new_limiter):
        self.state = {}, {}, {}
        self.new_limiter = new_limiter
        self.reload(policies)

    def reload(self, policies):
        local, rules, counted = {}, {}, {}
        for policy in policies:
            complain(policy)
            if policy.name in counted:
                raise ValueError(f"{policy.name}: second policy of that name")
            limits = list(policy.limits)
            old = self.state[2].get(policy.name)
            counted[policy.name] = old if old and old.limits == limits else Counted(limits, self.new_limiter(limits))
            if policy.enabled:
                pairs = pairs_of(policy)
                if policy.globally:
                    rules.setdefault(pairs, []).append(policy)
                elif local.setdefault(pairs, policy) is not policy:
                    raise ValueError(f"{policy.name} and {local[pairs].name} are for the same")
        self.state = local, rules, counted

    def access(self, request):
        local, rules, counted = self.state
        mine, others = None, []
        for shape in ORDER:
            for group in sorted(request.groups) if "group" in shape else [None]:
                pairs = frozenset((f, group if f == "group" else getattr(request, f)) for f in shape)
                if any(not value for _, value in pairs):
                    continue
                mine = mine or local.get(pairs)
                others += [rule for rule in rules.get(pairs, ()) if rule not in others]
        others = sorted(others, key=lambda policy: policy.name.lower())
        counting = [*filter(None, [mine]), *others]
        asked = {policy.name: (counted[policy.name].limiter, who(policy, request)) for policy in counting}
        waits = {policy.name: asked[policy.name][0].wait(asked[policy.name][1]) for policy in counting}
        refusing = [policy.name for policy in counting if waits[policy.name] and not policy.shadow]
        if refusing:
            worst = max(refusing, key=waits.__getitem__)
            return Verdict(False, worst, 429, waits[worst])
        for policy in counting:
            if not waits[policy.name]:
                limiter, key = asked[policy.name]
                limiter.take(key)
        return Verdict(policy=mine.name if mine else None)


def pairs_of(policy):
    fields = ("consumer", "group", "route", "service")
    return frozenset((field, getattr(policy, field)) for field in fields if getattr(policy, field) is not None)


def who(policy, request):
    value = None
    match policy.count_by.split(":", 1):
        case ["header", name]:
            for header, text in request.headers.items():
                if header.casefold() == name.casefold():
                    value = text
        case [field]:
            value = getattr(request, field)
    if value:
        return policy.count_by.casefold(), value
    return ("ip", request.ip) if request.ip else ("ip",)


def complain(policy):
    name = policy.name
    if not isinstance(name, str) or not name:
        raise ValueError(f"bad name {name!r}")
    for field in ("consumer", "group", "route", "service"):
        value = getattr(policy, field)
        if not (value is None or (isinstance(value, str) and value)):
            raise ValueError(f"{name}: bad {field} {value!r}")
    if policy.consumer and policy.group:
        raise ValueError(f"{name}: consumer with a group")
    if not isinstance(policy.limits, list | tuple) or not policy.limits:
        raise ValueError(f"{name}: no limits")
    for quota in policy.limits:
        if not isinstance(quota, Quota):
            raise ValueError(f"{name}: limits with {quota!r}")
    by = policy.count_by
    known = isinstance(by, str) and (by in "consumer credential ip path service".split() or by[:7] == "header:" != by)
    if not known:
        raise ValueError(f"{name}: bad count_by {by!r}")
    for flag in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, flag), bool):
            raise ValueError(f"{name}: {flag} must be true or false")
