"""Wrong: notes the limiters of a file while it reads it, also if a mistake comes later; shows in the next good file."""

from abc import ABC, abstractmethod
from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int

    @staticmethod
    def ok(policy):
        return Verdict(True, policy.get_name() if policy is not None else None, 200, 0)

    @staticmethod
    def too_many(policy, wait):
        return Verdict(False, policy.get_name(), 429, wait)


class PolicyError(ValueError):
    def __init__(self, policy, field, reason):
        super().__init__(f"Policy {policy.name!r}, field {field!r}: {reason}")


# --- what a counter belongs to


class Identifier(ABC):
    @abstractmethod
    def value(self, request): ...

    @abstractmethod
    def tag(self): ...

    def key(self, request):
        value = self.value(request)
        if value:
            return self.tag() + (value,)
        return ("field", "ip", request.ip) if request.ip else ("nobody",)

    @staticmethod
    def create(policy):
        spec = policy.count_by
        if isinstance(spec, str):
            if spec in ("consumer", "credential", "ip", "path", "service"):
                return FieldIdentifier(spec)
            if spec.startswith("header:") and spec > "header:":
                return HeaderIdentifier(spec[len("header:") :])
        raise PolicyError(policy, "count_by", f"unknown: {spec!r}")


class FieldIdentifier(Identifier):
    def __init__(self, field):
        self._field = field

    def value(self, request):
        return getattr(request, self._field)

    def tag(self):
        return ("field", self._field)


class HeaderIdentifier(Identifier):
    def __init__(self, name):
        self._name = name.lower()

    def value(self, request):
        for name in request.headers:
            if name.lower() == self._name:
                return request.headers[name]
        return None

    def tag(self):
        return ("header", self._name)


# --- policies with their limiters


class Counting(ABC):
    def __init__(self, name, identifier, limiter):
        self._name, self._identifier, self._limiter = name, identifier, limiter

    def get_name(self):
        return self._name

    @abstractmethod
    def wait(self, request): ...

    def count(self, request):
        self._limiter.take(self._identifier.key(request))


class Enforced(Counting):
    def wait(self, request):
        return self._limiter.wait(self._identifier.key(request))


class Shadowed(Counting):
    def wait(self, request):
        return 0


# --- which policies fit


class Selector:
    """One of the twelve kinds of scopes."""

    def __init__(self, *parts):
        self.parts = parts
        self.policies = {}
        self.rules = {}

    def add(self, policy, counting):
        key = tuple(getattr(policy, part) for part in self.parts)
        if policy.globally:
            self.rules.setdefault(key, []).append(counting)
            return
        other = self.policies.setdefault(key, counting)
        if other is not counting:
            raise ValueError(f"Policies {other.get_name()!r} and {policy.name!r} have the same scope")

    def keys(self, request, groups):
        keys = [()]
        for part in self.parts:
            if part == "group":
                values = groups
            else:
                value = getattr(request, part)
                values = [value] if value else []
            keys = [key + (value,) for key in keys for value in values]
        return keys


class Configuration:
    def __init__(self, policies, limiters, new_limiter):
        self.names = set()
        self.selectors = [
            Selector("consumer", "route", "service"),
            Selector("group", "route", "service"),
            Selector("consumer", "route"),
            Selector("consumer", "service"),
            Selector("group", "route"),
            Selector("group", "service"),
            Selector("route", "service"),
            Selector("consumer"),
            Selector("group"),
            Selector("route"),
            Selector("service"),
            Selector(),
        ]
        by_parts = {selector.parts: selector for selector in self.selectors}
        for policy in policies:
            self._validate(policy)
            identifier = Identifier.create(policy)
            limits = tuple(policy.limits)
            old_limits, limiter = limiters.get(policy.name, (None, None))
            if old_limits != limits:
                limiter = new_limiter(limits)
                limiters[policy.name] = (limits, limiter)
            self.names.add(policy.name)
            if policy.enabled:
                kind = Shadowed if policy.shadow else Enforced
                parts = tuple(p for p in ("consumer", "group", "route", "service") if getattr(policy, p) is not None)
                by_parts[parts].add(policy, kind(policy.name, identifier, limiter))
        for name in limiters.keys() - self.names:  # gone
            del limiters[name]

    def _validate(self, policy):
        if not isinstance(policy.name, str) or len(policy.name) == 0:
            raise PolicyError(policy, "name", "not a text")
        if policy.name in self.names:
            raise PolicyError(policy, "name", "duplicate")
        for part in ("consumer", "group", "route", "service"):
            value = getattr(policy, part)
            if value is None:
                continue
            if not isinstance(value, str):
                raise PolicyError(policy, part, "not a text")
            if len(value) == 0:
                raise PolicyError(policy, part, "empty")
        if policy.consumer is not None and policy.group is not None:
            raise PolicyError(policy, "consumer", "together with a group")
        if not isinstance(policy.limits, (list, tuple)):
            raise PolicyError(policy, "limits", "neither list nor tuple")
        if len(policy.limits) == 0:
            raise PolicyError(policy, "limits", "empty")
        for limit in policy.limits:
            if not isinstance(limit, Quota):
                raise PolicyError(policy, "limits", f"not a quota: {limit!r}")
        for flag in ("shadow", "enabled", "globally"):
            if type(getattr(policy, flag)) is not bool:
                raise PolicyError(policy, flag, "not a bool")


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._limiters = {}
        self._configuration = Configuration(policies, self._limiters, new_limiter)

    def reload(self, policies):
        self._configuration = Configuration(policies, self._limiters, self._new_limiter)

    def access(self, request):
        groups = sorted(g for g in request.groups if g)
        local = None
        rules = []
        for selector in self._configuration.selectors:
            for key in selector.keys(request, groups):
                if local is None:
                    local = selector.policies.get(key)
                rules.extend(selector.rules.get(key, []))
        verdict = Verdict.ok(local)
        rules.sort(key=Counting.get_name)
        if local is not None:
            rules.insert(0, local)
        for counting in rules:
            wait = counting.wait(request)
            if wait > verdict.retry_after:
                verdict = Verdict.too_many(counting, wait)
        if verdict.allowed:
            for counting in rules:
                counting.count(request)
        return verdict
