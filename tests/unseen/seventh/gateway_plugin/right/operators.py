"""Right: waits that compare with `<`, plans that are added with `+`, and match statements that check each policy; defensive throughout."""

from functools import total_ordering
from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


@total_ordering
class Refusal:
    """The longer wait is greater; then the local policy, then the earlier name."""

    def __init__(self, wait, local, name):
        self.wait, self.local, self.name = wait, local, name

    def __eq__(self, other):
        return (self.wait, self.local, self.name) == (other.wait, other.local, other.name)

    def __lt__(self, other):
        if self.wait != other.wait:
            return self.wait < other.wait
        if self.local != other.local:
            return other.local
        return self.name > other.name

    __hash__ = None

    def __bool__(self):
        return self.wait > 0


class Identity:
    """How a policy tells requests apart; `request @ identity` would be nice, `identity @ request` it is."""

    def __init__(self, count_by):
        self.field, _, header = count_by.partition(":")
        self.header = header.lower() or None

    def __matmul__(self, request):
        if self.header is None:
            found = getattr(request, self.field)
        else:
            found = next((request.headers[name] for name in request.headers if name.lower() == self.header), "")
        match (found, request.ip):
            case (None | "", None | ""):
                return ("all", "", "")
            case (None | "", ip):
                return ("ip", "", ip)
            case _:
                return (self.field, self.header or "", found)


class Applied:
    def __init__(self, policy, limiter):
        self.name = str(policy.name)
        self.limits = tuple(policy.limits)
        self.local = not policy.globally
        self.shadow = policy.shadow
        self.identity = Identity(policy.count_by)
        self.limiter = limiter

    def refusal(self, request):
        wait = 0 if self.shadow else self.limiter.wait(self.identity @ request)
        return Refusal(wait, self.local, self.name)

    def spend(self, request):
        self.limiter.take(self.identity @ request)


class Plan:
    """Policies by scope; `plan + (scope, applied)` adds one in place."""

    def __init__(self):
        self.local = {}
        self.rules = {}

    def __iadd__(self, item):
        scope, applied = item
        if not applied.local:
            self.rules.setdefault(scope, []).append(applied)
        elif scope in self.local:
            raise ValueError(f"{self.local[scope].name!r} and {applied.name!r} are for the same requests")
        else:
            self.local[scope] = applied
        return self

    def __getitem__(self, scopes):
        """Return the local policy, or None, and the rules."""
        local = None
        rules = []
        for scope in scopes:
            local = local or self.local.get(scope)
            rules += self.rules.get(scope, [])
        return local, rules


def ladder(request):
    """From the most specific scope to the one for anything: (consumer, group, route, service)."""
    consumer = request.consumer or None
    route = request.route or None
    service = request.service or None
    groups = sorted({group for group in request.groups if group})
    steps = [(consumer, None, route, service)] if consumer and route and service else []
    if route and service:
        steps += [(None, group, route, service) for group in groups]
    if consumer and route:
        steps.append((consumer, None, route, None))
    if consumer and service:
        steps.append((consumer, None, None, service))
    if route:
        steps += [(None, group, route, None) for group in groups]
    if service:
        steps += [(None, group, None, service) for group in groups]
    if route and service:
        steps.append((None, None, route, service))
    if consumer:
        steps.append((consumer, None, None, None))
    steps += [(None, group, None, None) for group in groups]
    if route:
        steps.append((None, None, route, None))
    if service:
        steps.append((None, None, None, service))
    return [*steps, (None, None, None, None)]


def examine(policy):
    """Yield the names of fields that are wrong."""
    match policy.name:
        case "":
            yield "name"
        case str():
            pass
        case _:
            yield "name"
    for part in ("consumer", "group", "route", "service"):
        match getattr(policy, part):
            case None:
                pass
            case str(text) if text:
                pass
            case _:
                yield part
    if policy.consumer is not None and policy.group is not None:
        yield "group"
    match policy.limits:
        case list() | tuple() as limits if limits and all(isinstance(limit, Quota) for limit in limits):
            pass
        case _:
            yield "limits"
    match policy.count_by:
        case "consumer" | "credential" | "ip" | "path" | "service":
            pass
        case str(text) if text.startswith("header:") and text.removeprefix("header:"):
            pass
        case _:
            yield "count_by"
    for flag in ("shadow", "enabled", "globally"):
        match getattr(policy, flag):
            case bool():
                pass
            case _:
                yield flag


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.plan, self.applied = self.planned(list(policies), {})

    def reload(self, policies):
        self.plan, self.applied = self.planned(list(policies), self.applied)

    def planned(self, policies, before):
        for policy in policies:
            for field in examine(policy):
                raise ValueError(f"{policy.name!r} has a {field} that can't be")
        if len({policy.name for policy in policies}) < len(policies):
            names = sorted(policy.name for policy in policies)
            twice = next(name for name, other in zip(names, names[1:]) if name == other)
            raise ValueError(f"the name {twice!r} is given twice")
        plan = Plan()
        applied = {}
        for policy in policies:
            match before.get(policy.name):
                case Applied(limits=limits, limiter=limiter) if limits == tuple(policy.limits):
                    one = Applied(policy, limiter)
                case _:
                    one = Applied(policy, self.new_limiter(policy.limits))
            applied[policy.name] = one
            if policy.enabled:
                plan += (policy.consumer, policy.group, policy.route, policy.service), one
        return plan, applied

    def access(self, request):
        local, rules = self.plan[ladder(request)]
        counting = rules if local is None else [*rules, local]
        worst = max((one.refusal(request) for one in counting), default=Refusal(0, False, ""))
        if worst:
            return Verdict(False, worst.name, 429, worst.wait)
        for one in counting:
            one.spend(request)
        return Verdict(True, local and local.name, 200, 0)
