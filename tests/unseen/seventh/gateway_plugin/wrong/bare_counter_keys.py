"""Wrong: the counter's key is the bare text, whatever it is; so the consumer 192.0.2.1 and whoever comes from that address share a counter."""

from itertools import groupby, product
from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


PRECEDENCE = [
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
]


def get_identifier(request, count_by):
    if count_by.startswith("header:"):
        wanted = count_by[len("header:") :].lower()
        headers = {k.lower(): v for k, v in request.headers.items()}
        identifier = headers.get(wanted)
    else:
        identifier = getattr(request, count_by)
    return identifier or request.ip or ""


class _Policy:
    def __init__(self, source, limiter):
        self.name = source.name
        self.limits = tuple(source.limits)
        self.limiter = limiter
        self.count_by = source.count_by
        self.shadow = source.shadow

    def check(self, request):
        return 0 if self.shadow else self.limiter.wait(get_identifier(request, self.count_by))

    def spend(self, request):
        self.limiter.take(get_identifier(request, self.count_by))


def _validated(policies):
    policies = list(policies)
    for policy in policies:
        problems = []
        if not isinstance(policy.name, str) or not policy.name:
            problems.append("name")
        for part in ("consumer", "group", "route", "service"):
            value = getattr(policy, part)
            if not (value is None or (isinstance(value, str) and value)):
                problems.append(part)
        if policy.consumer is not None and policy.group is not None:
            problems.append("consumer/group")
        if not isinstance(policy.limits, (list, tuple)):
            problems.append("limits")
        elif not policy.limits or any(not isinstance(limit, Quota) for limit in policy.limits):
            problems.append("limits")
        if not isinstance(policy.count_by, str) or (
            policy.count_by not in {"consumer", "credential", "ip", "path", "service"}
            and not (policy.count_by.startswith("header:") and len(policy.count_by) > len("header:"))
        ):
            problems.append("count_by")
        problems.extend(
            flag for flag in ("shadow", "enabled", "globally") if not isinstance(getattr(policy, flag), bool)
        )
        if problems:
            raise ValueError(f"policy {policy.name!r}: {', '.join(problems)}")
    for name, same in groupby(sorted(policy.name for policy in policies)):
        if len(list(same)) > 1:
            raise ValueError(f"policy name {name!r} is used twice")
    return policies


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._by_name = {}
        self._apply(policies)

    def reload(self, policies):
        self._apply(policies)

    def _apply(self, policies):
        by_name, local, rules = {}, {}, {}
        for source in _validated(policies):
            known = self._by_name.get(source.name)
            if known is None or known.limits != tuple(source.limits):
                policy = _Policy(source, self._new_limiter(source.limits))
            else:
                policy = _Policy(source, known.limiter)
            by_name[source.name] = policy
            if not source.enabled:
                continue
            scope = (source.consumer, source.group, source.route, source.service)
            if source.globally:
                rules.setdefault(scope, []).append(policy)
                continue
            if scope in local:
                raise ValueError(f"policies {local[scope].name!r} and {source.name!r} have the same scope")
            local[scope] = policy
        self._by_name, self._local, self._rules = by_name, local, rules

    def _scopes(self, request):
        options = {
            "consumer": [request.consumer] if request.consumer else [],
            "group": sorted(filter(None, request.groups)),
            "route": [request.route] if request.route else [],
            "service": [request.service] if request.service else [],
        }
        for kind in PRECEDENCE:
            yield from product(*(options[part] if part in kind else [None] for part in options))

    def access(self, request):
        scopes = list(self._scopes(request))
        local = next(filter(None, map(self._local.get, scopes)), None)
        rules = sorted((rule for scope in scopes for rule in self._rules.get(scope, [])), key=lambda rule: rule.name)
        checked = ([local] if local else []) + rules
        waits = [policy.check(request) for policy in checked]
        longest = max(waits, default=0)
        if longest > 0:
            return Verdict(False, checked[waits.index(longest)].name, 429, longest)
        for policy in checked:
            policy.spend(request)
        return Verdict(True, local.name if local else None, 200, 0)
