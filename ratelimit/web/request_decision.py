"""What was decided on a request."""

from collections.abc import Collection, Sequence
from time import monotonic_ns

from ratelimit.decision import Decision
from ratelimit.web.fields import retry_after
from ratelimit.web.policy import NamedLimit, Policy
from ratelimit.web.policy_set import PolicySet


class RequestDecision:
    """What was decided on a request.

    policies: those that it counts in. keys: what it counts as, one for each of their limits. cost: in units.
    decision: the limiter's `Decision`; None if there is none: the limiter has failed, or never grants so much.
    allowed: whether the request passes. In a dry run all do, and `decision` tells which would not.
    status: of the answer to a request that doesn't pass: 429, or 503 if the limiter has failed.
    """

    __slots__ = (
        "_policy_set",
        "allowed",
        "by_stand_in",
        "cost",
        "decided_at",
        "decision",
        "is_told",
        "keys",
        "policies",
        "status",
    )

    def __init__(  # noqa: PLR0917  by their names: 90 ns
        self,
        policies: Sequence[Policy],
        keys: Sequence[str],
        cost: int,
        policy_set: PolicySet,
        decision: Decision | None,
        allowed: bool,  # noqa: FBT001  as above
        *,
        status: int = 429,
        is_told: bool = True,
        by_stand_in: bool = False,
    ) -> None:
        self.policies = policies
        self.keys = keys
        self.cost = cost
        self.decision = decision
        self.allowed = allowed
        self.status = status
        self.is_told = is_told and decision is not None
        self.by_stand_in = by_stand_in
        self.decided_at = monotonic_ns()
        self._policy_set = policy_set

    @property
    def has_taken(self) -> bool:
        """Whether it has cost units: of the counters that clients know of, or of the limiter that stands in."""
        return (self.is_told or self.by_stand_in) and self.decision is not None and self.decision.allowed

    @property
    def counters(self) -> list[tuple[NamedLimit, str]]:
        """What clients are told of, in this order: limits, and what the request counts as in each."""
        return list(zip(self._policy_set.limits, self.keys, strict=True)) if self.is_told else []

    def fields(self, *, exposed: bool = False, left_out: Collection[int] = ()) -> list[tuple[str, str]]:
        """Return the fields of the answer: what is left, and when a refused client may come back.

        What is left is not told if it was not decided by the counters that clients know of.

        exposed: whether scripts in browsers may read them. left_out: the numbers of limits that are told elsewhere.
        """
        writer = self._policy_set.writer
        fields = writer.fields(self.decision, left_out) if self.is_told and self.decision is not None else []
        if not self.allowed and (wait := self.retry_after()) is not None:
            fields.insert(0, ("Retry-After", wait))
        if exposed and fields:
            fields.append(("Access-Control-Expose-Headers", ", ".join(writer.names())))
        return fields

    def retry_after(self) -> str | None:
        """Return the value of `Retry-After` for a refusal; None if no wait helps."""
        if self.decision is not None:
            return retry_after(self.decision)
        return "1" if self.status == 503 else None

    def violated(self) -> list[str]:
        """Return the names of the limits that refuse it, as far as that is known."""
        limits = self._policy_set.limits
        if self.decision is None:
            return [limit.name for limit in limits if limit.quota.burst < self.cost]
        if not self.is_told:
            return []
        levels = zip(limits, self.decision.levels, strict=True)
        return [limit.name for limit, level in levels if level.remaining < self.cost]
