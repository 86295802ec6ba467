"""Leaves the policy's ticket out of the key of requests that have nothing to be counted by, which policies with equal limits then share."""

from itertools import count
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


class InvalidPolicy(ValueError):
    def __init__(self, policy, field):
        super().__init__("policy " + repr(policy.name) + ", field " + field)


class Validator:
    """Table driven: a field and what it must be."""

    BY = ("consumer", "credential", "ip", "path", "service")

    @staticmethod
    def isText(value):
        return isinstance(value, str) and len(value) > 0

    @staticmethod
    def isTextOrNull(value):
        return value is None or Validator.isText(value)

    @staticmethod
    def isLimits(value):
        if not isinstance(value, (list, tuple)):
            return False
        return len(value) > 0 and all(isinstance(element, Quota) for element in value)

    @staticmethod
    def isCountBy(value):
        if not Validator.isText(value):
            return False
        return value in Validator.BY or (value.startswith("header:") and len(value) > len("header:"))

    @staticmethod
    def isBoolean(value):
        return isinstance(value, bool)

    @classmethod
    def validate(cls, policy):
        for field, test in cls.TABLE:
            if not test(getattr(policy, field)):
                raise InvalidPolicy(policy, field)
        if policy.consumer is not None and policy.group is not None:
            raise InvalidPolicy(policy, "consumer")


Validator.TABLE = (
    ("name", Validator.isText),
    ("consumer", Validator.isTextOrNull),
    ("group", Validator.isTextOrNull),
    ("route", Validator.isTextOrNull),
    ("service", Validator.isTextOrNull),
    ("limits", Validator.isLimits),
    ("count_by", Validator.isCountBy),
    ("shadow", Validator.isBoolean),
    ("enabled", Validator.isBoolean),
    ("globally", Validator.isBoolean),
)


class Rule:
    """A policy in force. All with equal limits use one limiter; the ticket keeps their counters apart."""

    def __init__(self, policy, limiter, ticket):
        self.name = policy.name
        self.limits = tuple(policy.limits)
        self.limiter = limiter
        self.ticket = ticket
        self.shadow = policy.shadow
        self.extractor = Extractor(policy.count_by)

    def keyOf(self, request):
        kind, value = self.extractor.extract(request)
        if value is None:
            return kind
        return (self.ticket, kind, value)


class Extractor:
    def __init__(self, countBy):
        self.header = None
        self.field = None
        if countBy.startswith("header:"):
            self.header = countBy[len("header:") :].lower()
        else:
            self.field = countBy

    def extract(self, request):
        if self.header is not None:
            value = None
            for name, text in request.headers.items():
                if name.lower() == self.header:
                    value = text
            kind = "header:" + self.header
        else:
            value = getattr(request, self.field)
            kind = self.field
        if value is not None and value != "":
            return (kind, value)
        if request.ip is not None and request.ip != "":
            return ("ip", request.ip)
        return ("nobody", None)


class Snapshot:
    def __init__(self):
        self.rules = {}  # by name
        self.limiters = {}  # by limits
        self.locals = {}
        self.globals = {}


class Plugin:
    ORDER = tuple(
        (who, route, service)
        for who, route, service in (
            ("consumer", True, True),
            ("group", True, True),
            ("consumer", True, False),
            ("consumer", False, True),
            ("group", True, False),
            ("group", False, True),
            (None, True, True),
            ("consumer", False, False),
            ("group", False, False),
            (None, True, False),
            (None, False, True),
            (None, False, False),
        )
    )

    def __init__(self, policies, new_limiter):
        self.newLimiter = new_limiter
        self.tickets = count(1)
        self.snapshot = self.read(policies, Snapshot())

    def reload(self, policies):
        self.snapshot = self.read(policies, self.snapshot)

    def read(self, policies, before):
        file = list(policies)
        names = set()
        scopes = {}
        for policy in file:
            Validator.validate(policy)
            if policy.name in names:
                raise InvalidPolicy(policy, "name (given twice)")
            names.add(policy.name)
            if policy.enabled and not policy.globally:
                scope = self.scopeOf(policy)
                if scope in scopes:
                    raise ValueError("policies " + repr(scopes[scope]) + ", " + repr(policy.name) + ": same scope")
                scopes[scope] = policy.name
        after = Snapshot()
        for policy in file:
            limits = tuple(policy.limits)
            limiter = after.limiters.get(limits)
            if limiter is None:
                limiter = before.limiters.get(limits)
            if limiter is None:
                limiter = self.newLimiter(list(limits))
            after.limiters[limits] = limiter
            old = before.rules.get(policy.name)
            ticket = old.ticket if old is not None and old.limits == limits else next(self.tickets)
            rule = Rule(policy, limiter, ticket)
            after.rules[rule.name] = rule
            if policy.enabled and policy.globally:
                after.globals.setdefault(self.scopeOf(policy), []).append(rule)
            elif policy.enabled:
                after.locals[self.scopeOf(policy)] = rule
        return after

    @staticmethod
    def scopeOf(policy):
        if policy.consumer is not None:
            return ("consumer", policy.consumer, policy.route, policy.service)
        if policy.group is not None:
            return ("group", policy.group, policy.route, policy.service)
        return (None, None, policy.route, policy.service)

    def fitting(self, request):
        people = {
            "consumer": [request.consumer] if request.consumer else [],
            "group": sorted(group for group in request.groups if group),
            None: [None],
        }
        for who, route, service in self.ORDER:
            if (route and not request.route) or (service and not request.service):
                continue
            for person in people[who]:
                yield (who, person, request.route if route else None, request.service if service else None)

    def access(self, request):
        snapshot = self.snapshot
        local = None
        rules = []
        for scope in self.fitting(request):
            if local is None:
                local = snapshot.locals.get(scope)
            rules.extend(snapshot.globals.get(scope, ()))
        rules.sort(key=lambda rule: rule.name)
        if local is not None:
            rules.insert(0, local)
        enforced = [rule for rule in rules if not rule.shadow]
        refusing = None
        wait = 0
        for rule in enforced:
            its = rule.limiter.wait(rule.keyOf(request))
            if its > wait:
                wait, refusing = its, rule
        if refusing is not None:
            return Verdict(False, refusing.name, 429, wait)
        for rule in rules:
            rule.limiter.take(rule.keyOf(request))
        return Verdict(True, None if local is None else local.name, 200, 0)
