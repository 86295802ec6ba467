"""Finds rules by what a request has, and not by looking at each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from itertools import product
from typing import Final, TypeAlias

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


class Index:
    """Rules by their scope. A look-up costs as much as there are kinds of scopes, however many rules there are.

    The most specific rule is first: by consumer, group, route and service in the order of Kong's plugins, then by the
    number of conditions, then by their narrowness (`/a/b/*` before `/a/*`).
    """

    __slots__ = ("_tables",)

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_attributes: dict[Attributes, list[Rule]] = {}
        for rule in rules:
            by_attributes.setdefault(tuple(sorted(rule.scope)), []).append(rule)
        self._tables = [_Table(each, by_attributes[each]) for each in sorted(by_attributes, key=_rank)]

    def fitting(self, request: Request) -> Iterator[list[Rule]]:
        """Yield the rules that fit, those of the most specific scope first."""
        for table in self._tables:
            yield from table.fitting(request)

    def first(self, request: Request) -> Rule | None:
        """Return the rule of the most specific scope that fits."""
        for table in self._tables:
            for rules in table.fitting(request):
                return rules[0]
        return None


class _Table:
    """Rules whose scopes have the same attributes, by the values of these."""

    __slots__ = ("_candidates", "_rules", "_single")

    def __init__(self, attributes: Attributes, rules: Iterable[Rule]) -> None:
        self._rules: dict[tuple[Value, ...], list[Rule]] = {}
        for rule in rules:
            values = tuple([value_of(attribute, rule.scope[attribute]) for attribute in attributes])
            self._rules.setdefault(values, []).append(rule)
        of_each = [{values[place] for values in self._rules} for place in range(len(attributes))]
        self._candidates = list(map(_candidates, attributes, of_each))
        self._single = self._candidates[0] if len(attributes) == 1 else None

    def fitting(self, request: Request) -> Iterator[list[Rule]]:
        rules = self._rules
        if self._single is not None:  # product(): a microsecond
            for value in self._single(request):
                found = rules.get((value,))
                if found is not None:
                    yield found
            return
        several = []
        for candidates in self._candidates:
            values = candidates(request)
            if not values:
                return
            several.append(values)
        for key in product(*several):
            found = rules.get(key)
            if found is not None:
                yield found


def same_scope(rule: Rule) -> tuple[tuple[str, Value], ...]:
    """Return what two rules for the same requests have in common."""
    return tuple(sorted((attribute, value_of(attribute, value)) for attribute, value in rule.scope.items()))


def _rank(attributes: Attributes) -> tuple[int, int, Attributes]:
    scopes = tuple([each for each in attributes if each in SCOPES])
    return _SPECIFIC_FIRST.index(scopes), len(scopes) - len(attributes), tuple(sorted(attributes, key=_order))


def _order(attribute: str) -> int:
    return CONDITIONS.index(attribute) if attribute in CONDITIONS else -1


def _candidates(attribute: str, values: Iterable[Value]) -> Candidates:
    if attribute == "group":
        return lambda request: sorted(request.groups)
    if attribute == "path":
        return lambda request: () if request.path is None else _paths(request.path.partition("?")[0])
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


@lru_cache(4096)
def _paths(path: str) -> Sequence[str]:
    """Return a path, and the patterns that it fits: `/a/b`, `/a/*`, `/*`."""
    parts = path.split("/")
    return (path, *["/".join([*parts[:number], "*"]) for number in range(len(parts) - 1, 0, -1)])


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
