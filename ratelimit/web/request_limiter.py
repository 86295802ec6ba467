"""What is decided on a request, before the app sees it and after it has answered, whatever the server's interface."""

import logging
from collections.abc import Awaitable, Callable, Collection, Generator, Sequence
from functools import partial
from time import monotonic_ns
from typing import Any, Literal, TypeAlias, TypedDict, TypeVar

from ratelimit.decision import Decision
from ratelimit.web.client_key import ClientKey
from ratelimit.web.exemptions import Exemptions
from ratelimit.web.fields import DRAFT, Style, checked_style
from ratelimit.web.policy import Policy, checked_policies
from ratelimit.web.policy_set import NewLimiter, PolicySet, PolicySets, key_of
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.shared_memory import SharedMemory

T = TypeVar("T")
Steps: TypeAlias = Generator[Any, Any, T]
"""Yields what may have to be awaited, and gets what comes of it."""

Chosen: TypeAlias = Policy | Sequence[Policy] | None
RequestLimits: TypeAlias = Policy | Sequence[Policy] | Callable[[Any], Chosen | Awaitable[Chosen]]
Cost: TypeAlias = int | Callable[[Any], int | Awaitable[int]]
Settle: TypeAlias = Callable[[Any, int], int | Awaitable[int | None] | None]
OnError: TypeAlias = Literal["open", "closed"] | NewLimiter


class Options(TypedDict, total=False):
    """The optional arguments that both middlewares have."""

    new_limiter: NewLimiter | None
    client: ClientKey | None
    fields: Style
    cost: Cost
    settle: Settle | None
    exempt_paths: Collection[str]
    exempt_methods: Collection[str]
    on_error: OnError
    dry_run: bool
    expose: bool


_Asked: TypeAlias = tuple[Sequence[Policy], Sequence[str], int, PolicySet]

_log = logging.getLogger("ratelimit.web")
_LOG_PAUSE = 1_000_000_000  # ns: a limiter that fails fails for each request


