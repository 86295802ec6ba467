"""Wrong: counters of rules and of local policies are kept apart, so a policy that becomes a rule begins anew."""

from collections import namedtuple
from operator import attrgetter

from ratelimit import Quota

Verdict = namedtuple("Verdict", "allowed policy status retry_after")
Row = namedtuple("Row", "name who group route service count_by shadow limiter")

#        who         route  service
KINDS = (
    ("consumer", True, True),
    ("group", True, True),
    ("consumer", True, False),
    ("consumer", False, True),
    ("group", True, False),
    ("group", False, True),
    ("anybody", True, True),
    ("consumer", False, False),
    ("group", False, False),
    ("anybody", True, False),
    ("anybody", False, True),
    ("anybody", False, False),
)


def is_text(value):
    return isinstance(value, str) and len(value) > 0


def is_part(value):
    return value is None or is_text(value)


def is_bool(value):
    return isinstance(value, bool)


def is_limits(value):
    return isinstance(value, (tuple, list)) and bool(value) and all(isinstance(item, Quota) for item in value)


def is_count_by(value):
    if not is_text(value):
        return False
    if value[:7] == "header:":
        return len(value) > 7
    return value in ("consumer", "credential", "ip", "path", "service")


CHECKS = {
    "name": is_text,
    "limits": is_limits,
    "consumer": is_part,
    "group": is_part,
    "route": is_part,
    "service": is_part,
    "count_by": is_count_by,
    "shadow": is_bool,
    "enabled": is_bool,
    "globally": is_bool,
}


def complain(policies):
    seen, taken = set(), {}
    for policy in policies:
        for field, good in CHECKS.items():
            if not good(getattr(policy, field)):
                raise ValueError(f"{policy.name!r}: {field} can't be {getattr(policy, field)!r}")
        if policy.consumer and policy.group:
            raise ValueError(f"{policy.name!r}: consumer and group")
        if policy.name in seen:
            raise ValueError(f"{policy.name!r}: the same name again")
        seen.add(policy.name)
        if policy.enabled and not policy.globally:
            place = (policy.consumer, policy.group, policy.route, policy.service)
            if place in taken:
                raise ValueError(f"{taken[place]!r} and {policy.name!r}: one scope")
            taken[place] = policy.name


def key_of(row, request):
    kind, _, name = row.count_by.partition(":")
    if kind == "header":
        name = name.lower()
        value = next((v for k, v in request.headers.items() if k.lower() == name), None)
    else:
        value = getattr(request, kind)
    if not value and request.ip:
        kind, name, value = "ip", "", request.ip
    return (kind, name, value) if value else None


class Index:
    """who -> consumer or group -> route -> service -> rows"""

    def __init__(self):
        self.root = {"consumer": {}, "group": {}, "anybody": {}}

    def add(self, row):
        kind = "consumer" if row.who else "group" if row.group else "anybody"
        leaf = self.root[kind].setdefault(row.who or row.group, {}).setdefault(row.route, {})
        leaf.setdefault(row.service, []).append(row)

    def get(self, kind, who, route, service):
        return self.root[kind].get(who, {}).get(route, {}).get(service, ())


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.limiters = {}
        self.load(list(policies))

    def reload(self, policies):
        self.load(list(policies))

    def load(self, policies):
        complain(policies)
        limiters, local, rules = {}, Index(), Index()
        for p in policies:
            wanted = tuple(p.limits)
            had, limiter = self.limiters.get((p.globally, p.name), (None, None))
            if had != wanted:
                limiter = self.new_limiter(p.limits)
            limiters[p.globally, p.name] = (wanted, limiter)
            if p.enabled:
                row = Row(p.name, p.consumer, p.group, p.route, p.service, p.count_by, p.shadow, limiter)
                (rules if p.globally else local).add(row)
        self.limiters, self.local, self.rules = limiters, local, rules

    def access(self, request):
        names = {
            "consumer": [request.consumer] if request.consumer else [],
            "group": sorted([g for g in request.groups if g]),
            "anybody": [None],
        }
        local, rules = [], []
        for kind, with_route, with_service in KINDS:
            if (with_route and not request.route) or (with_service and not request.service):
                continue
            route = request.route if with_route else None
            service = request.service if with_service else None
            for who in names[kind]:
                if not local:
                    local = list(self.local.get(kind, who, route, service))
                rules.extend(self.rules.get(kind, who, route, service))
        rules.sort(key=attrgetter("name"))
        spent = [(row, key_of(row, request)) for row in local + rules]
        waits = [(row.limiter.wait(key), row.name) for row, key in spent if not row.shadow]
        wait, name = max(waits, key=lambda pair: pair[0], default=(0, None))  # the first of equal ones
        if wait > 0:
            return Verdict(False, name, 429, wait)
        for row, key in spent:
            row.limiter.take(key)
        return Verdict(True, local[0].name if local else None, 200, 0)
