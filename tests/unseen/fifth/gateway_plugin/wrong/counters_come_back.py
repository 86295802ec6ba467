"""Wrong: counters of a policy that a file has left out are kept for good, and come back with it."""

from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


KINDS = ["crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", ""]
PLAIN = ("consumer", "credential", "ip", "path", "service")


class Compiled(NamedTuple):
    name: str
    scope: tuple
    key_of: object
    limiter: object
    shadow: bool


def check(policy):
    def mistake(field, why):
        return ValueError(f"policy {policy.name!r}: {field} {why}")

    for field in ("name", "consumer", "group", "route", "service"):
        value = getattr(policy, field)
        if value is None and field != "name":
            continue
        if not isinstance(value, str) or not value:
            raise mistake(field, "must be a text that is not empty")
    if policy.consumer is not None and policy.group is not None:
        raise mistake("consumer", "and group can't both be given")
    if not isinstance(policy.limits, (list, tuple)) or not policy.limits:
        raise mistake("limits", "must be a list or a tuple of quotas")
    if not all(isinstance(limit, Quota) for limit in policy.limits):
        raise mistake("limits", "has something in it that is no quota")
    by = policy.count_by
    if not isinstance(by, str) or not (by in PLAIN or (by.startswith("header:") and by != "header:")):
        raise mistake("count_by", "is unknown")
    for field in ("shadow", "enabled", "globally"):
        if not isinstance(getattr(policy, field), bool):
            raise mistake(field, "must be a bool")


def check_all(policies):
    names, scopes = set(), {}
    for policy in policies:
        check(policy)
        if policy.name in names:
            raise ValueError(f"policy {policy.name!r}: name is given twice")
        names.add(policy.name)
        if policy.enabled and not policy.globally:
            first = scopes.setdefault(scope_of(policy), policy)
            if first is not policy:
                raise ValueError(f"policies {first.name!r} and {policy.name!r} have the same scope")


def scope_of(policy):
    return policy.consumer, policy.group, policy.route, policy.service


def key_function(count_by):
    def by_ip(request):
        return ("ip", request.ip) if request.ip else ()

    if count_by.startswith("header:"):
        wanted = count_by[len("header:") :].lower()

        def by_header(request):
            for name, value in request.headers.items():
                if name.lower() == wanted and value:
                    return "header", wanted, value
            return by_ip(request)

        return by_header

    def by_field(request):
        value = getattr(request, count_by)
        return (count_by, value) if value else by_ip(request)

    return by_field


def parts(request):
    groups = sorted(group for group in request.groups if group)
    return request.consumer or None, groups, request.route or None, request.service or None


def finder(compiled):
    table = {one.scope: one for one in compiled}

    def find(request):
        consumer, groups, route, service = parts(request)
        for kind in KINDS:
            r, s = "r" in kind and route, "s" in kind and service
            if r is None or s is None:
                continue
            if "g" in kind:
                who = [(None, group) for group in groups]
            elif "c" in kind:
                who = [(consumer, None)] if consumer else []
            else:
                who = [(None, None)]
            for c, g in who:
                found = table.get((c, g, r or None, s or None))
                if found is not None:
                    return found
        return None

    return find


def collector(compiled):
    table = {}
    for one in compiled:
        table.setdefault(one.scope, []).append(one)

    def collect(request):
        consumer, groups, route, service = parts(request)
        who = [(None, None)] + [(None, group) for group in groups]
        if consumer:
            who.append((consumer, None))
        found = []
        for c, g in who:
            for r in {None, route}:
                for s in {None, service}:
                    found += table.get((c, g, r, s), ())
        return found

    return collect


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._kept = {}
        self.reload(policies)

    def reload(self, policies):
        policies = list(policies)
        check_all(policies)
        kept, local, rules = {}, [], []
        for policy in policies:
            limits = tuple(policy.limits)
            before = self._kept.get(policy.name)
            same = before is not None and before[0] == limits
            limiter = before[1] if same else self._new_limiter(policy.limits)
            kept[policy.name] = limits, limiter
            if policy.enabled:
                one = Compiled(policy.name, scope_of(policy), key_function(policy.count_by), limiter, policy.shadow)
                (rules if policy.globally else local).append(one)
        self._kept.update(kept)
        self._find, self._collect = finder(local), collector(rules)

    def access(self, request):
        local = self._find(request)
        rules = sorted(self._collect(request), key=lambda one: one.name)
        asked = [(one, one.key_of(request)) for one in ([local] if local else []) + rules]
        longest, decisive = 0, None
        for one, key in asked:
            if not one.shadow:
                wait = one.limiter.wait(key)
                if wait > longest:
                    longest, decisive = wait, one
        if decisive is not None:
            return Verdict(False, decisive.name, 429, longest)
        for one, key in asked:
            one.limiter.take(key)
        return Verdict(True, local.name if local else None, 200, 0)
