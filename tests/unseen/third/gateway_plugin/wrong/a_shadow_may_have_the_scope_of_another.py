"""Two enabled local policies with the same scope are accepted if one of them is in shadow mode."""

from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


def keyer(count_by):
    """A function from a request to the key of its counter."""
    if count_by.startswith("header:"):
        wanted = count_by[len("header:") :].lower()
        kind = ("header", wanted)

        def value(request):
            return next((v for k, v in request.headers.items() if k.lower() == wanted), None)

    else:
        kind = (count_by,)

        def value(request):
            return getattr(request, count_by)

    def key(request):
        if found := value(request):
            return kind, found
        return (("ip",), request.ip) if request.ip else ()

    return key


def must(right, policy, field):
    if not right:
        raise ValueError(f"the {field} of policy {policy.name!r} won't do")


def verify(policies):
    names, scopes = set(), {}

    def text(value):
        return isinstance(value, str) and bool(value)

    for p in policies:
        must(text(p.name) and p.name not in names, p, "name")
        names.add(p.name)
        must(isinstance(p.limits, (list, tuple)) and len(p.limits) >= 1, p, "limits")
        for quota in p.limits:
            must(isinstance(quota, Quota), p, "limits")
        for part in ("consumer", "group", "route", "service"):
            must(getattr(p, part) is None or text(getattr(p, part)), p, part)
        must(p.consumer is None or p.group is None, p, "group")
        known = ("consumer", "credential", "ip", "path", "service")
        must(text(p.count_by), p, "count_by")
        must(p.count_by in known or (p.count_by.startswith("header:") and p.count_by[7:]), p, "count_by")
        for flag in ("shadow", "enabled", "globally"):
            must(type(getattr(p, flag)) is bool, p, flag)
        if p.enabled and not p.globally and not p.shadow:
            scope = (p.consumer, p.group, p.route, p.service)
            if scope in scopes:
                raise ValueError(f"policy {p.name!r} and policy {scopes[scope]!r} have one scope")
            scopes[scope] = p.name


def book(policies, limiters):
    """The function that finds who counts a request: the local policy or None, and the rules by name."""
    local, rules = {}, {}
    for p in policies:
        if p.enabled:
            scope = (p.consumer, p.group, p.route, p.service)
            entry = (p.name, p.shadow, keyer(p.count_by), limiters[p.name][1])
            if p.globally:
                rules.setdefault(scope, []).append(entry)
            else:
                local[scope] = entry

    def candidates(request):
        c, r, s, gs = request.consumer, request.route, request.service, sorted(request.groups)

        def with_place(r, s):
            if c:
                yield c, None, r, s
            if not (r and s):
                return
            for g in gs:
                yield None, g, r, s

        if r and s:
            yield from with_place(r, s)
        places = [place for place in ((r, None), (None, s)) if any(place)]
        for place in places:
            yield from with_place(*place)
        for place in places:
            for g in gs:
                yield None, g, *place
        if r and s:
            yield None, None, r, s
        yield from with_place(None, None)
        for g in gs:
            yield None, g, None, None
        for place in places:
            yield None, None, *place
        yield None, None, None, None

    def find(request):
        first, others = None, []
        for scope in candidates(request):
            if first is None:
                first = local.get(scope)
            others.extend(rules.get(scope, ()))
        others.sort(key=lambda entry: entry[0])
        return first, others

    return find


def decider(find):
    def access(request):
        first, others = find(request)
        entries = others if first is None else [first, *others]
        everybody = [(name, shadow, key(request), limiter) for name, shadow, key, limiter in entries]
        worst = (0, None)
        for name, shadow, key, limiter in everybody:
            wait = 0 if shadow else limiter.wait(key)
            if wait > worst[0]:
                worst = (wait, name)
        if worst[0]:
            return Verdict(False, worst[1], 429, worst[0])
        for _, _, key, limiter in everybody:
            limiter.take(key)
        return Verdict(True, first and first[0], 200, 0)

    return access


class Plugin:
    def __init__(self, policies, new_limiter):
        limiters = {}

        def reload(policies):
            nonlocal limiters
            policies = list(policies)
            verify(policies)
            fresh = {}
            for p in policies:
                limits = list(p.limits)
                old = limiters.get(p.name)
                fresh[p.name] = old if old and old[0] == limits else (limits, new_limiter(p.limits))
            limiters = fresh
            self._access = decider(book(policies, fresh))

        self._reload = reload
        reload(policies)

    def access(self, request):
        return self._access(request)

    def reload(self, policies):
        self._reload(policies)
