"""Waits of every width, waits that hardly differ, and waits that don't differ at all."""

from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

from katas.grader.gateway.inputs import MINUTE, ONE, TWO
from katas.grader.gateway.model import ORDER
from katas.grader.gateway.scenario import SECOND, Access, Policy, Reload, Scenario
from katas.grader.gateway.small_scopes import FITS, access_of, policy_of
from ratelimit import Quota

WIDTHS = sorted(  # nanoseconds, up to some hundred years: round in no unit, and none of the larger ones is a float
    {each for n in range(1, 20) for each in (10**n - 1, 10**n + 1)} | {2**n + 1 for n in range(0, 68, 4)}
)
CLOSE = (  # waits from which a little more is not told apart in some unit, as a float, in so many bits, or as texts
    *(1, 9, 333, 333_333, 333_333_333, SECOND + 333_333_333, MINUTE + 333_333_333, 2**31 - 1, 2**32 - 1),
    *(10**14 // 3, 2**53, 10**17 // 3, 2**63 - 1, 2**64 - 1),
)
MORE = (1, 500)  # nanoseconds
LATER = (Quota(1, MINUTE), Quota(9, 60 * MINUTE))  # waits as long as `ONE`, at first
NAMES = ("a", "B", "aa", "a9", "a10", "_", "z", "\u00e9")


def every_width() -> Iterator[Scenario]:
    """Yield a policy with each wait, at its beginning, an odd time later, and one nanosecond before its end."""
    for wait in WIDTHS:
        gap = wait // 3
        later = [Access("ann", after=after) for after in (0, gap, wait - gap - 1, 1, 0)]
        yield Scenario((Policy("all", (Quota(1, wait),)),), (Access("ann"), *later))


def every_two_windows() -> Iterator[Scenario]:
    """Yield a policy with two limits that wait for nearly as long, in both orders."""
    for pair in _close():
        for limits in permutations(Quota(1, wait) for wait in pair):
            yield Scenario((Policy("all", limits),), (Access("ann"), Access("ann")))


def every_close_pair() -> Iterator[Scenario]:
    """Yield a rule, and another or a local policy, that wait for nearly as long: the one or the other for longer."""
    for pair in _close():
        for (one, other), globally in product(permutations(pair), (True, False)):
            file = (Policy("b", (Quota(1, one),), globally=globally), Policy("a", (Quota(1, other),), globally=True))
            yield Scenario(file, (Access("ann"), Access("ann")))


def _close() -> Iterator[tuple[int, int]]:
    return ((wait, wait + more) for wait, more in product(CLOSE, MORE))


def every_tie() -> Iterator[Scenario]:
    """Yield rules of all scopes that wait equally long, or with a local policy, whatever is first in the file."""
    access = access_of(FITS)
    for one, other in product(ORDER, repeat=2):
        first = policy_of(one, "b")._replace(limits=ONE, globally=True)
        second = policy_of(other, "a")._replace(limits=ONE, globally=True)
        for file in permutations((first, second)):
            yield Scenario(file, (access, access))
        yield Scenario((first._replace(globally=False), second), (access, access))
    yield from _ties_of_names()
    yield from _ties_of_others()


def _ties_of_names() -> Iterator[Scenario]:
    """Yield ties of two rules with names that may be sorted in several ways, and of three beside a shorter wait."""
    for pair in permutations(NAMES, 2):
        yield Scenario(tuple(Policy(name, ONE, globally=True) for name in pair), (Access("ann"), Access("ann")))
    scopes, limits = ((), ("consumer",), ("group",), ("route",)), ((Quota(1, SECOND),), ONE, ONE, ONE)
    for names in permutations("abcd"):
        file = [
            policy_of(scope, name)._replace(limits=limit, globally=True)
            for scope, name, limit in zip(scopes, names, limits, strict=True)
        ]
        yield Scenario(tuple(file), (access_of(FITS), access_of(FITS)))


def _ties_of_others() -> Iterator[Scenario]:
    """Yield ties of rules with other limits, or that count by something else."""
    differences: tuple[dict[str, Any], ...] = (
        {},
        {"limits": LATER},
        {"count_by": "ip"},
        {"limits": TWO, "count_by": "service"},
    )
    before, asked = Access("bob", service="s", ip="192.0.2.2"), Access("ann", service="s", ip="192.0.2.1")  # two of "s"
    for some in permutations(differences, 2):
        file = [Policy(name, ONE, globally=True)._replace(**each) for name, each in zip("ba", some, strict=True)]
        yield Scenario(tuple(file), (before, asked, asked))


def every_tie_after_a_reload() -> Iterator[Scenario]:
    """Yield ties of a policy whose counters a reload keeps with one that it brings, whichever is first in the file."""
    for names, globally in product(permutations("ab"), ((True, True), (True, False), (False, True))):
        kept, new = (
            Policy(name, limits, globally=rule) for name, limits, rule in zip(names, (TWO, ONE), globally, strict=True)
        )
        for file in permutations((kept, new)):
            yield Scenario((kept,), (Access("ann"), Reload(file), Access("ann"), Access("ann")))
