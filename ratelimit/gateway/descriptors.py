"""The limits of Envoy's own rate limit service, and which of them a request counts in."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, Literal

from ratelimit.algorithms import FixedWindow
from ratelimit.gateway.asked import Asked
from ratelimit.gateway.request import Entries
from ratelimit.gateway.rule import Rule
from ratelimit.quota import Quota

if TYPE_CHECKING:
    from ratelimit.limit import OneOrMoreQuotas

_MOST_OVERRIDES: Final = 4096  # limits that requests bring along: those that were asked last
_DAY: Final = 86_400_000_000_000  # ns
UNITS: Final = {
    "second": 1_000_000_000,
    "minute": 60_000_000_000,
    "hour": 3_600_000_000_000,
    "day": _DAY,
    "week": 7 * _DAY,
    "month": 30 * _DAY,
    "year": 365 * _DAY,
}


class EnvoyRule(Rule):
    """A limit of Envoy's: so many requests in each second, minute, ... of UTC; without a unit it is unlimited.

    replaced_as: the name by which others replace it. replaces: the names of those that don't count beside it.
    """

    __slots__ = ("replaced_as", "replaces")

    def __init__(
        self,
        name: str,
        requests: int,
        unit: str | None,
        *,
        shadow: bool = False,
        replaced_as: str = "",
        replaces: Sequence[str] = (),
        domain: str = "",
    ) -> None:
        quotas: OneOrMoreQuotas | Literal["blocked"] | None = None
        if unit is not None:
            quotas = Quota(requests, UNITS[unit]) if requests else "blocked"
        super().__init__(_printable(name), quotas, algorithm=FixedWindow, shadow=shadow, domain=domain)
        self.replaced_as = replaced_as
        self.replaces = frozenset(replaces)


class Node:
    """Where an entry of a descriptor leads to: a limit, and further entries by `key_value` or `key`."""

    __slots__ = ("below", "rule", "wildcards")

    def __init__(self) -> None:
        self.rule: EnvoyRule | None = None
        self.below: dict[str, Node] = {}
        self.wildcards: list[tuple[str, Node]] = []  # in the order of the file

    def of(self, key: str, value: str) -> "Node | None":
        """Return where an entry leads: by its key and value, else by the first wildcard that fits, else by its key."""
        name = f"{key}_{value}"
        found = self.below.get(name)
        if found is None:
            for start, node in self.wildcards:
                if name.startswith(start):
                    return node
            found = self.below.get(key)
        return found


class Descriptors:
    """The limits of a domain: a descriptor counts in the one that its entries lead to, if that is not on the way."""

    __slots__ = ("_override", "_root", "domain")

    def __init__(self, domain: str, root: Node) -> None:
        self.domain = domain
        self._root = root
        self._override = lru_cache(_MOST_OVERRIDES)(partial(EnvoyRule, domain=domain))

    def rule(self, entries: Entries, override: tuple[int, str] | None = None) -> EnvoyRule | None:
        """Return the limit of a descriptor: that which the request brings along, if it does; None if it has none.

        The name of the former is of the domain and the keys: clients and metrics see it, and values may be secrets.
        """
        if override is not None:
            return self._override(".".join([self.domain, *[key for key, _ in entries]]), *override)
        node = self._root
        for key, value in entries:
            found = node.of(key, value)
            if found is None:
                return None
            node = found
        return node.rule

    def asked(self, descriptors: Sequence[tuple[Entries, tuple[int, str] | None, int]]) -> list[Asked | None]:
        """Return what has to be asked for each descriptor, its override and its hits; None if it doesn't count.

        What another one replaces doesn't count. Descriptors with the same entries count once, with the sum of hits.
        """
        rules = [self.rule(entries, override) for entries, override, _ in descriptors]
        replaced: set[str] = set()
        for rule in rules:
            if rule is not None:
                replaced |= rule.replaces
        several: list[Asked | None] = []
        places: dict[Any, int] = {}
        for rule, (entries, _, hits) in zip(rules, descriptors, strict=True):
            if rule is None or (rule.replaced_as and rule.replaced_as in replaced):
                several.append(None)
                continue
            asked = Asked(rule, key_of(self.domain, entries), hits)
            place = places.setdefault((rule, asked.key), len(several))
            if place < len(several) and (first := several[place]) is not None:
                asked = first._replace(cost=first.cost + hits)
                several = [asked if each is first else each for each in several]
            several.append(asked)
        return several


def key_of(domain: str, entries: Entries) -> str:
    """Return what a descriptor counts by. No two have it in common."""
    return "".join([domain, *[f" {len(key)}:{key}{len(value)}:{value}" for key, value in entries]])


def _printable(name: str) -> str:
    """Return a name that fields can have."""
    return "".join([char if char.isascii() and char.isprintable() else "?" for char in name])
