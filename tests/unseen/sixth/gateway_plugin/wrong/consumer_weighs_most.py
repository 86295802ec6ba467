"""Wrong: specificity is a sum of bits with the consumer's as the greatest, so a policy for a consumer alone beats one for group, route and service, and a group alone one for route and service."""

import itertools
from operator import attrgetter
from typing import NamedTuple

from ratelimit import Quota

PARTS = ["consumer", "group", "route", "service"]
ROOM = 1000


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Counters:
    """The counters of one policy, over all reloads that keep them."""

    def __init__(self, limits, new_limiter):
        self.limits = tuple(limits)
        self._new_limiter = new_limiter
        self._limiter = None

    @property
    def limiter(self):
        if self._limiter is None:
            self._limiter = self._new_limiter(self.limits)
        return self._limiter


class Mistake(ValueError):
    def __init__(self, policy, field, why):
        super().__init__(f"{field} of policy {policy.name!r} {why}")


def verify(policy):
    if not isinstance(policy.name, str) or policy.name == "":
        raise Mistake(policy, "name", "is no text")
    for part in PARTS:
        value = getattr(policy, part)
        if value is None or (isinstance(value, str) and value != ""):
            continue
        raise Mistake(policy, part, f"is {value!r}")
    if None not in (policy.consumer, policy.group):
        raise Mistake(policy, "group", "stands beside a consumer")
    if not isinstance(policy.limits, (list, tuple)):
        raise Mistake(policy, "limits", "is no list")
    if not policy.limits:
        raise Mistake(policy, "limits", "is empty")
    for quota in policy.limits:
        if not isinstance(quota, Quota):
            raise Mistake(policy, "limits", f"has {quota!r}")
    for flag in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, flag), bool):
            raise Mistake(policy, flag, "is neither True nor False")
    if not isinstance(policy.count_by, str):
        raise Mistake(policy, "count_by", "is no text")
    head, colon, tail = policy.count_by.partition(":")
    known = (head == "header" and tail) or (head in ("consumer", "credential", "ip", "path", "service") and not colon)
    if not known:
        raise Mistake(policy, "count_by", f"is {policy.count_by!r}")


def weight(scope):
    """Order scopes: more parts first, then a consumer before a group before a route before a service."""
    bits = zip((8, 4, 2, 1), scope)
    return -sum(bit for bit, part in bits if part is not None), scope[1] or ""


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._counters = {}
        self._install(policies)

    def reload(self, policies):
        self._install(policies)

    def _install(self, policies):
        by_name, by_scope, rules = {}, {}, {}
        scope_of = attrgetter(*PARTS)
        for policy in policies:
            verify(policy)
            if by_name.setdefault(policy.name, policy) is not policy:
                raise Mistake(policy, "name", "is not its own")
            if policy.enabled and policy.globally:
                rules.setdefault(scope_of(policy), []).append(policy)
            elif policy.enabled:
                other = by_scope.setdefault(scope_of(policy), policy)
                if other is not policy:
                    raise ValueError(f"{other.name!r} has the scope of {policy.name!r}")
        counters = {}
        for name, policy in by_name.items():
            kept = self._counters.get(name)
            if kept is None or kept.limits != tuple(policy.limits):
                kept = Counters(policy.limits, self._new_limiter)
            counters[name] = kept
        self._counters, self._by_scope, self._rules, self._memo = counters, by_scope, rules, {}

    def _find(self, consumer, groups, route, service):
        who = [(None, None), *[(consumer, None)] * bool(consumer), *[(None, group) for group in groups if group]]
        where = itertools.product({route or None, None}, {service or None, None})
        scopes = sorted(((*one, *two) for one, two in itertools.product(who, where)), key=weight)
        local = next((self._by_scope[scope] for scope in scopes if scope in self._by_scope), None)
        rules = [rule for scope in scopes for rule in self._rules.get(scope, ())]
        rules.sort(key=attrgetter("name"))
        return local, rules

    def access(self, request):
        kind = (request.consumer, frozenset(request.groups), request.route, request.service)
        found = self._memo.get(kind)
        if found is None:
            if len(self._memo) >= ROOM:
                self._memo = {}
            found = self._memo[kind] = self._find(*kind)
        local, rules = found

        parties = []
        for policy in [local, *rules] if local else rules:
            parties.append((policy, self._counters[policy.name].limiter, count_by(policy.count_by, request)))
        waits = [0 if policy.shadow else limiter.wait(key) for policy, limiter, key in parties]
        longest = max(waits, default=0)
        if longest:
            return Verdict(False, parties[waits.index(longest)][0].name, 429, longest)
        for _, limiter, key in parties:
            limiter.take(key)
        return Verdict(True, local.name if local else None, 200, 0)


def count_by(what, request):
    if what.startswith("header:"):
        what = what.lower()
        texts = [text for name, text in request.headers.items() if name.lower() == what[7:]]
        text = texts[0] if texts else ""
    else:
        text = getattr(request, what) or ""
    if not text and request.ip:
        what, text = "ip", request.ip
    return (what, text) if text else ("", "")
