"""Compares old and new limits only as far as the shorter list goes, so a limit that is added at the end is not enforced."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ratelimit import Quota


class Policy(Protocol):
    """One policy of the file. README.md says what each field means, and what must be refused."""

    name: str
    limits: Sequence[Quota]
    consumer: str | None
    group: str | None
    route: str | None
    service: str | None
    count_by: str
    shadow: bool
    enabled: bool
    globally: bool


class Request(Protocol):
    """What comes. What a request lacks is `None` or empty."""

    consumer: str | None
    credential: str | None
    groups: Sequence[str]
    route: str | None
    service: str | None
    ip: str | None
    headers: Mapping[str, str]
    path: str | None


class Limiter(Protocol):
    """What `new_limiter(policy.limits)` returns. It has a clock of its own."""

    def wait(self, key: Hashable) -> int:
        """Return the nanoseconds until a unit of this key can be had, 0 if it can be had now. It only looks."""

    def take(self, key: Hashable) -> int:
        """Spend a unit of each of the limits, if `wait(key)` is 0. Return the wait."""


class Verdict(NamedTuple):
    """What becomes of a request."""

    allowed: bool
    policy: str | None  # which one decided
    status: int  # 200 or 429
    retry_after: int  # nanoseconds; 0 if it is allowed


class policy:
    """type policy struct"""

    __slots__ = ("by", "enabled", "header", "limiter", "limits", "name", "shadow")


class scope:
    """type scope struct, comparable"""

    __slots__ = ("c", "g", "r", "s")

    def __init__(self, c, g, r, s):
        self.c, self.g, self.r, self.s = c, g, r, s

    def __hash__(self):
        return hash((self.c, self.g, self.r, self.s))

    def __eq__(self, o):
        return self.c == o.c and self.g == o.g and self.r == o.r and self.s == o.s


class table:
    """type table struct"""

    __slots__ = ("local", "named", "rules")

    def __init__(self):
        self.named = {}
        self.local = {}
        self.rules = {}


def text(v):
    return type(v) is str and len(v) > 0 or isinstance(v, str) and len(v) > 0


def sameLimits(a, b):
    i = 0
    while i < len(a) and i < len(b):
        if a[i] != b[i]:
            return False
        i += 1
    return True


def checkLimits(limits):
    if not isinstance(limits, list) and not isinstance(limits, tuple):
        return "limits must be a list"
    if len(limits) == 0:
        return "limits must not be empty"
    for i in range(len(limits)):
        if not isinstance(limits[i], Quota):
            return "limits must be quotas"
    return None


def check(p):
    """Return an error or None."""
    if not text(p.name):
        return "name must be a text"
    for part, v in (("consumer", p.consumer), ("group", p.group), ("route", p.route), ("service", p.service)):
        if v is not None and not text(v):
            return part + " must be a text"
    if p.consumer is not None and p.group is not None:
        return "consumer and group"
    err = checkLimits(p.limits)
    if err is not None:
        return err
    if not text(p.count_by):
        return "count_by must be a text"
    if p.count_by not in ("consumer", "credential", "ip", "path", "service"):
        if not p.count_by.startswith("header:") or len(p.count_by) == len("header:"):
            return "count_by is unknown"
    for flag, v in (("shadow", p.shadow), ("enabled", p.enabled), ("globally", p.globally)):
        if v is not True and v is not False:
            return flag + " must be a bool"
    return None


def parse(policies, old, newLimiter):
    """Return a table and an error, one of which is None."""
    t = table()
    owner = {}
    for p in policies:
        err = check(p)
        if err is not None:
            return None, "policy " + repr(p.name) + ": " + err
        if p.name in t.named:
            return None, "policy " + repr(p.name) + ": name is taken"
        q = policy()
        q.name = p.name
        q.limits = list(p.limits)
        q.by = p.count_by
        q.header = None
        if q.by.startswith("header:"):
            q.header = q.by[len("header:") :].lower()
        q.shadow = p.shadow
        q.enabled = p.enabled
        q.limiter = None
        t.named[q.name] = q
        if not q.enabled:
            continue
        k = scope(p.consumer, p.group, p.route, p.service)
        if p.globally:
            t.rules[k] = t.rules.get(k, []) + [q]
            continue
        if k in t.local:
            return None, "policies " + repr(t.local[k].name) + " and " + repr(q.name) + " have the same scope"
        t.local[k] = q
    # No error from here on.
    for name, q in t.named.items():
        was, ok = old.named.get(name), name in old.named
        if ok and sameLimits(was.limits, q.limits):
            q.limiter = was.limiter
        else:
            q.limiter = newLimiter(q.limits)
    return t, None


def scopes(r):
    """Return the scopes that fit, the most specific first."""
    c = r.consumer or None
    rt = r.route or None
    sv = r.service or None
    gs = sorted(r.groups)
    out = []
    if c and rt and sv:
        out.append(scope(c, None, rt, sv))
    if rt and sv:
        for g in gs:
            out.append(scope(None, g, rt, sv))
    if c and rt:
        out.append(scope(c, None, rt, None))
    if c and sv:
        out.append(scope(c, None, None, sv))
    if rt:
        for g in gs:
            out.append(scope(None, g, rt, None))
    if sv:
        for g in gs:
            out.append(scope(None, g, None, sv))
    if rt and sv:
        out.append(scope(None, None, rt, sv))
    if c:
        out.append(scope(c, None, None, None))
    for g in gs:
        out.append(scope(None, g, None, None))
    if rt:
        out.append(scope(None, None, rt, None))
    if sv:
        out.append(scope(None, None, None, sv))
    out.append(scope(None, None, None, None))
    return out


def key(q, r):
    v = ""
    kind = q.by
    if q.header is not None:
        kind = "header:" + q.header
        for h in r.headers:
            if h.lower() == q.header:
                v = r.headers[h]
                break
    elif q.by == "consumer":
        v = r.consumer
    elif q.by == "credential":
        v = r.credential
    elif q.by == "path":
        v = r.path
    elif q.by == "service":
        v = r.service
    if v:
        return (kind, v)
    if r.ip:
        return ("ip", r.ip)
    return ("nobody", "")


class Plugin:
    def __init__(self, policies, new_limiter):
        self.newLimiter = new_limiter
        self.t, err = parse(policies, table(), new_limiter)
        if err is not None:
            raise ValueError(err)

    def reload(self, policies):
        t, err = parse(policies, self.t, self.newLimiter)
        if err is not None:
            raise ValueError(err)
        self.t = t

    def access(self, r):
        t = self.t
        local = None
        rules = []
        for k in scopes(r):
            if local is None and k in t.local:
                local = t.local[k]
            for q in t.rules.get(k, ()):
                rules.append(q)
        n = len(rules)
        all_ = list(rules)
        if local is not None:
            all_.append(local)
        keys = [key(q, r) for q in all_]
        longest = 0
        name = ""
        for i in range(n):
            if all_[i].shadow:
                continue
            w = all_[i].limiter.wait(keys[i])
            if w > longest or (w == longest and w > 0 and all_[i].name < name):
                longest, name = w, all_[i].name
        if local is not None and not local.shadow:
            w = local.limiter.wait(keys[n])
            if w > 0 and w >= longest:
                longest, name = w, local.name
        if longest > 0:
            return Verdict(False, name, 429, longest)
        for i in range(len(all_)):
            all_[i].limiter.take(keys[i])
        if local is None:
            return Verdict(True, None, 200, 0)
        return Verdict(True, local.name, 200, 0)
