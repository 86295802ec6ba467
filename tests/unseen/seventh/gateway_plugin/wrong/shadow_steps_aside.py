"""Wrong: lets a policy in shadow mode only count, and has the next specific one decide, to be on the safe side; shows with a local policy in shadow mode before another."""

from typing import NamedTuple

from ratelimit import Quota

KINDS = (
    ("consumer", "route", "service"),
    ("group", "route", "service"),
    ("consumer", "route"),
    ("consumer", "service"),
    ("group", "route"),
    ("group", "service"),
    ("route", "service"),
    ("consumer",),
    ("group",),
    ("route",),
    ("service",),
    (),
)
PARTS = ("consumer", "group", "route", "service")
COUNTED = ("consumer", "credential", "ip", "path", "service")


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Entry:
    """A policy in force, or one that rests."""

    def __init__(self, policy, limiter):
        self.name = policy.name
        self.limits = tuple(policy.limits)
        self.limiter = limiter
        self.shadow = policy.shadow
        self.count_by = policy.count_by
        self.header = policy.count_by[7:].lower() if policy.count_by.startswith("header:") else None

    def key(self, request):
        if self.header is not None:
            for name, value in request.headers.items():
                if value and name.lower() == self.header:
                    return "header", self.header, value
        else:
            value = getattr(request, self.count_by)
            if value:
                return self.count_by, value
        return ("ip", request.ip) if request.ip else ()


def check(policies):
    names = set()
    local = {}
    for policy in policies:
        name = policy.name

        def mistake(field, why, name=name):
            return ValueError(f"policy {name!r}: {field} {why}")

        if not isinstance(name, str) or not name:
            raise mistake("name", "must be a text")
        if name in names:
            raise mistake("name", "is given twice")
        names.add(name)
        for part in PARTS:
            value = getattr(policy, part)
            if value is not None and not (isinstance(value, str) and value):
                raise mistake(part, "must be a text or None")
        if policy.consumer is not None and policy.group is not None:
            raise mistake("group", "can't be beside a consumer")
        limits = policy.limits
        if not isinstance(limits, (list, tuple)) or not limits:
            raise mistake("limits", "must be a list or a tuple of quotas")
        for quota in limits:
            if not isinstance(quota, Quota):
                raise mistake("limits", f"has {quota!r}")
        by = policy.count_by
        if not isinstance(by, str) or not (by in COUNTED or (by.startswith("header:") and len(by) > 7)):
            raise mistake("count_by", f"can't be {by!r}")
        for flag in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, flag), bool):
                raise mistake(flag, "must be True or False")
        if policy.enabled and not policy.globally:
            scope = tuple(getattr(policy, part) for part in PARTS)
            if scope in local:
                raise ValueError(f"policies {local[scope]!r} and {name!r} have the same scope")
            local[scope] = name


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._entries = {}
        self._local = []
        self._rules = []
        self.reload(policies)

    def reload(self, policies):
        policies = list(policies)
        check(policies)
        entries = {}
        local = [{} for _ in KINDS]
        rules = [{} for _ in KINDS]
        for policy in policies:
            old = self._entries.get(policy.name)
            if old is not None and old.limits == tuple(policy.limits):
                limiter = old.limiter
            else:
                limiter = self._new_limiter(policy.limits)
            entry = entries[policy.name] = Entry(policy, limiter)
            if not policy.enabled:
                continue
            has = tuple(part for part in PARTS if getattr(policy, part) is not None)
            number = KINDS.index(has)
            key = tuple(getattr(policy, part) for part in has)
            if policy.globally:
                rules[number].setdefault(key, []).append(entry)
            else:
                local[number][key] = entry
        self._entries, self._local, self._rules = entries, local, rules

    def access(self, request):
        chosen = None
        rules = []
        groups = sorted(group for group in request.groups if group)
        rest = {"consumer": request.consumer, "route": request.route, "service": request.service}
        for number, kind in enumerate(KINDS):
            tail = tuple(rest[part] for part in kind if part != "group")
            if not all(tail):
                continue
            keys = [(group, *tail) for group in groups] if "group" in kind else [tail]
            for key in keys:
                if chosen is None:
                    chosen = self._local[number].get(key)
                    if chosen is not None and chosen.shadow:  # it must not be a way around the limit
                        rules.append(chosen)
                        chosen = None
                rules += self._rules[number].get(key, ())
        rules.sort(key=lambda rule: rule.name)
        everyone = rules if chosen is None else [chosen, *rules]
        keyed = [(entry, entry.key(request)) for entry in everyone]
        refuser, longest = None, 0
        for entry, key in keyed:
            if not entry.shadow:
                wait = entry.limiter.wait(key)
                if wait > longest:
                    refuser, longest = entry, wait
        if refuser is not None:
            return Verdict(False, refuser.name, 429, longest)
        for entry, key in keyed:
            entry.limiter.take(key)
        return Verdict(True, None if chosen is None else chosen.name, 200, 0)
