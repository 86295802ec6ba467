"""Wrong: limits are compared by limit and period alone, so counters are kept though the burst has changed."""

from collections import defaultdict
from itertools import chain, product
from types import SimpleNamespace
from typing import NamedTuple

from ratelimit import Quota

COUNTED = {"consumer", "credential", "ip", "path", "service"}
LACKING = object()


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


def mistakes(policies):
    names = set()
    scopes = {}
    for p in policies:
        if not (isinstance(p.name, str) and p.name):
            yield f"{p.name!r} is no name"
            continue
        if p.name in names:
            yield f"name {p.name!r} twice"
        names.add(p.name)
        parts = {"consumer": p.consumer, "group": p.group, "route": p.route, "service": p.service}
        for field, value in parts.items():
            if not (value is None or (isinstance(value, str) and value)):
                yield f"{field} of {p.name!r}"
        if p.consumer is not None and p.group is not None:
            yield f"consumer and group of {p.name!r}"
        if not (isinstance(p.limits, (list, tuple)) and p.limits and all(isinstance(q, Quota) for q in p.limits)):
            yield f"limits of {p.name!r}"
        if not isinstance(p.count_by, str) or not (
            p.count_by in COUNTED or (p.count_by.startswith("header:") and len(p.count_by) > len("header:"))
        ):
            yield f"count_by of {p.name!r}"
        flags = {"shadow": p.shadow, "enabled": p.enabled, "globally": p.globally}
        for field, value in flags.items():
            if type(value) is not bool:
                yield f"{field} of {p.name!r}"
        if p.enabled is True and p.globally is False:
            try:
                other = scopes.setdefault(tuple(parts.values()), p.name)
            except TypeError:  # a part that is no text, and has been told
                continue
            if other != p.name:
                yield f"same scope: {other!r}, {p.name!r}"


def scopes(request):
    """All scopes that fit, the most specific first, a group before those that are sorted after it."""
    c, r, s = request.consumer or LACKING, request.route or LACKING, request.service or LACKING
    gs = sorted(g for g in request.groups if g)

    def people(*places):
        for r, s in places:
            yield c, None, r, s
        for (r, s), g in product(places, gs):
            yield None, g, r, s

    every = chain(
        people((r, s)),
        people((r, None), (None, s)),
        [(None, None, r, s)],
        people((None, None)),
        [(None, None, r, None), (None, None, None, s), (None, None, None, None)],
    )
    return (scope for scope in every if LACKING not in scope)


def key(count_by, request):
    if count_by.startswith("header:"):
        headers = ((name.lower(), value) for name, value in request.headers.items())
        candidates = [("header:" + count_by[7:].lower(), dict(headers).get(count_by[7:].lower()))]
    else:
        candidates = [(count_by, getattr(request, count_by))]
    candidates.append(("ip", request.ip))
    return next((candidate for candidate in candidates if candidate[1]), None)


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.file = {}
        self.reload(policies)

    def reload(self, policies):
        for mistake in mistakes(policies):
            raise ValueError(mistake)
        self.file = {policy.name: self.open(policy) for policy in policies}
        self.index = defaultdict(list)
        self.rules = defaultdict(list)
        for one in self.file.values():
            if one.policy.enabled:
                scope = one.policy.consumer, one.policy.group, one.policy.route, one.policy.service
                (self.rules if one.policy.globally else self.index)[scope].append(one)

    def open(self, policy):
        before = self.file.get(policy.name)
        limits = [(quota.limit, quota.period) for quota in policy.limits]
        kept = before and before.limits == limits
        limiter = before.limiter if kept else self.new_limiter(policy.limits)
        return SimpleNamespace(policy=policy, limits=limits, limiter=limiter)

    def access(self, request):
        fitting = list(scopes(request))
        local = next((one for scope in fitting for one in self.index.get(scope, ())), None)
        rules = sorted((one for scope in fitting for one in self.rules.get(scope, ())), key=lambda one: one.policy.name)
        part = [(one, key(one.policy.count_by, request)) for one in [local, *rules] if one]
        refuser, wait = None, 0
        for one, k in part:
            if one.policy.shadow:
                continue
            this = one.limiter.wait(k)
            if this > wait:
                refuser, wait = one, this
        if refuser:
            return Verdict(False, refuser.policy.name, 429, wait)
        for one, k in part:
            one.limiter.take(k)
        return Verdict(True, local and local.policy.name, 200, 0)
