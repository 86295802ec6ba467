"""What scenarios are drawn from, for each level: policy files, requests, reloads.

Bytes decide, without a float and without Python's own generator: everybody gets the same draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from katas.grader.gateway.model import ORDER, problems
from katas.grader.gateway.scenario import COUNTED, SECOND, Access, Policy, Reload, Scenario
from ratelimit import Quota

T = TypeVar("T")
Event = Access | Reload
MINUTE = 60 * SECOND
AMPLE = (Quota(1000, MINUTE),)
ONE, TWO = (Quota(1, MINUTE),), (Quota(2, MINUTE),)
LIMITS = (ONE, ONE, TWO, (Quota(1, SECOND),), (Quota(1, SECOND), Quota(2, MINUTE)), (Quota(3, MINUTE),))
GAPS = (0, 0, 0, 0, SECOND, SECOND, SECOND - 1, MINUTE, MINUTE - SECOND, 10 * SECOND, SECOND // 2)
NAMES = ("all", "gold", "free", "rule", "a/b", "b", "x:y", "api")
VALUES = ("ann", "gold", "a", "b", "a/b", "b/a", "all", "*", "None")
GROUPS = ("gold", "free", "a", "b", "Gold", "a1", "a10", "a2", "-")
PEOPLE = (None, "", "ann", "bob", "192.0.2.7", "unknown")
ADDRESSES = (None, "", "192.0.2.7", "192.0.2.8", "ann", "unknown")
HEADERS = ("X-Api-Key", "x-api-key", "X-API-KEY", "X-Tenant")


class Picker:
    """Picks from lists, as bytes say."""

    def __init__(self, drawn: bytes) -> None:
        self._drawn, self._left = drawn, 0

    def of(self, choices: Sequence[T]) -> T:
        """Return one of them."""
        if self._left < 2**32:
            self._drawn = sha256(self._drawn).digest()
            self._left = int.from_bytes(self._drawn, "big")
        self._left, place = divmod(self._left, len(choices))
        return choices[place]

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        """Return up to so many different ones, in any order."""
        left = list(choices)
        return [left.pop(self.of(range(len(left)))) for _ in range(min(self.of(range(most + 1)), len(left)))]

    def chance(self, one_in: int) -> bool:
        """Return whether it happens, once in so many times."""
        return self.of(range(one_in)) == 0


@dataclass(frozen=True)
class GatewayInputs:
    """One kind of scenarios: the file, and what comes after it, given the file in force."""

    file: Callable[[Picker], tuple[Policy, ...]]
    event: Callable[[Picker, tuple[Policy, ...]], Event]
    length: int = 6  # the most events

    def scenario(self, head: bytes, events: list[bytes]) -> Scenario:
        """Make drawn bytes, three for the head and three for each event, into a scenario."""
        file = in_force = self.file(Picker(b"file" + head))
        found: list[Event] = []
        for place, drawn in enumerate(events):
            event = self.event(Picker(bytes([place]) + head + drawn), in_force)
            found.append(event)
            if isinstance(event, Reload) and not problems(event.policies):
                in_force = event.policies
        return Scenario(file, tuple(found))


# Files


def _scoped(pick: Picker, policy: Policy, scopes: Sequence[tuple[str, ...]], values: Sequence[str]) -> Policy:
    return policy._replace(**{field: pick.of(values) for field in pick.of(scopes)})


def _legal(policies: Sequence[Policy]) -> tuple[Policy, ...]:
    """Leave out policies with which something is wrong."""
    kept: list[Policy] = []
    for policy in policies:
        if not problems([*kept, policy]):
            kept.append(policy)
    return tuple(kept)


def _named(pick: Picker, most: int) -> list[str]:
    return pick.some(NAMES, most - 1) or [pick.of(NAMES)]


def scopes_file(pick: Picker) -> tuple[Policy, ...]:
    """Return local policies of all scopes that grant a lot."""
    most, few = pick.of(VALUES), pick.of(VALUES)
    values = [most, most, most, few]
    names = NAMES if pick.chance(2) else _named(pick, 8)
    return _legal([_scoped(pick, Policy(name, AMPLE), ORDER, values) for name in names])


def groups_file(pick: Picker) -> tuple[Policy, ...]:
    """Return local policies most of which are for a group."""
    scopes = [scope for scope in ORDER if "group" in scope] * 3 + [("consumer",), ("route",), ()]
    found = [_scoped(pick, Policy(name, AMPLE), scopes, ("a", "a", "b")) for name in _named(pick, 8)]
    return _legal([policy._replace(group=pick.of(GROUPS)) if policy.group else policy for policy in found])


def limits_file(pick: Picker) -> tuple[Policy, ...]:
    """Return a few local policies that grant little."""
    scopes = ((), (), ("consumer",), ("route",), ("consumer", "route"))
    return _legal(
        [_scoped(pick, Policy(name, pick.of(LIMITS)), scopes, ("ann", "bob", "a")) for name in _named(pick, 4)]
    )


def count_file(pick: Picker) -> tuple[Policy, ...]:
    """Return one or two policies that count by anything."""
    names = _named(pick, 3)
    return _legal(
        [
            _scoped(
                pick, Policy(name, pick.of((ONE, ONE, TWO)), count_by=_counted(pick)), ((), (), ("route",)), ("a", "b")
            )
            for name in names
        ]
    )


def _counted(pick: Picker) -> str:
    return f"header:{pick.of(HEADERS)}" if pick.chance(3) else pick.of(COUNTED)


def together_file(pick: Picker) -> tuple[Policy, ...]:
    """Return a few policies that grant little, most of them global rules."""
    scopes = ((), (), (), ("consumer",), ("group",), ("route",), ("group", "route"))
    found = [
        _scoped(pick, Policy(name, pick.of(LIMITS), globally=not pick.chance(3)), scopes, ("ann", "a", "b"))
        for name in _named(pick, 6)
    ]
    return _legal([policy._replace(count_by=pick.of(("consumer", "consumer", "service"))) for policy in found])


def modes_file(pick: Picker) -> tuple[Policy, ...]:
    """Return policies some of which are in shadow mode or disabled."""
    found = [
        policy._replace(shadow=pick.chance(2), enabled=not pick.chance(4), globally=pick.chance(2))
        for policy in together_file(pick)
    ]
    return _legal(found)


def any_file(pick: Picker) -> tuple[Policy, ...]:
    """Return policies of any kind."""
    found = [
        policy._replace(count_by=_counted(pick), shadow=pick.chance(4), enabled=not pick.chance(8))
        for policy in together_file(pick)
    ]
    return _legal([policy._replace(globally=pick.chance(3)) for policy in found])


DEFECTS: tuple[dict[str, Any], ...] = (
    {"name": ""},
    {"name": None},
    {"name": 5},
    {"name": ("gold",)},
    {"limits": ()},
    {"limits": (5,)},
    {"limits": (Quota(1, MINUTE), None)},
    {"limits": None},
    {"limits": 5},
    {"limits": Quota(1, MINUTE)},
    {"limits": "1/minute"},
    {"limits": ("1/minute",)},
    {"consumer": ""},
    {"group": ""},
    {"route": 5},
    {"service": ""},
    {"service": 0},
    {"consumer": ("ann",)},
    {"group": ("gold",)},
    {"route": ("a", "b")},
    {"service": ()},
    {"consumer": "ann", "group": "gold"},
    {"count_by": "color"},
    {"count_by": ""},
    {"count_by": "header"},
    {"count_by": "header:"},
    {"count_by": "group"},
    {"count_by": "colour:red"},
    {"count_by": "xheader:X-Key"},
    {"count_by": "ip:192.0.2.1"},
    {"count_by": "Consumer"},
    {"count_by": "HEADER:X-Key"},
    {"count_by": None},
    {"count_by": 5},
    {"count_by": ("consumer",)},
    *({flag: value} for flag in ("shadow", "enabled", "globally") for value in ("no", "", 0, 1, None)),
)


def _broken(pick: Picker, policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
    """Return a file with which something is wrong, most often at its last policy."""
    if not policies:
        return (Policy("all"),)
    place = len(policies) - 1 if pick.chance(2) else pick.of(range(len(policies)))
    policy = policies[place]
    kind = pick.of(("defect", "defect", "defect", "name", "scope"))
    if kind == "defect":
        return (*policies[:place], policy._replace(**pick.of(DEFECTS)), *policies[place + 1 :])
    if kind == "name":
        return (*policies, policy._replace(route="other", limits=pick.of(LIMITS)))
    return (*policies, policy._replace(name="twin", limits=pick.of(LIMITS), enabled=True, globally=False))


def faulty_file(pick: Picker) -> tuple[Policy, ...]:
    """Return a file that is wrong more often than not."""
    found = any_file(pick)
    return found if pick.chance(3) else _broken(pick, found)


# What comes


def _scopes_event(pick: Picker, policies: tuple[Policy, ...]) -> Access:
    values = [value for policy in policies for value in policy[2:6] if value] or ["a"]
    most = max(values, key=values.count)
    some = (most,) if pick.chance(2) else (*values, *values, *values, None, "other")
    group = pick.of(some)
    return Access(
        consumer=pick.of(some),
        groups=(group,) if group else (),
        route=pick.of(some),
        service=pick.of(some),
        ip="192.0.2.1",
    )


def _groups_event(pick: Picker, policies: tuple[Policy, ...]) -> Access:
    mine = [policy.group for policy in policies if policy.group]
    groups = tuple(pick.some(sorted({*mine, *mine, "other", "Z"}), 5))
    return Access(pick.of(("a", "b", None)), None, groups, pick.of(("a", "b")), pick.of(("a", "b")), "192.0.2.1")


def _limits_event(pick: Picker, _policies: tuple[Policy, ...]) -> Access:
    return Access(pick.of(("ann", "ann", "bob")), route=pick.of(("a", "a", None)), after=pick.of(GAPS))


def _count_event(pick: Picker, _policies: tuple[Policy, ...]) -> Access:
    headers = tuple(
        {name.lower(): (name, pick.of(("k1", "k1", "k2", "", "192.0.2.7"))) for name in pick.some(HEADERS, 2)}.values()
    )
    return Access(
        pick.of(PEOPLE),
        pick.of(PEOPLE),
        (),
        pick.of(("a", "a", None)),
        pick.of((None, "a", "b", "192.0.2.7")),
        pick.of(ADDRESSES),
        headers,
        pick.of((None, "/", "/a", "192.0.2.7")),
    )


def _together_event(pick: Picker, _policies: tuple[Policy, ...]) -> Access:
    return Access(
        pick.of(("ann", "ann", "bob")),
        groups=tuple(pick.some(("a", "b"), 2)),
        route=pick.of(("a", "a", None)),
        service=pick.of(("s", "s", "t")),
        ip="192.0.2.1",
        after=pick.of(GAPS),
    )


def _reload_event(pick: Picker, policies: tuple[Policy, ...]) -> Event:
    if not pick.chance(3):
        return _together_event(pick, policies)
    kind = pick.of(("bad", "bad", "change", "change", "drop", "enforce", "shuffle", "swap", "same", "other"))
    if kind == "other" or not policies:
        return Reload(any_file(pick))
    place = pick.of(range(len(policies)))
    one, before, after = policies[place], policies[:place], policies[place + 1 :]
    files: dict[str, Callable[[], Sequence[Policy]]] = {
        "bad": lambda: _broken(pick, policies),
        "change": lambda: _legal([*before, one._replace(**_change(pick, one)), *after]),
        "drop": lambda: before + after,
        "shuffle": lambda: (*after, one, *before),
        "enforce": lambda: tuple(policy._replace(shadow=False) for policy in policies),
        "swap": lambda: _legal(_swapped(policies, one.name, policies[0].name)),
        "same": lambda: policies,
    }
    return Reload(tuple(files[kind]()))


def _change(pick: Picker, policy: Policy) -> dict[str, Any]:
    """Return one field of a policy with another value."""
    return pick.of(
        (
            {"limits": pick.of(LIMITS)},
            {"limits": pick.of(LIMITS)},
            {"count_by": _counted(pick)},
            {"shadow": not policy.shadow},
            {"enabled": not policy.enabled},
            {"globally": not policy.globally},
            {"route": None if policy.route else "a"},
            {"name": pick.of(NAMES)},
        )
    )


def _swapped(policies: tuple[Policy, ...], one: str, other: str) -> list[Policy]:
    """Give two policies each other's name."""
    names = {one: other, other: one}
    return [policy._replace(name=names.get(policy.name, policy.name)) for policy in policies]


SCOPES = GatewayInputs(scopes_file, _scopes_event, length=3)
GROUPED = GatewayInputs(groups_file, _groups_event, length=3)
LIMITED = GatewayInputs(limits_file, _limits_event, length=8)
COUNTING = GatewayInputs(count_file, _count_event, length=8)
TOGETHER = GatewayInputs(together_file, _together_event, length=8)
MODES = GatewayInputs(modes_file, _together_event, length=8)
FILES = GatewayInputs(faulty_file, _together_event, length=2)
RELOADS = GatewayInputs(any_file, _reload_event, length=8)


def defective() -> list[Policy]:
    """Return each kind of a policy that must be refused, alone: local or a rule, enabled or not."""
    kinds: tuple[dict[str, Any], ...] = ({}, {"globally": True}, {"enabled": False})
    return [Policy("gold", ONE)._replace(**kind | defect) for kind in kinds for defect in DEFECTS]
