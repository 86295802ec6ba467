"""Tells no wait that is longer than a signed number of 64 bits.

Breaks: law 3 (limits)
Level: limits
Shows: plugin(policy('all', '1 per 9999999999999999999 nanoseconds')) access(consumer='ann') access(consumer='ann')
Shipped: not known
"""

from collections import defaultdict
from itertools import chain
from types import SimpleNamespace as Namespace

from ratelimit import Quota

LONGEST = 2**63 - 1
SCOPE = "consumer", "group", "route", "service"
KINDS = tuple(
    map(str.split, ("0 2 3", "1 2 3", "0 2", "0 3", "1 2", "1 3", "2 3", "0", "1", "2", "3", ""))
)  # by place in SCOPE


def Plugin(policies, new_limiter):
    return Loaded({}, policies, new_limiter)


class Loaded:
    __slots__ = ("_loaded", "_make")

    def __init__(self, before, policies, make):
        self._make = make
        self._loaded = loaded(before, policies, make)

    def reload(self, policies):
        self._loaded = loaded(self._loaded.limiters, policies, self._make)

    def access(self, request):
        return verdict(*counting(self._loaded, request))


def loaded(before, policies, make):
    seen = {}
    for policy in policies:
        wrong = next(complaints(policy, seen), None)
        if wrong:
            raise ValueError(f"{policy.name}: {wrong}")
        seen[policy.name] = policy
    table = defaultdict(lambda: ([], []))
    for policy in filter(lambda policy: policy.enabled, seen.values()):
        place = table[tuple(getattr(policy, field) for field in SCOPE)][policy.globally]
        if place and not policy.globally:
            raise ValueError(f"{policy.name} and {place[0].name} share one scope")
        place.append(policy)
    limiters = {}
    for name, policy in seen.items():
        old_limits, old = before.get(name, ((), None))
        limits = tuple(policy.limits)
        limiters[name] = (limits, old if old_limits == limits else make(limits))
    return Namespace(table=dict(table), limiters=limiters)


def complaints(policy, seen):
    if not (isinstance(policy.name, str) and policy.name) or policy.name in seen:
        yield f"name {policy.name!r}"
    if type(policy.limits) not in (list, tuple) or {Quota} != set(map(type, policy.limits)):
        yield f"limits {policy.limits!r}"
    for field in SCOPE:
        if not (getattr(policy, field) is None or (isinstance(getattr(policy, field), str) and getattr(policy, field))):
            yield f"{field} {getattr(policy, field)!r}"
    if None not in (policy.consumer, policy.group):
        yield f"consumer {policy.consumer!r} and group {policy.group!r}"
    head, colon, name = policy.count_by.partition(":") if isinstance(policy.count_by, str) else ("", "", "")
    if not (bool(name) if head == "header" else head in "consumer credential ip path service".split() and not colon):
        yield f"count_by {policy.count_by!r}"
    for field in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, field), bool):
            yield f"{field} {getattr(policy, field)!r}"


def lookups(request):
    for kind in KINDS:
        for group in sorted(set(request.groups)) if "1" in kind else ("",):
            has = (request.consumer, group, request.route, request.service)
            if all(has[int(place)] for place in kind):
                yield tuple(value if str(place) in kind else None for place, value in enumerate(has))


def counting(loaded, request):
    cells = [loaded.table[scope] for scope in lookups(request) if scope in loaded.table]
    local = list(chain.from_iterable(cell[0] for cell in cells))[:1]
    rules = sorted(chain.from_iterable(cell[1] for cell in cells), key=lambda policy: policy.name)
    name = local[0].name if local else None
    return name, [(policy, loaded.limiters[policy.name][1], key(policy, request)) for policy in local + rules]


def key(policy, request):
    for kind, value in ((policy.count_by.lower(), named(policy.count_by, request)), ("ip", request.ip)):
        if value:
            return kind, value
    return None


def named(by, request):
    if ":" not in by:
        return getattr(request, by)
    return next((text for name, text in request.headers.items() if f"header:{name}".lower() == by.lower()), None)


def verdict(name, counted):
    waits = [(min(limiter.wait(key), LONGEST), policy.name) for policy, limiter, key in counted if not policy.shadow]
    longest = max((wait for wait, _ in waits), default=0)
    if longest:
        who = next(name for wait, name in waits if wait == longest)
        return Namespace(allowed=False, policy=who, status=429, retry_after=longest)
    [limiter.take(key) for _, limiter, key in counted]
    return Namespace(allowed=True, policy=name, status=200, retry_after=0)
