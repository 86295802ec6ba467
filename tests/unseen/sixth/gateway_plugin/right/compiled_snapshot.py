"""Right: a file is compiled into an immutable snapshot with closures for keys; a reload swaps the snapshot, candidates are ranked by bits."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ratelimit import Quota

CONSUMER, GROUP, ROUTE, SERVICE = 8, 4, 2, 1
BIT = {"consumer": CONSUMER, "group": GROUP, "route": ROUTE, "service": SERVICE}
ORDER = [
    CONSUMER | ROUTE | SERVICE,
    GROUP | ROUTE | SERVICE,
    CONSUMER | ROUTE,
    CONSUMER | SERVICE,
    GROUP | ROUTE,
    GROUP | SERVICE,
    ROUTE | SERVICE,
    CONSUMER,
    GROUP,
    ROUTE,
    SERVICE,
    0,
]
RANK = {mask: rank for rank, mask in enumerate(ORDER)}


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Counter(NamedTuple):
    limits: tuple[Quota, ...]
    limiter: Any


@dataclass(frozen=True)
class Compiled:
    name: str
    shadow: bool
    key: Callable[[Any], Hashable]
    limiter: Any


@dataclass(frozen=True)
class Snapshot:
    counters: dict[str, Counter] = field(default_factory=dict)
    local: dict[tuple, Compiled] = field(default_factory=dict)
    rules: dict[tuple, tuple[Compiled, ...]] = field(default_factory=dict)


class Plugin:
    def __init__(self, policies, new_limiter) -> None:
        self.new_limiter = new_limiter
        self.snapshot = self.compile(policies, Snapshot())

    def reload(self, policies) -> None:
        self.snapshot = self.compile(policies, self.snapshot)

    def compile(self, policies, before: Snapshot) -> Snapshot:
        for policy in policies:
            for problem in problems(policy):
                raise ValueError(f"in policy {policy.name!r}, {problem}")
        after = Snapshot()
        for policy in policies:
            if policy.name in after.counters:
                raise ValueError(f"two policies have the name {policy.name!r}")
            counter = before.counters.get(policy.name)
            limits = tuple(policy.limits)
            if counter is None or counter.limits != limits:
                counter = Counter(limits, self.new_limiter(limits))
            after.counters[policy.name] = counter
            if not policy.enabled:
                continue
            compiled = Compiled(policy.name, policy.shadow, key_function(policy.count_by), counter.limiter)
            scope = (policy.consumer, policy.group, policy.route, policy.service)
            if policy.globally:
                after.rules[scope] = (*after.rules.get(scope, ()), compiled)
            elif scope in after.local:
                raise ValueError(f"{after.local[scope].name!r} and {policy.name!r} have one scope")
            else:
                after.local[scope] = compiled
        return after

    def access(self, request) -> Verdict:
        snapshot = self.snapshot
        best, local = None, None
        rules: list[Compiled] = []
        for scope in possible(request):
            found = snapshot.local.get(scope)
            if found is not None:
                mask = sum(bit for bit, part in zip(BIT.values(), scope) if part is not None)
                rank = (RANK[mask], scope[1] or "")
                if best is None or rank < best:
                    best, local = rank, found
            rules.extend(snapshot.rules.get(scope, ()))
        everyone = rules if local is None else [local, *rules]

        longest = 0
        refusing: list[Compiled] = []
        for each in everyone:
            if not each.shadow:
                wait = each.limiter.wait(each.key(request))
                if wait > longest:
                    longest, refusing = wait, []
                if wait and wait == longest:
                    refusing.append(each)
        if refusing:
            who = local if any(each is local for each in refusing) else min(refusing, key=lambda each: each.name)
            return Verdict(False, who.name, 429, longest)
        for each in everyone:
            each.limiter.take(each.key(request))
        return Verdict(True, local and local.name, 200, 0)


def possible(request) -> Iterator[tuple]:
    whom = [(None, None)]
    if request.consumer:
        whom.append((request.consumer, None))
    whom.extend((None, group) for group in request.groups if group)
    for route in {request.route or None, None}:
        for service in {request.service or None, None}:
            for consumer, group in whom:
                yield consumer, group, route, service


def problems(policy) -> Iterator[str]:
    if not (isinstance(policy.name, str) and policy.name):
        yield "the name is no text or empty"
    if not isinstance(policy.limits, list | tuple):
        yield "limits is no list and no tuple"
    elif not policy.limits:
        yield "limits is empty"
    elif any(not isinstance(quota, Quota) for quota in policy.limits):
        yield "limits has something else than quotas"
    for part in BIT:
        value = getattr(policy, part)
        if value is not None and not (isinstance(value, str) and len(value) > 0):
            yield f"{part} is {value!r}"
    if policy.consumer is not None and policy.group is not None:
        yield "there is a consumer as well as a group"
    match policy.count_by:
        case "consumer" | "credential" | "ip" | "path" | "service":
            pass
        case str(text) if text.startswith("header:") and text.removeprefix("header:"):
            pass
        case other:
            yield f"count_by is {other!r}"
    for flag in ("shadow", "enabled", "globally"):
        if type(getattr(policy, flag)) is not bool:
            yield f"{flag} is no bool"


def key_function(count_by: str) -> Callable[[Any], Hashable]:
    def by_address(request):
        return ("ip", request.ip) if request.ip else ()

    if count_by == "ip":
        return by_address
    if count_by.startswith("header:"):
        wanted = count_by.removeprefix("header:").lower()

        def by_header(request):
            lowered = {name.lower(): text for name, text in request.headers.items()}
            text = lowered.get(wanted)
            return ("header", wanted, text) if text else by_address(request)

        return by_header

    def by_field(request):
        text = getattr(request, count_by)
        return (count_by, text) if text else by_address(request)

    return by_field
