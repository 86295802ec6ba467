"""Keeps the limiters of disabled policies only until the next file, so that one that is disabled in two begins anew.

Breaks: law 8 (reload)
Level: reload
Shows: plugin(policy('all', '1/minute')) access(consumer='ann') reload(policy('all', '1/minute', enabled=False)) reload(policy('all', '1/minute', enabled=False)) reload(policy('all', '1/minute')) access(consumer='ann')
Shipped: not known
"""

from collections.abc import Sequence
from collections import defaultdict
from types import SimpleNamespace

from ratelimit import Quota

RANK = {
    (1, 0, 1, 1): 1,
    (0, 1, 1, 1): 2,
    (1, 0, 1, 0): 3,
    (1, 0, 0, 1): 4,
    (0, 1, 1, 0): 5,
    (0, 1, 0, 1): 6,
    (0, 0, 1, 1): 7,
    (1, 0, 0, 0): 8,
    (0, 1, 0, 0): 9,
    (0, 0, 1, 0): 10,
    (0, 0, 0, 1): 11,
    (0, 0, 0, 0): 12,
}


def tree():
    return defaultdict(lambda: defaultdict(lambda: defaultdict(list)))


class Plugin:
    def __init__(self, policies, new_limiter):
        self.make = new_limiter
        self.policies = {}
        self.tree = tree()
        self.limiters = {}
        self.reload(policies)

    def reload(self, policies):
        policies = list(policies)
        self.refuse_mistakes(policies)
        new, limiters = tree(), {}
        for p in policies:
            old = self.policies.get(p.name)
            same = old is not None and (old.enabled or p.enabled) and tuple(old.limits) == tuple(p.limits)
            limiters[p.name] = self.limiters[p.name] if same else self.make(p.limits)
            if p.enabled:
                who = ("consumer", p.consumer) if p.consumer else ("group", p.group) if p.group else None
                new[who][p.route][p.service].append(p)
        self.tree, self.limiters = new, limiters
        self.policies = {p.name: p for p in policies}

    def access(self, request):
        fit = []
        whos = [None] + [("group", group) for group in set(request.groups) if group]
        if request.consumer:
            whos.append(("consumer", request.consumer))
        for who in whos:
            routes = self.tree.get(who) or {}
            for route in {None, request.route or None}:
                services = routes.get(route) or {}
                for service in {None, request.service or None}:
                    fit += services.get(service) or []
        locals_ = [p for p in fit if not p.globally]
        chosen = min(locals_, key=self.rank) if locals_ else None
        counting = sorted((p for p in fit if p.globally), key=lambda p: p.name)
        if chosen is not None:
            counting.insert(0, chosen)
        keys = {p.name: self.key(p, request) for p in counting}
        refusing = None
        longest = 0
        for p in counting:
            if not p.shadow and self.limiters[p.name].wait(keys[p.name]) > longest:
                longest = self.limiters[p.name].wait(keys[p.name])
                refusing = p.name
        if refusing is not None:
            return SimpleNamespace(allowed=False, policy=refusing, status=429, retry_after=longest)
        for p in counting:
            self.limiters[p.name].take(keys[p.name])
        return SimpleNamespace(allowed=True, policy=chosen.name if chosen else None, status=200, retry_after=0)

    @staticmethod
    def rank(p):
        shape = tuple(int(v is not None) for v in (p.consumer, p.group, p.route, p.service))
        return RANK[shape], p.group or ""

    @staticmethod
    def key(p, request):
        by = p.count_by.lower()
        if by.startswith("header:"):
            wanted = by[len("header:") :]
            for name in request.headers:
                if name.lower() == wanted and request.headers[name]:
                    return by, request.headers[name]
        elif getattr(request, by):
            return by, getattr(request, by)
        if request.ip:
            return "ip", request.ip
        return "nothing"

    @staticmethod
    def refuse_mistakes(policies):
        seen, scopes = set(), {}
        for p in policies:
            if type(p.name) is not str or p.name == "":
                raise ValueError("every policy needs a name")
            if p.name in seen:
                raise ValueError("two policies have the name " + p.name)
            seen.add(p.name)
            bad = []
            for field in "consumer", "group", "route", "service":
                value = getattr(p, field)
                if value is not None and (type(value) is not str or not value):
                    bad.append(field)
            if p.consumer is not None and p.group is not None:
                bad.append("group")
            listed = isinstance(p.limits, Sequence) and len(p.limits) > 0
            if not listed or [limit for limit in p.limits if not isinstance(limit, Quota)]:
                bad.append("limits")
            if p.count_by not in ["consumer", "credential", "ip", "path", "service"]:
                if not isinstance(p.count_by, str) or not p.count_by.startswith("header:") or p.count_by == "header:":
                    bad.append("count_by")
            bad += [flag for flag in ("shadow", "enabled", "globally") if getattr(p, flag).__class__ is not bool]
            if bad:
                raise ValueError(f"policy {p.name}: look at {', '.join(bad)}")
            if p.enabled and not p.globally:
                scope = (p.consumer, p.group, p.route, p.service)
                if scope in scopes:
                    raise ValueError(f"policies {scopes[scope]} and {p.name} have one scope")
                scopes[scope] = p.name
