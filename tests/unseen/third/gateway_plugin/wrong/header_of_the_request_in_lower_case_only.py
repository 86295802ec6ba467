"""The header's name in the policy is put in lower case, and the request's headers are asked for it as they are."""

from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class _Policy:
    """A policy, made ready for use."""

    __slots__ = ("name", "limits", "limiter", "shadow", "attribute", "header", "local")

    def __init__(self, policy, limits, limiter):
        self.name = policy.name
        self.limits = limits
        self.limiter = limiter
        self.shadow = policy.shadow
        self.local = not policy.globally
        by = policy.count_by
        self.attribute = None if by.startswith("header:") else by
        self.header = by[7:].lower() if by.startswith("header:") else None

    def key(self, request, lowered):
        if self.attribute is not None:
            value = getattr(request, self.attribute)
        else:
            value = request.headers.get(self.header)
        if value:
            return (self.attribute, self.header, value)
        if request.ip:
            return ("ip", None, request.ip)
        return (None, None, None)


def _lowered(request):
    """A function that returns the headers under lower-case names, and makes them once."""
    made = []

    def get():
        if not made:
            made.append({name.lower(): value for name, value in request.headers.items()})
        return made[0]

    return get


def _check(policies):
    names = {}
    scopes = {}
    for position, policy in enumerate(policies):
        name = policy.name
        if not isinstance(name, str) or name == "":
            raise ValueError(f"policy {position}: the name is {name!r}")
        if name in names:
            raise ValueError(f"policies {names[name]} and {position} have the same name, {name!r}")
        names[name] = position
        limits = policy.limits
        if not isinstance(limits, (list, tuple)) or not limits:
            raise ValueError(f"policy {name!r}: limits is {limits!r}")
        if not all(isinstance(quota, Quota) for quota in limits):
            raise ValueError(f"policy {name!r}: limits is {limits!r}")
        scope = (policy.consumer, policy.group, policy.route, policy.service)
        for part, value in zip(("consumer", "group", "route", "service"), scope, strict=True):
            if value is not None and (not isinstance(value, str) or value == ""):
                raise ValueError(f"policy {name!r}: {part} is {value!r}")
        if policy.consumer is not None and policy.group is not None:
            raise ValueError(f"policy {name!r}: it has a consumer and a group")
        by = policy.count_by
        if not isinstance(by, str) or (
            by not in {"consumer", "credential", "ip", "path", "service"}
            and not (by.startswith("header:") and len(by) > 7)
        ):
            raise ValueError(f"policy {name!r}: count_by is {by!r}")
        for flag in ("shadow", "enabled", "globally"):
            if not isinstance(getattr(policy, flag), bool):
                raise ValueError(f"policy {name!r}: {flag} is {getattr(policy, flag)!r}")
        if policy.enabled and not policy.globally:
            if scope in scopes:
                raise ValueError(f"policies {scopes[scope]!r} and {name!r} are for the same scope, {scope!r}")
            scopes[scope] = name


class Plugin:
    REMEMBERED = 512

    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._all = {}
        self.reload(policies)

    def reload(self, policies):
        policies = list(policies)
        _check(policies)
        everyone, local, rules = {}, {}, {}
        for policy in policies:
            limits = tuple(policy.limits)
            old = self._all.get(policy.name)
            limiter = old.limiter if old is not None and old.limits == limits else self._new_limiter(policy.limits)
            ready = everyone[policy.name] = _Policy(policy, limits, limiter)
            if policy.enabled:
                scope = (policy.consumer, policy.group, policy.route, policy.service)
                if policy.globally:
                    rules.setdefault(scope, []).append(ready)
                else:
                    local[scope] = ready
        self._all, self._local, self._rules = everyone, local, rules
        self._found = {}

    def _find(self, c, groups, r, s):
        """All that count, the local policy first and the rules by name."""
        places = [(None, None)]
        if r:
            places.append((r, None))
        if s:
            places.append((None, s))
        if r and s:
            places.append((r, s))
        scopes = []
        for route, service in places:
            if c:
                scopes.append((self._rank(0, route, service), c, None, route, service))
            for g in groups:
                scopes.append((self._rank(1, route, service), None, g, route, service))
            scopes.append((self._rank(2, route, service), None, None, route, service))
        scopes.sort(key=lambda scope: scope[0])  # stable, and the groups are in order
        chosen, rules = None, []
        for _, *scope in scopes:
            scope = tuple(scope)
            if chosen is None:
                chosen = self._local.get(scope)
            rules += self._rules.get(scope, ())
        rules.sort(key=lambda rule: rule.name)
        return ([] if chosen is None else [chosen]) + rules

    @staticmethod
    def _rank(subject, route, service):
        """Fewer parts are less specific; of as many, a consumer comes before a group, a route before a service."""
        parts = (subject < 2) + (route is not None) + (service is not None)
        return (-parts, subject, route is None)

    def access(self, request):
        groups = tuple(sorted(request.groups))
        signature = (request.consumer, groups, request.route, request.service)
        found = self._found.get(signature)
        if found is None:
            if len(self._found) >= self.REMEMBERED:
                self._found.clear()
            found = self._found[signature] = self._find(request.consumer, groups, request.route, request.service)
        lowered = _lowered(request)
        keys = [policy.key(request, lowered) for policy in found]
        refused, longest = None, 0
        for policy, key in zip(found, keys, strict=True):
            if not policy.shadow:
                wait = policy.limiter.wait(key)
                if wait > longest:
                    refused, longest = policy, wait
        if refused is not None:
            return Verdict(False, refused.name, 429, longest)
        for policy, key in zip(found, keys, strict=True):
            policy.limiter.take(key)
        name = found[0].name if found and found[0].local else None
        return Verdict(True, name, 200, 0)
