"""Looks a header up as count_by spells it, in lower case and in title case, and misses all other spellings."""

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


C, G, R, S = 8, 4, 2, 1
RANK = (C | R | S, G | R | S, C | R, C | S, G | R, G | S, R | S, C, G, R, S, 0)
BY = frozenset({"consumer", "credential", "ip", "path", "service"})
ROOM = 2048


class Slot:
    """One policy in force."""

    __slots__ = ("attribute", "header", "kind", "limiter", "name", "shadow")

    def __init__(self, policy, limiter):
        self.name = policy.name
        self.shadow = policy.shadow
        self.limiter = limiter
        if policy.count_by in BY:
            self.attribute, self.header, self.kind = policy.count_by, None, policy.count_by
        else:
            self.attribute, self.header = None, policy.count_by[len("header:") :]
            self.kind = ("header", self.header.lower())

    def key(self, request):
        if self.header is None:
            value = getattr(request, self.attribute)
        else:
            headers = request.headers
            value = headers.get(self.header)
            if value is None:
                value = headers.get(self.header.lower(), headers.get(self.header.title()))
        if value:
            return self.kind, value
        return "ip", request.ip or ""


def mask_of(policy):
    mask = 0
    if policy.consumer is not None:
        mask |= C
    if policy.group is not None:
        mask |= G
    if policy.route is not None:
        mask |= R
    if policy.service is not None:
        mask |= S
    return mask


def check(policy):
    name = policy.name
    if not isinstance(name, str) or not name:
        raise ValueError(f"policy {name!r}: name must be a text")
    for part in ("consumer", "group", "route", "service"):
        value = getattr(policy, part)
        if value is not None and (not isinstance(value, str) or value == ""):
            raise ValueError(f"policy {name!r}: {part} must be a text, not {value!r}")
    if policy.consumer is not None and policy.group is not None:
        raise ValueError(f"policy {name!r}: consumer and group exclude each other")
    limits = policy.limits
    if not isinstance(limits, (list, tuple)) or not limits:
        raise ValueError(f"policy {name!r}: limits must be a list or tuple with at least one quota")
    if any(not isinstance(quota, Quota) for quota in limits):
        raise ValueError(f"policy {name!r}: limits must be quotas")
    by = policy.count_by
    if not isinstance(by, str) or (by not in BY and (not by.startswith("header:") or len(by) < 8)):
        raise ValueError(f"policy {name!r}: count_by is {by!r}")
    for flag in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, flag), bool):
            raise ValueError(f"policy {name!r}: {flag} must be a bool")


class Plugin:
    """Remembers, for each scope of a request, who counts it."""

    def __init__(self, policies, new_limiter):
        self._new = new_limiter
        self._kept = {}
        self._local = self._rules = {}
        self._local_masks = self._rule_masks = ()
        self._plans = {}
        self._load(policies)

    def reload(self, policies):
        self._load(policies)

    def _load(self, policies):
        kept, local, rules = {}, {}, {}
        for policy in policies:
            check(policy)
            name = policy.name
            if name in kept:
                raise ValueError(f"policy {name!r}: name is given twice")
            limits = tuple(policy.limits)
            limiter = None
            if name in self._kept:
                old_limits, old_limiter = self._kept[name]
                if old_limits == limits:
                    limiter = old_limiter
            if limiter is None:
                limiter = self._new(policy.limits)
            kept[name] = limits, limiter
            if policy.enabled:
                place = mask_of(policy), policy.consumer or policy.group, policy.route, policy.service
                slot = Slot(policy, limiter)
                if policy.globally:
                    rules.setdefault(place, []).append(slot)
                elif place in local:
                    raise ValueError(f"policies {local[place].name!r} and {name!r} have the same scope")
                else:
                    local[place] = slot
        self._kept, self._local, self._rules = kept, local, rules
        used = {place[0] for place in local}
        self._local_masks = tuple(mask for mask in RANK if mask in used)
        used = {place[0] for place in rules}
        self._rule_masks = tuple(mask for mask in RANK if mask in used)
        self._plans = {}

    def _places(self, masks, consumer, groups, route, service):
        for mask in masks:
            if mask & R and not route or mask & S and not service:
                continue
            rest = route if mask & R else None, service if mask & S else None
            if mask & C:
                if consumer:
                    yield (mask, consumer, *rest)
            elif mask & G:
                for group in groups:
                    yield (mask, group, *rest)
            else:
                yield (mask, None, *rest)

    def _plan(self, consumer, groups, route, service):
        """Return the local policy, those that can refuse (it first, then by name), and those in shadow."""
        local = None
        for place in self._places(self._local_masks, consumer, groups, route, service):
            local = self._local.get(place)
            if local is not None:
                break
        slots = []
        for place in self._places(self._rule_masks, consumer, groups, route, service):
            slots += self._rules.get(place, ())
        slots.sort(key=lambda slot: slot.name)
        if local is not None:
            slots.insert(0, local)
        return local, [slot for slot in slots if not slot.shadow], [slot for slot in slots if slot.shadow]

    def access(self, request):
        asked = request.consumer, tuple(sorted(request.groups)), request.route, request.service
        plan = self._plans.get(asked)
        if plan is None:
            if len(self._plans) >= ROOM:
                self._plans = {}
            plan = self._plans[asked] = self._plan(*asked)
        local, judges, shadows = plan
        if len(judges) == 1:
            judge = judges[0]
            wait = judge.limiter.take(judge.key(request))
            if wait:
                return Verdict(False, judge.name, 429, wait)
        elif judges:
            keys = [judge.key(request) for judge in judges]
            waits = [judge.limiter.wait(key) for judge, key in zip(judges, keys)]
            longest = max(waits)
            if longest:
                return Verdict(False, judges[waits.index(longest)].name, 429, longest)
            for judge, key in zip(judges, keys):
                judge.limiter.take(key)
        for shadow in shadows:
            shadow.limiter.take(shadow.key(request))
        return Verdict(True, None if local is None else local.name, 200, 0)
