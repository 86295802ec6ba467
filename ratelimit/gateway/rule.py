"""A policy of a gateway: limits, which requests they are for, and what they count by."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ratelimit.algorithms import TokenBucket
from ratelimit.gateway.request import Request
from ratelimit.gateway.scope import RuleError, checked_scope, is_header, is_name_of_header
from ratelimit.limit import OneOrMoreAlgorithms
from ratelimit.quota import Quota
from ratelimit.web import ClientKey, Policy
from ratelimit.web.fields import quoted

if TYPE_CHECKING:
    from ratelimit.web.policy import NamedLimit

OnError: TypeAlias = Literal["allow", "deny"]

COUNT_BY: Final = ("consumer", "credential", "ip", "path", "route", "service", "everybody")
"""And `header:NAME`."""

_CLIENT: Final = ClientKey()
_HEADER: Final = "header:"


class Rule:
    """A policy of a gateway.

    name: printable ASCII; clients read it.
    limits: text such as `"10/second; 1000/day"`, a `Quota`, or several. None: there is none, and nothing is counted.
        "blocked": nothing passes.
    algorithm: one for all, or one for each.
    scope: which requests it is for: the values of `consumer` or `group`, `route`, `service`, and as conditions
        `credential`, `path` (`"/search"`, or `"/search/*"` for all below), `address` (an address or a network),
        `method` and `header:NAME`. All of them must fit.
    count_by: `consumer`, `credential`, `ip`, `path`, `route`, `service`, `header:NAME`, or `everybody`, one counter
        for all. Where a request lacks it, its `ip` counts, by its /64 if it is IPv6; without that, it counts together
        with all such requests.
    globally: whether it counts beside the one policy that is the most specific, and not instead of it.
    shadow: counts beside what is in force, and refuses nobody. enabled: False is as if it were not there.
    weight: how many units a request costs.
    on_error: what to do while its counters can't be reached: "allow" or "deny".
    domain: whose policy it is. Those of different domains share no counter.

    Raises `RuleError` with the name and the field, and `TypeError` for what is of another type.
    """

    __slots__ = (
        "_tag",
        "_who",
        "blocks",
        "count_by",
        "domain",
        "enabled",
        "globally",
        "limits",
        "name",
        "on_error",
        "scope",
        "shadow",
        "weight",
    )

    def __init__(
        self,
        name: str,
        limits: str | Quota | Sequence[Quota] | None,
        *,
        algorithm: OneOrMoreAlgorithms = TokenBucket,
        scope: Mapping[str, str] | None = None,
        count_by: str = "consumer",
        globally: bool = False,
        shadow: bool = False,
        enabled: bool = True,
        weight: int = 1,
        on_error: OnError = "allow",
        domain: str = "",
    ) -> None:
        try:
            self._tag = f"}}{quoted(name)}{domain}"
        except ValueError as error:
            raise RuleError(str(name), "name", str(error).removeprefix("name ")) from error
        self.name = name
        self.domain = domain
        self.limits: tuple[NamedLimit, ...] = ()
        self.blocks = limits == "blocked"
        if limits is not None and not self.blocks:
            try:
                self.limits = Policy(name, limits, algorithm=algorithm).limits
            except ValueError as error:
                raise RuleError(name, "limits", str(error)) from error
        self.scope = checked_scope(name, scope or {})
        if count_by not in COUNT_BY and not is_name_of_header(count_by):
            raise RuleError(name, "count_by", f"must be one of {', '.join(COUNT_BY)}, header:NAME, got {count_by!r}")
        if type(weight) is not int or weight < 1:
            raise RuleError(name, "weight", f"must be a whole number of at least 1, got {weight!r}")
        for limit in self.limits:
            if weight > limit.quota.burst:
                most = f"{limit.quota.burst}, as {limit.quota} never grants more at once"
                raise RuleError(name, "weight", f"must be at most {most}, got {weight}")
        if on_error not in ("allow", "deny"):
            raise RuleError(name, "on_error", f"must be one of allow, deny, got {on_error!r}")
        self.count_by = count_by
        self.globally = globally
        self.shadow = shadow
        self.enabled = enabled
        self.weight = weight
        self.on_error: OnError = on_error
        self._who = _counted(count_by)

    def __repr__(self) -> str:
        quotas = "; ".join(str(limit.quota) for limit in self.limits) or None
        return f"Rule({self.name!r}, {quotas!r}, scope={self.scope!r})"

    def key(self, request: Request) -> str:
        """Return what the request is counted by.

        What stands before the first `}` is that of other policies for the same, so on a cluster they are in one slot.
        """
        return f"{self._who(request)}{self._tag}"

    def counted(self, key: str) -> str:
        """Return whom a key of this rule is for."""
        return key.removesuffix(self._tag)


def _counted(count_by: str) -> Callable[[Request], str]:
    if count_by == "everybody":
        return lambda _: "everybody"
    if is_header(count_by):
        name = count_by.removeprefix(_HEADER).lower()

        def by_header(request: Request) -> str:
            value = request.headers.get(name)
            return _by_ip(request) if value is None else f"header:{name} {value}"

        return by_header
    if count_by == "ip":
        return _by_ip
    place = Request._fields.index(count_by)

    def by_value(request: Request) -> str:
        value = request[place]
        return _by_ip(request) if value is None else f"{count_by} {value}"

    return by_value


def _by_ip(request: Request) -> str:
    return "nobody" if request.ip is None else f"ip {_CLIENT.of(request.ip)}"
