"""All scopes with a consumer come before all scopes with a group, also the bare consumer."""

from operator import attrgetter
from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


CONSUMER, GROUP, ROUTE, SERVICE = 8, 4, 2, 1
BITS = {"consumer": CONSUMER, "group": GROUP, "route": ROUTE, "service": SERVICE}
MASKS = (
    CONSUMER | ROUTE | SERVICE,
    CONSUMER | ROUTE,
    CONSUMER | SERVICE,
    CONSUMER,
    GROUP | ROUTE | SERVICE,
    GROUP | ROUTE,
    GROUP | SERVICE,
    GROUP,
    ROUTE | SERVICE,
    ROUTE,
    SERVICE,
    0,
)


def _text(value):
    return isinstance(value, str) and len(value) > 0


def _maybe(value):
    return value is None or _text(value)


def _bool(value):
    return value is True or value is False


def _limits(value):
    return isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(q, Quota) for q in value)


COUNTERS = {field: attrgetter(field) for field in ("consumer", "credential", "ip", "path", "service")}
PREFIX = "header:"


def _count_by(value):
    return isinstance(value, str) and (value in COUNTERS or (value.startswith(PREFIX) and value != PREFIX))


CHECKS = (
    ("name", _text),
    ("limits", _limits),
    ("consumer", _maybe),
    ("group", _maybe),
    ("route", _maybe),
    ("service", _maybe),
    ("count_by", _count_by),
    ("shadow", _bool),
    ("enabled", _bool),
    ("globally", _bool),
)


def _header(wanted):
    def get(request):
        for name in request.headers:
            if name.lower() == wanted:
                return request.headers[name]
        return None

    return get


class _Row:
    __slots__ = ("name", "limits", "limiter", "shadow", "kind", "get", "cell")

    def __init__(self, policy):
        self.name = policy.name
        self.limits = tuple(policy.limits)
        self.limiter = None
        self.shadow = policy.shadow
        by = policy.count_by
        if by in COUNTERS:
            self.kind, self.get = by, COUNTERS[by]
        else:
            self.kind = PREFIX + by[len(PREFIX) :].lower()
            self.get = _header(self.kind[len(PREFIX) :])
        mask = sum(bit for part, bit in BITS.items() if getattr(policy, part) is not None)
        self.cell = (mask, *(getattr(policy, part) for part in BITS))

    def key(self, request):
        value = self.get(request)
        if value:
            return self.kind, value
        return ("ip", request.ip) if request.ip else ("", "")


def _read(policies):
    """All rows, the local table and the table of rules. It raises and changes nothing."""
    rows, local, rules = {}, {}, {}
    for policy in policies:
        for field, right in CHECKS:
            value = getattr(policy, field)
            if not right(value):
                raise ValueError(f"{policy.name!r}: {field} can't be {value!r}")
        if policy.consumer is not None and policy.group is not None:
            raise ValueError(f"{policy.name!r}: consumer and group in one scope")
        if policy.name in rows:
            raise ValueError(f"{policy.name!r}: name is not unique")
        row = rows[policy.name] = _Row(policy)
        if not policy.enabled:
            continue
        if policy.globally:
            rules.setdefault(row.cell, []).append(row)
            continue
        other = local.setdefault(row.cell, row)
        if other is not row:
            raise ValueError(f"{other.name!r}, {row.name!r}: two local policies of the same scope")
    return rows, local, rules


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._rows = {}
        self.reload(policies)

    def reload(self, policies):
        rows, local, rules = _read(policies)
        for name, row in rows.items():
            old = self._rows.get(name)
            same = old is not None and old.limits == row.limits
            row.limiter = old.limiter if same else self._new_limiter(row.limits)
        self._rows, self._local, self._rules = rows, local, rules

    def access(self, request):
        consumer, route, service = request.consumer, request.route, request.service
        have = (CONSUMER if consumer else 0) | (ROUTE if route else 0) | (SERVICE if service else 0)
        groups = sorted(request.groups)
        if groups:
            have |= GROUP
        chosen, rules = None, []
        for mask in MASKS:
            if mask & ~have:
                continue
            c = consumer if mask & CONSUMER else None
            r = route if mask & ROUTE else None
            s = service if mask & SERVICE else None
            for g in groups if mask & GROUP else (None,):
                cell = (mask, c, g, r, s)
                if chosen is None:
                    chosen = self._local.get(cell)
                rules.extend(self._rules.get(cell, ()))
        rules.sort(key=attrgetter("name"))
        rows = rules if chosen is None else [chosen, *rules]
        counting = [(row, row.key(request)) for row in rows]
        waits = [(row.limiter.wait(key), row.name) for row, key in counting if not row.shadow]
        wait, name = max(waits, key=lambda pair: pair[0], default=(0, None))
        if wait > 0:
            return Verdict(False, name, 429, wait)
        for row, key in counting:
            row.limiter.take(key)
        return Verdict(True, chosen.name if chosen is not None else None, 200, 0)
