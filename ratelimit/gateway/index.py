"""Finds rules by what a request has, and not by looking at each."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from itertools import product
from typing import Any, Final, TypeAlias

from ratelimit.gateway.request import Request
from ratelimit.gateway.rule import Rule
from ratelimit.gateway.scope import CONDITIONS, SCOPES, Value, value_of

Attributes: TypeAlias = tuple[str, ...]
Candidates: TypeAlias = Callable[[Request], Sequence[Value]]
"""The values of rules that a request fits, the narrowest first."""

# The order of Kong's plugins. No place: no such scope can be.
_SPECIFIC_FIRST: Final[tuple[Attributes, ...]] = (
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
_PLACES: Final = {attribute: place for place, attribute in enumerate((*SCOPES, *CONDITIONS))}


class Index:
    """Rules by their scope. A look-up costs as much as there are kinds of scopes, however many rules there are.

    The most specific rule is first: by consumer, group, route and service in the order of Kong's plugins, then by the
    number of conditions, then by what they are on (credential, path, address, method, headers), then by their
    narrowness (`/a/b/*` before `/a/*`): by that of the path, of the network, and by the names of groups at last.
    """

    __slots__ = ("_tables",)

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_attributes: dict[Attributes, list[Rule]] = {}
        for rule in rules:
            by_attributes.setdefault(tuple(sorted(rule.scope, key=_order)), []).append(rule)
        self._tables = [_Table(each, by_attributes[each]) for each in sorted(by_attributes, key=_rank)]

    def fitting(self, request: Request) -> list[list[Rule]]:
        """Return the rules that fit, those of the most specific scope first."""
        fitting: list[list[Rule]] = []
        for table in self._tables:
            fitting += table.fitting(request)
        return fitting

    def first(self, request: Request) -> Rule | None:
        """Return the rule of the most specific scope that fits."""
        for table in self._tables:
            found = table.fitting(request)
            if found:
                return found[0][0]
        return None


class _Table:
    """Rules whose scopes have the same attributes, by the values of these; of a single one, by its value."""

    __slots__ = ("_candidates", "_rules", "_single")

    def __init__(self, attributes: Attributes, rules: Iterable[Rule]) -> None:
        several: dict[tuple[Value, ...], list[Rule]] = {}
        for rule in rules:
            values = tuple([value_of(attribute, rule.scope[attribute]) for attribute in attributes])
            several.setdefault(values, []).append(rule)
        of_each = [{values[place] for values in several} for place in range(len(attributes))]
        self._candidates = list(map(_candidates, attributes, of_each))
        self._single = self._candidates[0] if len(attributes) == 1 else None
        self._rules: dict[Any, list[Rule]] = several
        if self._single is not None:
            self._rules = {value: same for (value,), same in several.items()}

    def fitting(self, request: Request) -> list[list[Rule]]:
        values: Iterable[Any]
        if self._single is not None:  # product(): a microsecond
            values = self._single(request)
        else:
            values = product(*[candidates(request) for candidates in self._candidates])
        fitting = []
        for value in values:
            found = self._rules.get(value)
            if found is not None:
                fitting.append(found)
        return fitting


def same_scope(rule: Rule) -> tuple[tuple[str, Value], ...]:
    """Return what two rules for the same requests have in common."""
    return tuple(sorted((attribute, value_of(attribute, value)) for attribute, value in rule.scope.items()))


def _rank(attributes: Attributes) -> tuple[int, int, list[int], Attributes]:
    scopes = tuple([each for each in SCOPES if each in attributes])
    return _SPECIFIC_FIRST.index(scopes), len(scopes) - len(attributes), sorted(map(_place, attributes)), attributes


def _order(attribute: str) -> tuple[bool, int, str]:
    """Return by what values are compared first: those of groups say the least."""
    return attribute == "group", _place(attribute), attribute


def _place(attribute: str) -> int:
    return _PLACES.get(attribute, len(_PLACES))  # a header's


def _candidates(attribute: str, values: Iterable[Value]) -> Candidates:
    if attribute == "group":
        return lambda request: sorted(set(request.groups))
    if attribute == "path":
        patterns = [value for value in values if isinstance(value, str) and value.endswith("/*")]
        depths = sorted({pattern.count("/") for pattern in patterns}, reverse=True)
        return lambda request: () if request.path is None else _paths(request.path, depths)
    if attribute == "address":
        lengths = sorted({(value[0], value[1]) for value in values if isinstance(value, tuple)}, key=_longest_first)
        return lambda request: () if request.ip is None else _networks(request.ip, tuple(lengths))
    if attribute == "method":
        return lambda request: () if request.method is None else (request.method.upper(),)
    if attribute.startswith("header:"):
        name = attribute.removeprefix("header:").lower()

        def of_header(request: Request) -> Sequence[Value]:
            value = request.headers.get(name)
            return () if value is None else (value,)

        return of_header
    place = Request._fields.index(attribute)

    def of_field(request: Request) -> Sequence[Value]:
        value = request[place]
        return (value,) if isinstance(value, str) else ()

    return of_field


def _longest_first(version_and_length: tuple[int, int]) -> int:
    return -version_and_length[1]


def _paths(path: str, depths: Sequence[int]) -> Sequence[str]:
    """Return a path, and the patterns of these depths that it fits: `/a/b`, `/a/*`, `/*`."""
    found = [] if path.endswith("/*") else [path]  # else it is one of the patterns
    if depths:
        parts = path.split("/", depths[0])
        found += ["/".join([*parts[:depth], "*"]) for depth in depths if depth < len(parts)]
    return found


@lru_cache(4096)
def _networks(text: str, lengths: tuple[tuple[int, int], ...]) -> Sequence[Value]:
    """Return the networks of these lengths that an address is in; none if it is no address."""
    try:
        address = ip_address(text.partition("%")[0].partition("/")[0])
    except ValueError:
        return ()
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    address = address if mapped is None else mapped
    version, bits, number = address.version, address.max_prefixlen, int(address)
    return [(version, size, number >> (bits - size) << (bits - size)) for of, size in lengths if of == version]
