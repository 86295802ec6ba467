"""Wrong: puts the tree together when it is first needed, so that a deployment is quick; the first request after a reload pays for all policies."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Leaf:
    """The policies of one scope."""

    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.local: Counter | None = None
        self.rules: list[Counter] = []


class Counter:
    """A policy with its limiter."""

    def __init__(self, policy: Any, limiter: Any) -> None:
        self.name: str = policy.name
        self.limits = list(policy.limits)
        self.shadow: bool = policy.shadow
        self.limiter = limiter
        kind, _, header = policy.count_by.partition(":")
        self.kind = kind
        self.header = header.lower()

    def key(self, request: Any) -> Hashable:
        if self.kind == "header":
            value = next((v for k, v in request.headers.items() if k.lower() == self.header), None)
        else:
            value = getattr(request, self.kind)
        if value:
            return f"{self.kind}:{len(self.header)}:{self.header}:{value}"
        return f"ip:0::{request.ip}" if request.ip else None

    def wait(self, request: Any) -> int:
        return 0 if self.shadow else self.limiter.wait(self.key(request))

    def take(self, request: Any) -> None:
        self.limiter.take(self.key(request))


# consumer 2, group 1, nobody 0; has a route; has a service
RANKS = {
    (2, True, True): 1,
    (1, True, True): 2,
    (2, True, False): 3,
    (2, False, True): 4,
    (1, True, False): 5,
    (1, False, True): 6,
    (0, True, True): 7,
    (2, False, False): 8,
    (1, False, False): 9,
    (0, True, False): 10,
    (0, False, True): 11,
    (0, False, False): 12,
}


NOWHERE: dict = {}  # so that each request goes the same way, whether there is something or not


class Tree:
    def __init__(self) -> None:
        self.roots: tuple[dict, dict, dict] = ({}, {}, {})

    def leaf(self, policy: Any) -> Leaf:
        if policy.consumer is not None:
            who, name = 2, policy.consumer
        elif policy.group is not None:
            who, name = 1, policy.group
        else:
            who, name = 0, None
        routes = self.roots[who].setdefault(name, {})
        services = routes.setdefault(policy.route, {})
        rank = RANKS[who, policy.route is not None, policy.service is not None]
        return services.setdefault(policy.service, Leaf(rank))

    def fitting(self, request: Any) -> Iterator[tuple[int, str, Leaf]]:
        people = [(0, None)] + [(1, group) for group in request.groups if group]
        if request.consumer:
            people.append((2, request.consumer))
        for who, name in people:
            routes = self.roots[who].get(name, NOWHERE)
            for route in {None, request.route or None}:
                services = routes.get(route, NOWHERE)
                for service in {None, request.service or None}:
                    leaf = services.get(service)
                    if leaf:
                        yield leaf.rank, name or "", leaf


class Plugin:
    def __init__(self, policies: Any, new_limiter: Any) -> None:
        self.new_limiter = new_limiter
        self.tree, self.counters = self.build(policies, {})

    def reload(self, policies: Any) -> None:
        self.tree, self.counters = self.build(policies, self.counters)

    def build(self, policies: Any, before: dict[str, Counter]) -> tuple[Any, dict[str, Counter]]:
        scopes: dict[tuple, str] = {}
        waiting: list[tuple[Any, Counter]] = []
        counters: dict[str, Counter] = {}
        for policy in policies:
            field = faulty(policy)
            if field:
                raise ValueError(f"{field} of policy {policy.name!r} is wrong: {getattr(policy, field)!r}")
            if policy.name in counters:
                raise ValueError(f"name of policy {policy.name!r} is there twice")
            known = before.get(policy.name)
            if known and known.limits == list(policy.limits):
                limiter = known.limiter
            else:
                limiter = self.new_limiter(policy.limits)
            counter = counters[policy.name] = Counter(policy, limiter)
            if not policy.enabled:
                continue
            scope = (policy.consumer, policy.group, policy.route, policy.service)
            if not policy.globally and scopes.setdefault(scope, policy.name) != policy.name:
                raise ValueError(f"policies {scopes[scope]!r} and {policy.name!r} are for the same scope")
            waiting.append((policy, counter))
        return waiting, counters

    @staticmethod
    def grow(waiting: list[tuple[Any, Counter]]) -> Tree:
        tree = Tree()
        for policy, counter in waiting:
            leaf = tree.leaf(policy)
            if policy.globally:
                leaf.rules.append(counter)
            else:
                leaf.local = counter
        return tree

    def access(self, request: Any) -> Verdict:
        if isinstance(self.tree, list):
            self.tree = self.grow(self.tree)
        local: Counter | None = None
        best = (13, "")
        counting: list[Counter] = []
        for rank, group, leaf in self.tree.fitting(request):
            counting.extend(leaf.rules)
            if leaf.local and (rank, group) < best:
                best, local = (rank, group), leaf.local
        if local:
            counting.append(local)
        waits = [(-counter.wait(request), counter is not local, counter.name) for counter in counting]
        if waits:
            wait, _, name = min(waits)
            if wait:
                return Verdict(False, name, 429, -wait)
        for counter in counting:
            counter.take(request)
        return Verdict(True, local.name if local else None, 200, 0)


def faulty(policy: Any) -> str | None:
    """Return the first field that is wrong."""
    if not isinstance(policy.name, str) or policy.name == "":
        return "name"
    for field in ("consumer", "group", "route", "service"):
        value = getattr(policy, field)
        if value is not None and (not isinstance(value, str) or value == ""):
            return field
    if policy.consumer is not None and policy.group is not None:
        return "consumer"
    if not isinstance(policy.limits, list | tuple) or not policy.limits:
        return "limits"
    if not all(isinstance(quota, Quota) for quota in policy.limits):
        return "limits"
    if not isinstance(policy.count_by, str):
        return "count_by"
    if policy.count_by not in ("consumer", "credential", "ip", "path", "service"):
        prefix, colon, header = policy.count_by.partition(":")
        if prefix != "header" or not colon or not header:
            return "count_by"
    for field in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, field), bool):
            return field
    return None
