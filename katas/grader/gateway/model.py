"""What a plugin answers, said as plainly as can be: every policy is looked at, one after the other."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from katas.grader.gateway.limiter import Dial, Limiter
from katas.grader.gateway.scenario import COUNTED, SCOPE, Policy, Request
from ratelimit import Quota

ORDER = (  # Kong's, the most specific first
    ("consumer", "route", "service"),
    ("group", "route", "service"),
    ("consumer", "route"),
    ("consumer", "service"),
    ("group", "route"),
    ("group", "service"),
    ("route", "service"),
    ("consumer",),
    ("group",),
    ("route",),
    ("service",),
    (),
)
ALLOWED, REFUSED = 200, 429


class Verdict(NamedTuple):
    """The answer to one request; `retry_after` in nanoseconds."""

    allowed: bool
    policy: str | None
    status: int = ALLOWED
    retry_after: int = 0


class Problem(NamedTuple):
    """What is wrong with a policy file: an error must have these words."""

    policy: str  # "" if its name is what is wrong
    fields: tuple[str, ...] = ()  # one of these
    other: str = ""  # another policy

    def is_named_in(self, text: str) -> bool:
        """Whether an error says it."""
        named = self.policy in text and self.other in text
        return named and (not self.fields or any(field in text for field in self.fields))

    def __str__(self) -> str:
        return " and ".join(filter(None, (self.policy, self.other, " or ".join(self.fields))))


def scope_of(policy: Policy) -> tuple[str, ...]:
    """Return the names of the fields that a request must have as the policy does."""
    return tuple(field for field in SCOPE if getattr(policy, field) is not None)


def fits(policy: Policy, request: Request) -> bool:
    """Whether a policy is enabled, and a request in its scope."""
    if not policy.enabled:
        return False
    for field in scope_of(policy):
        has = request.groups if field == "group" else (getattr(request, field),)
        if getattr(policy, field) not in has:
            return False
    return True


def rank(policy: Policy) -> tuple[int, str]:
    """Return what decides between local policies that fit: the least one wins."""
    return ORDER.index(scope_of(policy)), policy.group or ""


def deciding(policies: Sequence[Policy], request: Request) -> list[Policy]:
    """Return the policies that count a request: the local one first if there is one, then the global rules by name."""
    fit = [policy for policy in policies if fits(policy, request)]
    local = sorted((policy for policy in fit if not policy.globally), key=rank)
    return local[:1] + sorted((policy for policy in fit if policy.globally), key=lambda policy: str(policy.name))


def key_of(policy: Policy, request: Request) -> tuple[str, str]:
    """Return what a policy counts a request by: the kind of thing, and which one."""
    kind = policy.count_by.lower() if policy.count_by.startswith("header:") else policy.count_by
    return next(
        ((each, value) for each in (kind, "ip") if (value := _value(each, request))),
        ("", ""),
    )


def _value(kind: str, request: Request) -> str | None:
    if not kind.startswith("header:"):
        found: str | None = getattr(request, kind)
        return found
    return {name.lower(): value for name, value in request.headers.items()}.get(kind.partition(":")[2])


class Model:
    """A plugin that is right."""

    def __init__(self, dial: Dial) -> None:
        self.dial = dial
        self.policies: tuple[Policy, ...] = ()
        self.limiters: dict[str, Limiter] = {}

    def reload(self, policies: Sequence[Policy]) -> list[Problem]:
        """Use these from now on, unless something is wrong with them; return what."""
        found = problems(policies)
        if not found:
            before, self.policies = self.limiters, tuple(policies)
            self.limiters = {policy.name: Limiter(policy.limits, self.dial) for policy in policies}
            for name, limiter in self.limiters.items():
                if name in before and before[name].limits == limiter.limits:
                    self.limiters[name] = before[name]
        return found

    def access(self, request: Request) -> Verdict:
        """Answer a request."""
        counting = deciding(self.policies, request)
        waits = {policy.name: self.limiters[policy.name].wait(key_of(policy, request)) for policy in counting}
        enforced = [policy.name for policy in counting if not policy.shadow]
        slowest = max(enforced, key=lambda name: waits[name], default=None)  # the first of several
        if slowest is not None and waits[slowest]:
            return Verdict(allowed=False, policy=slowest, status=REFUSED, retry_after=waits[slowest])
        for policy in counting:
            self.limiters[policy.name].take(key_of(policy, request))
        local = counting[0].name if counting and not counting[0].globally else None
        return Verdict(allowed=True, policy=local)


def problems(policies: Sequence[Policy]) -> list[Problem]:
    """Return all that is wrong with a policy file."""
    found = [problem for policy in policies for problem in _of_one(policy)]
    names = Counter(policy.name for policy in policies if _is_text(policy.name))
    found += [Problem(name, ("name",)) for name, times in names.items() if times > 1]
    scopes: dict[Any, Policy] = {}
    for policy in policies:
        if policy.enabled and not policy.globally:
            scope = tuple(getattr(policy, field) for field in SCOPE)
            other = scopes.setdefault(scope, policy)
            if other is not policy:
                found.append(Problem(str(policy.name), other=str(other.name)))
    return found


def _of_one(policy: Policy) -> list[Problem]:
    name = policy.name if _is_text(policy.name) else ""
    fields: list[tuple[str, ...]] = [] if name else [("name",)]
    several = policy.limits if isinstance(policy.limits, tuple) else ()
    if not several or not all(isinstance(quota, Quota) for quota in several):
        fields.append(("limits",))
    fields += [(field,) for field in scope_of(policy) if not _is_text(getattr(policy, field))]
    if policy.consumer is not None and policy.group is not None:
        fields.append(("consumer", "group"))
    by = policy.count_by
    header = isinstance(by, str) and by.startswith("header:") and by != "header:"
    if not header and by not in COUNTED:
        fields.append(("count_by",))
    fields += [(field,) for field in ("shadow", "enabled", "globally") if type(getattr(policy, field)) is not bool]
    return [Problem(name, words) for words in fields]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""
