"""What was decided on a request, and what it is told."""

from collections.abc import Sequence
from typing import NamedTuple

from ratelimit.decision import Decision
from ratelimit.gateway.asked import Asked
from ratelimit.quota import Quota
from ratelimit.web.fields import retry_after
from ratelimit.web.policy_set import PolicySet


class Part(NamedTuple):
    """What one limiter has decided: on all that costs the same."""

    policy_set: PolicySet
    asked: Sequence[Asked]
    decision: Decision


class Told(NamedTuple):
    """What a limit holds. Times are in nanoseconds."""

    quota: Quota
    remaining: int
    reset_after: int
    wait: int
    """0, unless it refuses."""


class Verdict:
    """What was decided on a request.

    allowed: whether it passes. status: of the answer: 200, 429, or 503 if the counters can't be reached.
    deciding: what was asked of the policy that has decided; None if the request counts in none.
    shadows: the names of policies in shadow mode that would have refused it.
    cost: the greatest, in units; 0 if it is blocked. is_counted: False if the counters can't be reached.
    refusing: what was asked that refuses without being counted: it costs more than is ever granted, or its counters
        can't be reached. too_much: the names of limits for which no wait helps.
    """

    __slots__ = ("allowed", "cost", "deciding", "is_counted", "parts", "refusing", "shadows", "status", "too_much")

    def __init__(
        self,
        parts: Sequence[Part] = (),
        *,
        allowed: bool = True,
        status: int = 200,
        deciding: Asked | None = None,
        cost: int = 1,
        refusing: Sequence[Asked] = (),
        too_much: Sequence[str] = (),
        is_counted: bool = True,
    ) -> None:
        self.parts = parts
        self.allowed = allowed
        self.status = status
        self.deciding = deciding
        self.cost = cost
        self.is_counted = is_counted
        self.shadows: Sequence[str] = ()
        self.refusing = refusing
        self.too_much = too_much

    @property
    def policy(self) -> str | None:
        """The name of the policy that has decided; None if the request counts in none."""
        return None if self.deciding is None else self.deciding.rule.name

    @property
    def wait(self) -> int | None:
        """Nanoseconds until the same request is granted; None if no wait helps, or that is not known."""
        if self.allowed:
            return 0
        if not self.is_counted or self.too_much or not self.parts:
            return None
        return max([part.decision.retry_after for part in self.parts])

    def retry_after(self) -> str | None:
        """Return the value of `Retry-After` for a refusal; None if no wait helps."""
        if self.status == 503:
            return "1"
        if self.wait is None:
            return None
        return retry_after(max([part.decision for part in self.parts], key=_retry_after))

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields of the answer."""
        fields: list[tuple[str, str]] = []
        if self.is_counted:
            for part in self.parts:
                fields += part.policy_set.writer.fields(part.decision)
        if len(self.parts) > 1:
            fields = _joined(fields)
        if not self.allowed:
            wait = self.retry_after()
            if wait is not None:
                fields.append(("Retry-After", wait))
        return fields

    def violated(self) -> list[str]:
        """Return the names of the limits that refuse it, as far as that is known."""
        short = [
            limit.name
            for part in self.parts
            for limit, level in zip(part.policy_set.limits, part.decision.levels, strict=True)
            if level.remaining < part.asked[0].cost and not part.decision.allowed
        ]
        return [*self.too_much, *short]

    def with_less_than(self, share: float) -> list[Asked]:
        """Return what was asked of which any limit has less left than this share of its burst."""
        found = []
        for part in self.parts:
            levels = iter(part.decision.levels)
            for each in part.asked:
                is_near = False
                for limit in each.rule.limits:
                    is_near = next(levels).remaining < limit.quota.burst * share or is_near
                if is_near:
                    found.append(each)
        return found

    def told(self, asked: Asked) -> Told | None:
        """Return what the tightest limit of one that was asked holds; None if that is not known."""
        for part in self.parts if self.is_counted else ():
            first = 0
            for each in part.asked:
                last = first + len(each.rule.limits)
                if each is asked:
                    return _tightest(part, first, last)
                first = last
        return None


def _tightest(part: Part, first: int, last: int) -> Told:
    decision, cost = part.decision, part.asked[0].cost
    levels, number = decision.levels, first
    if last - first > 1:
        number = min(range(first, last), key=lambda place: levels[place].remaining)
    remaining, reset_after = levels[number]
    wait = decision.retry_after if remaining < cost else 0
    return Told(part.policy_set.limits[number].quota, remaining, reset_after, wait)


def _joined(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    joined: dict[str, str] = {}
    for name, value in fields:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return list(joined.items())


def _retry_after(decision: Decision) -> int:
    return decision.retry_after
