"""A request without the header is counted by the one key for all, even if it has an address."""

from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Plugin:
    FIELDS = ("consumer", "group", "route", "service")
    KINDS = ("crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", "")

    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.kept = {}  # name: (limits, limiter)
        self.local = {}
        self.rules = {}
        self.reload(policies)

    def reload(self, policies):
        names, local, rules = set(), {k: {} for k in self.KINDS}, {k: {} for k in self.KINDS}
        plan = []
        for p in policies:
            n = p.name
            if not (isinstance(n, str) and n):
                raise ValueError("name must be a text that is not empty, not %r" % (n,))
            if n in names:
                raise ValueError("%r: there are two policies of this name" % n)
            names.add(n)
            if not isinstance(p.limits, (tuple, list)) or not p.limits:
                raise ValueError("%r: limits must be a list or a tuple of quotas" % n)
            if [q for q in p.limits if not isinstance(q, Quota)]:
                raise ValueError("%r: limits has something that is no Quota" % n)
            for f in self.FIELDS:
                v = getattr(p, f)
                if not (v is None or (isinstance(v, str) and v)):
                    raise ValueError("%r: %s must be None or a text that is not empty, not %r" % (n, f, v))
            if p.consumer is not None and p.group is not None:
                raise ValueError("%r: consumer and group exclude each other" % n)
            b = p.count_by
            if not isinstance(b, str):
                raise ValueError("%r: count_by must be a text, not %r" % (n, b))
            if b.startswith("header:") and len(b) > 7:
                b = b.lower()
            elif b not in ("consumer", "credential", "ip", "path", "service"):
                raise ValueError("%r: count_by %r is unknown" % (n, b))
            for f in ("shadow", "enabled", "globally"):
                if type(getattr(p, f)) is not bool:
                    raise ValueError("%r: %s must be True or False" % (n, f))
            item = [n, None, b, p.shadow]  # name, limiter, count_by, shadow
            plan.append((p, item))
            if not p.enabled:
                continue
            kind = "".join(f[0] for f in self.FIELDS if getattr(p, f) is not None)
            scope = tuple(getattr(p, f) for f in self.FIELDS if getattr(p, f) is not None)
            if p.globally:
                rules[kind].setdefault(scope, []).append(item)
            elif scope in local[kind]:
                raise ValueError("%r and %r are for the same scope" % (local[kind][scope][0], n))
            else:
                local[kind][scope] = item
        # Nothing has been changed so far, and nothing can go wrong from here on.
        kept = {}
        for p, item in plan:
            limits = tuple(p.limits)
            old = self.kept.get(p.name)
            item[1] = old[1] if old is not None and old[0] == limits else self.new_limiter(p.limits)
            kept[p.name] = (limits, item[1])
        self.kept, self.local, self.rules = kept, local, rules

    def access(self, request):
        c, r, s = request.consumer, request.route, request.service
        groups = sorted(request.groups)
        first, rules = None, []
        for kind in self.KINDS:
            if ("c" in kind and not c) or ("r" in kind and not r) or ("s" in kind and not s):
                continue
            rest = ((r,) if "r" in kind else ()) + ((s,) if "s" in kind else ())
            if "g" in kind:
                heads = [(g,) for g in groups]
            elif "c" in kind:
                heads = [(c,)]
            else:
                heads = [()]
            local, ruling = self.local[kind], self.rules[kind]
            for head in heads:
                scope = head + rest
                if first is None:
                    first = local.get(scope)
                rules += ruling.get(scope, ())
        rules.sort(key=lambda item: item[0])
        if first is not None:
            rules.insert(0, first)

        todo, refused_by, longest = [], None, 0
        for name, limiter, by, shadow in rules:
            value = None
            if by.startswith("header:"):
                for k, v in request.headers.items():
                    if k.lower() == by[7:]:
                        value = v
            else:
                value = getattr(request, by)
            key = (by, value) if value else ("ip", request.ip) if request.ip and ":" not in by else ()
            todo.append((limiter, key))
            if not shadow:
                wait = limiter.wait(key)
                if wait > longest:
                    refused_by, longest = name, wait
        if refused_by is not None:
            return Verdict(False, refused_by, 429, longest)
        for limiter, key in todo:
            limiter.take(key)
        return Verdict(True, None if first is None else first[0], 200, 0)
