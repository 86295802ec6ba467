"""Keeps counters at a reload only if the policy still counts by the same thing."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ratelimit import Quota


class Policy(Protocol):
    """One policy of the file. README.md says what each field means, and what must be refused."""

    name: str
    limits: Sequence[Quota]
    consumer: str | None
    group: str | None
    route: str | None
    service: str | None
    count_by: str
    shadow: bool
    enabled: bool
    globally: bool


class Request(Protocol):
    """What comes. What a request lacks is `None` or empty."""

    consumer: str | None
    credential: str | None
    groups: Sequence[str]
    route: str | None
    service: str | None
    ip: str | None
    headers: Mapping[str, str]
    path: str | None


class Limiter(Protocol):
    """What `new_limiter(policy.limits)` returns. It has a clock of its own."""

    def wait(self, key: Hashable) -> int:
        """Return the nanoseconds until a unit of this key can be had, 0 if it can be had now. It only looks."""

    def take(self, key: Hashable) -> int:
        """Spend a unit of each of the limits, if `wait(key)` is 0. Return the wait."""


class Verdict(NamedTuple):
    """What becomes of a request."""

    allowed: bool
    policy: str | None  # which one decided
    status: int  # 200 or 429
    retry_after: int  # nanoseconds; 0 if it is allowed


BY = re.compile(r"consumer|credential|ip|path|service|header:(.+)", re.DOTALL)
# Who (0 consumer, 1 group, 2 anybody), with the route, with the service.
PATHS = (
    (0, 1, 1), (1, 1, 1), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1),
    (2, 1, 1), (0, 0, 0), (1, 0, 0), (2, 1, 0), (2, 0, 1), (2, 0, 0),
)  # fmt: skip


class Plugin:
    """Trees of dicts: who, route, service."""

    def __init__(self, policies, new_limiter):
        self.new_limiter, self.last, self.local, self.rules = new_limiter, {}, {}, {}
        self.reload(policies)

    def reload(self, policies):
        last, local, rules = {}, {}, {}
        for p in policies:
            self.verify(p, last)
            limits = tuple(p.limits)
            was = self.last.get(p.name)
            kept = was is not None and was["limits"] == limits and was["by"] == p.count_by
            node = {
                "name": p.name,
                "limits": limits,
                "limiter": was["limiter"] if kept else self.new_limiter(limits),
                "by": p.count_by,
                "header": (BY.fullmatch(p.count_by)[1] or "").lower(),
                "shadow": p.shadow,
            }
            last[p.name] = node
            if not p.enabled:
                continue
            who = (0, p.consumer) if p.consumer is not None else (1, p.group) if p.group is not None else (2, "")
            tree = rules if p.globally else local
            leaf = tree.setdefault(who, {}).setdefault(p.route, {}).setdefault(p.service, [])
            leaf.append(node)
            if len(leaf) > 1 and not p.globally:
                raise ValueError(f"scope: {leaf[0]['name']!r}, {leaf[1]['name']!r}")
        self.last, self.local, self.rules = last, local, rules

    @staticmethod
    def verify(p, last):
        wrong = None
        if not isinstance(p.name, str) or p.name == "" or p.name in last:
            wrong = "name"
        for part in ("consumer", "group", "route", "service"):
            value = getattr(p, part)
            if not (value is None or isinstance(value, str) and value != ""):
                wrong = wrong or part
        if None not in (p.consumer, p.group):
            wrong = wrong or "group"
        if not (isinstance(p.limits, (list, tuple)) and p.limits and all(isinstance(q, Quota) for q in p.limits)):
            wrong = wrong or "limits"
        if not (isinstance(p.count_by, str) and BY.fullmatch(p.count_by)):
            wrong = wrong or "count_by"
        for flag in ("shadow", "enabled", "globally"):
            if getattr(p, flag) is not True and getattr(p, flag) is not False:
                wrong = wrong or flag
        if wrong:
            raise ValueError(f"{p.name!r}: {wrong}")

    @staticmethod
    def walk(tree, r):
        who = (
            [(0, r.consumer)] if r.consumer else [],
            [(1, group) for group in sorted(r.groups)],
            [(2, "")],
        )
        route, service = r.route or None, r.service or None
        for w, with_route, with_service in PATHS:
            if with_route and route is None or with_service and service is None:
                continue
            for branch in who[w]:
                leaf = tree.get(branch, {}).get(route if with_route else None, {})
                yield from leaf.get(service if with_service else None, ())

    @staticmethod
    def key(node, r):
        if node["header"]:
            kind, value = "header " + node["header"], None
            for header, text in r.headers.items():
                if header.lower() == node["header"]:
                    value = text
        else:
            kind, value = node["by"], getattr(r, node["by"])
        return (kind, value) if value else ("ip", r.ip or "")

    def access(self, r):
        local = None
        for local in self.walk(self.local, r):
            break
        count = [local] if local else []
        count += self.walk(self.rules, r)
        worst = None
        for node in count:
            if node["shadow"]:
                continue
            wait = node["limiter"].wait(self.key(node, r))
            if wait == 0:
                continue
            if worst is None or wait > worst[0]:
                worst = (wait, node)
            elif wait == worst[0] and worst[1] is not local and node["name"] < worst[1]["name"]:
                worst = (wait, node)
        if worst:
            return Verdict(False, worst[1]["name"], 429, worst[0])
        for node in count:
            node["limiter"].take(self.key(node, r))
        return Verdict(True, local["name"] if local else None, 200, 0)
