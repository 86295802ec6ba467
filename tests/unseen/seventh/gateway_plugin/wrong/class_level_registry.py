"""Wrong: the limiters are in a dictionary of the class, so two plugins whose policies have the same names share counters, or forget each other's."""

import re
from collections import defaultdict
from typing import NamedTuple

from ratelimit import Quota

_COUNT_BY = re.compile(r"consumer|credential|ip|path|service|header:(.+)", re.DOTALL)


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Rule:
    def __init__(self, policy):
        self.name = policy.name
        self.shadow = policy.shadow
        match = _COUNT_BY.fullmatch(policy.count_by)
        self.header = match[1].lower() if match[1] else None
        self.count_by = policy.count_by

    def key(self, request):
        if self.header:
            value = [v for k, v in request.headers.items() if k.lower() == self.header]
            value, by = value[0] if value else None, f"header:{self.header}"
        else:
            value, by = getattr(request, self.count_by), self.count_by
        return (by, value) if value else ("ip", request.ip or "")


class Plugin:
    limiters = {}  # name: (limits, limiter)

    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.scopes = {}
        self.reload(policies)

    @staticmethod
    def _verify(policies):
        names, scopes = set(), {}
        for p in policies:
            bad = None
            if not isinstance(p.name, str) or p.name == "" or p.name in names:
                bad = "name"
            elif p.consumer is not None and p.group is not None:
                bad = "group"
            elif not isinstance(p.limits, (tuple, list)) or len(p.limits) < 1:
                bad = "limits"
            elif [limit for limit in p.limits if not isinstance(limit, Quota)]:
                bad = "limits"
            elif not isinstance(p.count_by, str) or not _COUNT_BY.fullmatch(p.count_by):
                bad = "count_by"
            for part in ("consumer", "group", "route", "service"):
                value = getattr(p, part)
                if value is not None and (not isinstance(value, str) or not value):
                    bad = bad or part
            for flag in ("shadow", "enabled", "globally"):
                if not isinstance(getattr(p, flag), bool):
                    bad = bad or flag
            if bad:
                raise ValueError(f"invalid {bad} in policy {p.name!r}")
            names.add(p.name)
            if p.enabled and not p.globally:
                scope = (p.consumer, p.group, p.route, p.service)
                if scope in scopes:
                    raise ValueError(f"policies {scopes[scope]!r}, {p.name!r}: same scope")
                scopes[scope] = p.name

    def reload(self, policies):
        self._verify(policies)
        scopes = defaultdict(lambda: (None, ()))
        limiters = {}
        for p in policies:
            limits = tuple(p.limits)
            if p.name in self.limiters and self.limiters[p.name][0] == limits:
                limiters[p.name] = self.limiters[p.name]
            else:
                limiters[p.name] = (limits, self.new_limiter(limits))
            if p.enabled:
                scope = (p.consumer, p.group, p.route, p.service)
                local, rules = scopes[scope]
                scopes[scope] = (local, (*rules, Rule(p))) if p.globally else (Rule(p), rules)
        self.limiters.clear()
        self.limiters.update(limiters)
        self.scopes = dict(scopes)

    def _fitting(self, request):
        c, r, s = request.consumer or None, request.route or None, request.service or None
        groups = sorted(g for g in request.groups if g)
        order = [
            (c, r, s, "crs"),
            (groups, r, s, "grs"),
            (c, r, None, "cr"),
            (c, None, s, "cs"),
            (groups, r, None, "gr"),
        ]
        order += [(groups, None, s, "gs"), (None, r, s, "rs"), (c, None, None, "c"), (groups, None, None, "g")]
        order += [(None, r, None, "r"), (None, None, s, "s"), (None, None, None, "")]
        for who, route, service, kind in order:
            if ("r" in kind and not route) or ("s" in kind and not service) or ("c" in kind and not who):
                continue
            if "g" in kind:
                for group in who:
                    yield (None, group, route, service)
            else:
                yield (who, None, route, service)

    def access(self, request):
        local, rules = None, []
        for scope in self._fitting(request):
            mine, globally = self.scopes.get(scope, (None, ()))
            local = local or mine
            rules.extend(globally)
        rules.sort(key=lambda rule: rule.name)
        all_of_them = [local, *rules] if local else rules
        longest, refusing = 0, None
        for rule in all_of_them:
            if not rule.shadow:
                wait = self.limiters[rule.name][1].wait(rule.key(request))
                if wait > longest:
                    longest, refusing = wait, rule.name
        if refusing is not None:
            return Verdict(False, refusing, 429, longest)
        for rule in all_of_them:
            self.limiters[rule.name][1].take(rule.key(request))
        return Verdict(True, local.name if local else None, 200, 0)