class RequestLimiter:
    """Decides on requests, and settles what they have cost; `RateLimitMiddleware` explains the arguments.

    client_of: returns the key of a request's client. checked: returns a limiter, or raises for one of the other kind.
    """

    __slots__ = (
        "_client_of",
        "_cost",
        "_dry_run",
        "_exemptions",
        "_expose",
        "_limits",
        "_log_after",
        "_on_error",
        "_policies",
        "_sets",
        "_settle",
    )

    def __init__(
        self,
        limits: RequestLimits,
        client_of: Callable[[ClientKey, Any], str],
        checked: Callable[[Any], Any],
        *,
        new_limiter: NewLimiter | None = None,
        client: ClientKey | None = None,
        fields: Style = DRAFT,
        cost: Cost = 1,
        settle: Settle | None = None,
        exempt_paths: Collection[str] = (),
        exempt_methods: Collection[str] = (),
        on_error: OnError = "open",
        dry_run: bool = False,
        expose: bool = False,
    ) -> None:
        if on_error not in ("open", "closed") and not callable(on_error):
            raise ValueError(f"on_error must be 'open', 'closed' or what makes a limiter, got {on_error!r}")
        new_stand_in = on_error if callable(on_error) else None
        self._sets = PolicySets(new_limiter or SharedMemory(), new_stand_in, checked, checked_style(fields))
        self._limits: Any = limits if callable(limits) else None
        self._policies = () if callable(limits) else checked_policies(limits)
        if self._limits is None:
            if not self._policies:
                raise ValueError("limits must be a Policy, several, or a function of the request, got none")
            self._sets.of(self._policies)  # it raises now what it would raise at the first request
        self._client_of = partial(client_of, client or ClientKey())
        self._cost: Any = cost if callable(cost) else _checked_cost(cost)
        self._settle = settle
        self._exemptions = Exemptions(exempt_paths, exempt_methods)
        self._on_error = on_error
        self._dry_run = dry_run
        self._expose = expose
        self._log_after = 0

    @property
    def settles(self) -> bool:
        """Whether the app's answer matters."""
        return self._settle is not None

    def is_exempt(self, method: str, path: str) -> bool:
        """Say whether requests like this one don't count."""
        return self._exemptions.hold(method, path)

    def decide(self, request: Any) -> Steps[RequestDecision | None]:
        """Decide on a request; None if it doesn't count. Raises what the functions raise that were passed in."""
        policies = self._policies if self._limits is None else checked_policies((yield self._limits(request)))
        if not policies:
            return None
        cost = _checked_cost((yield self._cost(request))) if callable(self._cost) else self._cost
        if not cost:
            return None
        client = self._client_of(request)
        keys: list[str] = []
        for policy in policies:
            value = (yield policy.by(request)) if callable(policy.by) else None
            keys += [policy.key(value, client)] * len(policy.limits)
        policy_set = self._sets.of(policies)
        asked: _Asked = policies, keys, cost, policy_set
        if cost > policy_set.capacity:
            return RequestDecision(*asked, allowed=self._dry_run)
        try:
            decision = yield policy_set.limiter.hit(key_of(keys), cost)
        except Exception as error:  # noqa: BLE001  whatever it is, it is not the client's fault
            return (yield from self._without_limiter(asked, error))
        allowed = decision.allowed or self._dry_run
        if decision.degraded:
            return RequestDecision(*asked, decision, allowed=allowed, status=503, is_told=False)
        return RequestDecision(*asked, decision, allowed=allowed)

    def fields(self, decided: RequestDecision) -> list[tuple[str, str]]:
        """Return the fields of the answer to a request that counts."""
        fields = decided.fields()
        if not decided.allowed and (wait := decided.retry_after()) is not None:
            fields.insert(0, ("Retry-After", wait))
        if self._expose and fields:
            fields.append(("Access-Control-Expose-Headers", ", ".join(decided.field_names())))
        return fields

    def settle(self, request: Any, decided: RequestDecision, status: int) -> Steps[None]:
        """Give back or charge what a request has cost less or more than was taken, by the status of its answer."""
        decision = decided.decision
        if self._settle is None or decision is None or not decision.allowed or not decided.is_told:
            return
        cost = yield self._settle(request, status)
        more = 0 if cost is None else _checked_cost(cost) - decided.cost
        try:
            if more > 0:
                limits = tuple([limit for policy in decided.policies for limit in policy.limits])
                yield self._sets.of_limits(limits).limiter.charge(key_of(decided.keys), more)
            elif more < 0:
                yield from self._refund(decided, decision, -more)
        except Exception as error:  # noqa: BLE001  the client has its answer
            self._tell("The limiter could not settle a request: %r", error)

    def _refund(self, decided: RequestDecision, decision: Decision, units: int) -> Steps[None]:
        """Give back units where they still count: once a limit is fresh, they would be somebody else's."""
        passed = monotonic_ns() - decided.decided_at
        limits = [limit for policy in decided.policies for limit in policy.limits]
        back = [
            (limit, key)
            for limit, key, level in zip(limits, decided.keys, decision.levels, strict=True)
            if passed < level.reset_after
        ]
        if len(back) == len(limits):
            yield self._sets.of_limits(tuple(limits)).limiter.refund(key_of(decided.keys), units)
        else:
            for limit, key in back:
                yield self._sets.of_limits((limit,)).limiter.refund(key, units)

    def _without_limiter(self, asked: _Asked, error: Exception) -> Steps[RequestDecision]:
        """Do what `on_error` says."""
        self._tell("The limiter has failed, on_error decides: %r", error)
        if not callable(self._on_error):
            allowed = self._on_error == "open" or self._dry_run
            return RequestDecision(*asked, allowed=allowed, status=503)
        _, keys, cost, policy_set = asked
        decision = yield policy_set.stand_in.hit(key_of(keys), cost)
        allowed = decision.allowed or self._dry_run
        return RequestDecision(*asked, decision, allowed=allowed, status=503, is_told=False)

    def _tell(self, message: str, error: Exception) -> None:
        now = monotonic_ns()
        if now >= self._log_after:
            self._log_after = now + _LOG_PAUSE
            _log.warning(message, error, exc_info=error)


def _checked_cost(cost: object) -> int:
    """Return the cost of a request. Raises `TypeError` for what is no int, and `ValueError` below 0."""
    if not isinstance(cost, int) or isinstance(cost, bool):
        raise TypeError(f"cost must be an int, got {cost!r}")
    if cost < 0:
        raise ValueError(f"cost must be at least 0, got {cost}")
    return cost
