"""Your plugin. The brief is README.md beside this file; `pytest katas/gateway_plugin` grades it."""

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


class Plugin:
    """Limits each request by the most specific policy that fits, and by all global rules that fit."""

    def __init__(self, policies: Sequence[Policy], new_limiter: Callable[[Sequence[Quota]], Limiter]) -> None:
        """Keep what you need to know. `new_limiter(policy.limits)` returns a fresh limiter.

        Raises `ValueError` that names policy and field if something is wrong with a policy.
        """
        raise NotImplementedError

    def access(self, request: Request) -> Verdict:
        """Say whether a request is allowed, and count it if it is."""
        # TODO: which policies fit a request? There may be ten thousand, and only twelve kinds of scopes. Start with the
        # first level, "scope", run `pytest katas/gateway_plugin`, and go on with what the card shows.
        raise NotImplementedError

    def reload(self, policies: Sequence[Policy]) -> None:
        """Use these policies from now on. One that was there before with equal limits keeps its counters.

        Raises `ValueError` as the constructor does. Then nothing has changed.
        """
        raise NotImplementedError
