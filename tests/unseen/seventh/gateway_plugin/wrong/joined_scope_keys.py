"""Wrong: looks scopes up by one text, its parts joined with slashes; shows with a route a/b and a service c beside a route a and a service b/c."""

from collections import namedtuple

from ratelimit import Quota

Verdict = namedtuple("Verdict", ["allowed", "policy", "status", "retry_after"])


def scope_key(consumer="", group="", route="", service=""):
    who = f"c:{consumer}" if consumer else f"g:{group}" if group else ""
    kind = f"{'r' if route else ''}{'s' if service else ''}"
    return f"{kind}/{who}/{route}/{service}"


def candidates(request):
    c, r, s = request.consumer or "", request.route or "", request.service or ""
    gs = sorted(g for g in request.groups if g)
    keys = []
    if c and r and s:
        keys.append(scope_key(consumer=c, route=r, service=s))
    if r and s:
        keys.extend(scope_key(group=g, route=r, service=s) for g in gs)
    if c and r:
        keys.append(scope_key(consumer=c, route=r))
    if c and s:
        keys.append(scope_key(consumer=c, service=s))
    if r:
        keys.extend(scope_key(group=g, route=r) for g in gs)
    if s:
        keys.extend(scope_key(group=g, service=s) for g in gs)
    if r and s:
        keys.append(scope_key(route=r, service=s))
    if c:
        keys.append(scope_key(consumer=c))
    keys.extend(scope_key(group=g) for g in gs)
    if r:
        keys.append(scope_key(route=r))
    if s:
        keys.append(scope_key(service=s))
    keys.append(scope_key())
    return keys


def validate(policies):
    names = []
    seen = {}
    for p in policies:

        def error(field):
            return ValueError(f"{p.name!r}: bad {field}")  # noqa: B023

        if not isinstance(p.name, str) or not p.name or p.name in seen:
            raise error("name")
        seen[p.name] = True
        for field in ("consumer", "group", "route", "service"):
            v = getattr(p, field)
            if v is not None and (not isinstance(v, str) or not v):
                raise error(field)
        if p.consumer and p.group:
            raise error("group")
        if not isinstance(p.limits, (list, tuple)) or not p.limits or not all(isinstance(q, Quota) for q in p.limits):
            raise error("limits")
        by = p.count_by
        if not isinstance(by, str):
            raise error("count_by")
        if by not in ("consumer", "credential", "ip", "path", "service") and not (by.startswith("header:") and by[7:]):
            raise error("count_by")
        for field in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(p, field), bool):
                raise error(field)
        if p.enabled and not p.globally:
            names.append((p.consumer, p.group, p.route, p.service, p.name))
    scopes = {}
    for *scope, name in names:
        scope = tuple(scope)
        if scope in scopes:
            raise ValueError(f"{scopes[scope]!r} and {name!r} have the same scope")
        scopes[scope] = name


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.all = {}
        self.reload(policies)

    def reload(self, policies):
        validate(policies)
        everything, local, rules = {}, {}, {}
        for p in policies:
            limits = list(p.limits)
            if p.name in self.all and self.all[p.name]["limits"] == limits:
                limiter = self.all[p.name]["limiter"]
            else:
                limiter = self.new_limiter(limits)
            record = {"name": p.name, "limits": limits, "limiter": limiter, "by": p.count_by, "shadow": p.shadow}
            everything[p.name] = record
            if p.enabled:
                key = scope_key(p.consumer or "", p.group or "", p.route or "", p.service or "")
                if p.globally:
                    rules.setdefault(key, []).append(record)
                else:
                    local[key] = record
        self.all, self.local, self.rules = everything, local, rules

    @staticmethod
    def identify(by, request):
        if by.startswith("header:"):
            header = by[7:].lower()
            value = next((v for n, v in request.headers.items() if n.lower() == header), None)
            by = ("header", header)
        else:
            value = getattr(request, by)
        if value:
            return (by, value)
        return ("ip", request.ip) if request.ip else None

    def access(self, request):
        keys = candidates(request)
        chosen = next((self.local[key] for key in keys if key in self.local), None)
        applied = [chosen] if chosen else []
        for key in keys:
            applied.extend(self.rules.get(key, ()))
        pairs = [(record, self.identify(record["by"], request)) for record in applied]
        worst = None
        for record, key in pairs:
            if record["shadow"]:
                continue
            wait = record["limiter"].wait(key)
            if wait:
                order = (-wait, record is not chosen, record["name"])
                if worst is None or order < worst:
                    worst = order
        if worst:
            return Verdict(False, worst[2], 429, -worst[0])
        for record, key in pairs:
            record["limiter"].take(key)
        return Verdict(True, chosen["name"] if chosen else None, 200, 0)
