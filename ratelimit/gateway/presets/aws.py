"""The levels of AWS API Gateway: usage plan, stage and account.

The consumer's group is its usage plan, a credential is its API key, a service is a stage, a route is a method.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ratelimit.algorithms import FixedWindow
from ratelimit.gateway.descriptors import UNITS
from ratelimit.gateway.rule import Rule
from ratelimit.gateway.verdict import Verdict
from ratelimit.quota import Quota

_PERIODS: Final = ("day", "week", "month")


class Throttle(NamedTuple):
    """A token bucket: requests a second, and how many at once."""

    rate: int
    burst: int


_ACCOUNT: Final = Throttle(10_000, 5_000)


def usage_plan(
    plan: str,
    throttle: Throttle | None = None,
    *,
    methods: Mapping[str, Throttle] | None = None,
    quota: tuple[int, str] | None = None,
) -> list[Rule]:
    """Return what each API key of a plan has, for each method, and then for all.

    quota: so many requests a day, week or month, as `(10_000, "day")`.
    """
    rules = [
        _rule(f"{plan} {method}", each, {"group": plan, "route": method}, "credential")
        for method, each in (methods or {}).items()
    ]
    if throttle is not None:
        rules.append(_rule(plan, throttle, {"group": plan}, "credential"))
    if quota is not None:
        requests, period = quota
        if period not in _PERIODS:
            raise ValueError(f"quota must be for one of {', '.join(_PERIODS)}, got {period!r}")
        rules.append(
            Rule(
                f"{plan} quota",
                [Quota(requests, UNITS[period])],
                algorithm=FixedWindow,
                scope={"group": plan},
                count_by="credential",
                globally=True,
            )
        )
    return rules


def stage(name: str, throttle: Throttle | None = None, methods: Mapping[str, Throttle] | None = None) -> list[Rule]:
    """Return what all clients of a stage have together: for each method the same, but for those that have their own."""
    rules = [
        _rule(f"{name} {method}", each, {"service": name, "route": method}, "everybody", globally=False)
        for method, each in (methods or {}).items()
    ]
    if throttle is not None:
        rules.append(_rule(name, throttle, {"service": name}, "route", globally=False))
    return rules


def account(throttle: Throttle = _ACCOUNT) -> list[Rule]:
    """Return what all requests of an account have in one region: by default 10,000 a second, 5,000 at once."""
    return [_rule("account", throttle, {}, "everybody")]


def level(rules: Iterable[Rule], verdict: Verdict) -> str | None:
    """Return the name of the level that refuses a request: the first of those that do, in the order of the rules.

    None if it passes. AWS asks the usage plan first, then the stage, then the account.
    """
    refusing = () if verdict.allowed else verdict.violated()
    return next((rule.name for rule in rules if rule.name in refusing), None)


def _rule(name: str, throttle: Throttle, scope: Mapping[str, str], count_by: str, *, globally: bool = True) -> Rule:
    quota = Quota.per_second(throttle.rate, burst=throttle.burst)
    return Rule(name, [quota], scope=scope, count_by=count_by, globally=globally)
