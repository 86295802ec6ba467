"""Wrong: the first policy of the file that fits is the one that counts, as in a firewall, not the most specific one; and the file is searched at each request."""

from collections import namedtuple

from ratelimit import Quota

Verdict = namedtuple("Verdict", "allowed policy status retry_after")


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.policies = []
        self.limiters = {}
        self.reload(policies)

    def reload(self, policies):
        seen = {}
        scopes = {}
        for p in policies:
            if not isinstance(p.name, str) or not p.name:
                raise ValueError(f"name: {p.name!r}")
            if p.name in seen:
                raise ValueError(f"name: {p.name!r} twice")
            if type(p.limits) not in (list, tuple) or not p.limits:
                raise ValueError(f"{p.name}: limits")
            for q in p.limits:
                if not isinstance(q, Quota):
                    raise ValueError(f"{p.name}: limits")
            for field in ("consumer", "group", "route", "service"):
                v = getattr(p, field)
                if v is not None and not (isinstance(v, str) and v):
                    raise ValueError(f"{p.name}: {field}")
            if p.consumer and p.group:
                raise ValueError(f"{p.name}: consumer and group")
            for field in ("shadow", "enabled", "globally"):
                if type(getattr(p, field)) is not bool:
                    raise ValueError(f"{p.name}: {field}")
            ok = isinstance(p.count_by, str) and (
                p.count_by in ("consumer", "credential", "ip", "path", "service")
                or (p.count_by.startswith("header:") and len(p.count_by) > 7)
            )
            if not ok:
                raise ValueError(f"{p.name}: count_by")
            scope = (p.consumer, p.group, p.route, p.service)
            if p.enabled and not p.globally:
                if scope in scopes:
                    raise ValueError(f"{p.name} and {scopes[scope]}: same scope")
                scopes[scope] = p.name
            old = self.limiters.get(p.name)
            seen[p.name] = old if old and old[0] == list(p.limits) else (list(p.limits), self.new_limiter(p.limits))
        self.limiters = seen
        self.policies = [p for p in policies if p.enabled]

    def matches(self, p, request):
        return (
            p.consumer in (None, request.consumer)
            and (p.group is None or p.group in request.groups)
            and p.route in (None, request.route)
            and p.service in (None, request.service)
        )

    def key(self, p, request):
        if p.count_by.startswith("header:"):
            header = p.count_by[len("header:") :].lower()
            for name, value in request.headers.items():
                if name.lower() == header and value:
                    return "header", header, value
        else:
            value = getattr(request, p.count_by)
            if value:
                return p.count_by, value
        return ("ip", request.ip) if request.ip else "anonymous"

    def access(self, request):
        matching = [p for p in self.policies if self.matches(p, request)]
        local = next((p for p in matching if not p.globally), None)
        counted = sorted((p for p in matching if p.globally), key=lambda p: p.name)
        if local:
            counted.insert(0, local)
        waits = [(self.limiters[p.name][1].wait(self.key(p, request)), p) for p in counted if not p.shadow]
        if waits:
            wait, p = max(waits, key=lambda item: item[0])
            if wait:
                return Verdict(False, p.name, 429, wait)
        for p in counted:
            self.limiters[p.name][1].take(self.key(p, request))
        return Verdict(True, local.name if local else None, 200, 0)
