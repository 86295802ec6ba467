"""Named limits, and what they count by."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from ratelimit.algorithms import TokenBucket
from ratelimit.limit import Limits, OneOrMoreAlgorithms
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.web.fields import quoted

Value: TypeAlias = str | int | None
By: TypeAlias = Literal["client", "everybody"] | Callable[[Any], Value | Awaitable[Value]]


class NamedLimit(NamedTuple):
    """One limit of a policy, and the name that fields have for it."""

    name: str
    algorithm: Algorithm
    quota: Quota


class Policy:
    """One or more limits with a name, and what they count by.

    Each policy has counters of its own. Two policies are equal if their names and limits are: then they count as one.

    name: printable ASCII; clients read it. With several quotas, each is told as the name and the quota.
    quota: a `Quota`, several, or text such as `"100/minute"` and `"10/second; 1000/day"`.
    algorithm: one for all, or one for each.
    by: "client", the address that a request comes from; "everybody", one counter for all; or a function of the request
        (an ASGI scope or a WSGI environ) that returns a text or a number, such as a user's or an API key's. Where that
        returns None, the client counts. For ASGI it may be a coroutine function.

    Raises what a limiter of these quotas would raise, and `ValueError` for a name or a `by` that can't be one.
    """

    __slots__ = ("_hash", "by", "limits", "name", "tag")

    def __init__(
        self,
        name: str,
        quota: str | Quota | Sequence[Quota],
        *,
        algorithm: OneOrMoreAlgorithms = TokenBucket,
        by: By = "client",
    ) -> None:
        self.tag = quoted(name)
        if by not in ("client", "everybody") and not callable(by):
            raise ValueError(f"by must be 'client', 'everybody' or a function of the request, got {by!r}")
        several = Limits(algorithm, Quota.parse_many(quota) if isinstance(quota, str) else quota)
        for limit in several:
            limit.algorithm(limit.quota)  # it may refuse it
            if several.count(limit) > 1:
                raise ValueError(f"each limit must be there once, got {limit.quota} twice")
        self.name = name
        self.by: By = by
        self.limits = tuple(
            NamedLimit(name if len(several) == 1 else f"{name} {limit.quota}", *limit) for limit in several
        )
        self._hash = hash((name, self.limits))

    def __repr__(self) -> str:
        quotas = "; ".join(str(limit.quota) for limit in self.limits)
        return f"Policy({self.name!r}, {quotas!r}, by={self.by!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and (self.name, self.limits) == (other.name, other.limits)

    def __hash__(self) -> int:
        return self._hash

    def key(self, value: Value, client: str) -> str:
        """Return the key to count by: for what `by` has returned, or for the client.

        What stands before the first `}` is that of other policies for the same, so on a cluster they are in one slot.
        No two policies, and no two that are counted, have a key in common.
        """
        if self.by == "everybody":
            who = "everybody"
        elif self.by == "client" or value is None:
            who = f"client {client}"
        elif isinstance(value, str | int) and not isinstance(value, bool):
            text = str.__str__(value) if isinstance(value, str) else int(value)  # an enum's would print as its name
            who = f"key {text}"
        else:
            raise TypeError(f"{self!r}: by must return text, a number or None, got {value!r}")
        return f"{who}}}{self.tag}"


def checked_policies(chosen: "Policy | Sequence[Policy] | None") -> tuple[Policy, ...]:
    """Return the policies of a request, if any. Raises for what is none, and for a name that is there twice."""
    if chosen is None:
        return ()
    if isinstance(chosen, str | Quota) or not isinstance(chosen, Policy | Iterable):
        raise TypeError(f"limits must be a Policy, or several, got {chosen!r}: a limit needs a name as well")
    policies = (chosen,) if isinstance(chosen, Policy) else tuple(chosen)
    names: set[str] = set()
    for policy in policies:
        if not isinstance(policy, Policy):
            raise TypeError(f"limits must be a Policy, or several, got {policy!r}")
        for name in {policy.name, *(limit.name for limit in policy.limits)}:
            if name in names:
                raise ValueError(f"policies of one request must have different names, got {name!r} twice")
            names.add(name)
    return policies
