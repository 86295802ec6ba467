"""A request costs the same under two dozen policies and under ten thousand."""

import tracemalloc
from functools import partial
from typing import Any

from katas.grader.costs import MOST_RATIO, steps, typical_seconds
from katas.grader.gateway.inputs import AMPLE
from katas.grader.gateway.limiter import Dial
from katas.grader.gateway.model import ORDER, scope_of
from katas.grader.gateway.scenario import Access, Policy, Request
from katas.grader.gateway.trial import GatewayTrial
from katas.grader.verdict import Broken, Failure

FEW, MANY = 2 * len(ORDER), 10_000  # a local policy and a rule of each kind of scope
SLACK = 10  # steps
MOST_COUNTED = 3_000_000  # steps: more than a search through all policies
MOST_COPIED = 8_000  # bytes, more than under a few: less than a copy of the policies with one kind of scope


def policies(number: int) -> list[Policy]:
    """Return a file of so many policies, as many of each kind of scope: the last ones for `n0`, those before for `n1`.

    Whoever searches from the beginning finds those for `n0` late.
    """
    found = []
    for place in range(number):
        each, kind = divmod(place, FEW)
        scope = dict.fromkeys(ORDER[kind // 2], f"n{each}")
        found.append(Policy(f"p{place}", AMPLE, globally=kind % 2 == 1)._replace(**scope))
    return [policy for place, policy in enumerate(found) if place < FEW or scope_of(policy)][::-1]


def requests(who: str = "nobody") -> list[Request]:
    """Return requests that fall under the same policies, however many others there are, and whoever asks."""
    return [
        Access("n0", None, ("n0",), "n0", "n0", "192.0.2.1").request,
        Access(who, None, ("n0",), "n0", "n0", "192.0.2.1").request,
        Access(who, None, ("none", "n0"), "x", "n0", "192.0.2.1").request,
        Access(who, None, ("none",), "x", "y", "192.0.2.1").request,
        Access().request,
    ]


def looked_up(trial: GatewayTrial) -> None:
    """A request takes as many steps under a few policies, of all kinds of scopes, as under ten thousand."""
    with trial.guard.unwatched():
        few, many = (_made(trial, number) for number in (FEW, MANY))
        _compare([_first(plugin) for plugin in (few, many)], "The first request after a file is read")
        for kind in range(len(requests())):
            _compare([_steps(plugin, kind) for plugin in (few, many)], "A request")
        for request in requests():
            copied = [_copied(trial, plugin, request) for plugin in (few, many)]
            if copied[1] > copied[0] + MOST_COPIED:
                message = (
                    f"A request needs {copied[1]:,} bytes for a while under {MANY:,} policies, and {copied[0]:,} under "
                    f"{FEW}. Something copies all of them."
                )
                raise Broken(Failure("cost", message))
        # Both are timed: what is hidden in C shows in no count.
        for request in requests():
            slow, fast = (_seconds(trial, plugin, request) for plugin in (many, few))
            if slow > MOST_RATIO * fast:
                message = (
                    f"A request takes {slow / fast:.0f} times as long under {MANY:,} policies as under {FEW}. "
                    "Something goes through all of them: `in` a list, a copy, sorted()?"
                )
                raise Broken(Failure("cost", message))


def _made(trial: GatewayTrial, number: int) -> Any:
    trial.guard.rearm()
    try:
        return trial.guard("__init__()", partial(trial.plugin, dial=Dial()), policies(number))
    except (Exception, SystemExit) as error:
        raise Broken(trial.crash("__init__()", error)) from error


def _compare(counted: list[int], what: str) -> None:
    """Raise `Broken` if more steps are needed under many policies than under a few."""
    if counted[1] > counted[0] + SLACK:
        message = (
            f"{what} takes {counted[0]:,} steps of Python under {FEW} policies, and {counted[1]:,} under {MANY:,}. "
            "It must look its policies up, not search them."
        )
        raise Broken(Failure("cost", message))


def _first(plugin: Any) -> int:
    return steps(partial(plugin.access, requests("first")[1]), MOST_COUNTED, "access()")


def _steps(plugin: Any, kind: int) -> int:
    """Return how many steps a request of this kind takes, the least of several that others have made."""
    plugin.access(requests()[kind])
    return min(
        steps(partial(plugin.access, requests(f"somebody {each}")[kind]), MOST_COUNTED, "access()") for each in range(3)
    )


def _copied(trial: GatewayTrial, plugin: Any, request: Request) -> int:
    """Return the most bytes that a request needs while it runs."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        trial.guard("access()", plugin.access, request)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def _seconds(trial: GatewayTrial, plugin: Any, request: Request) -> float:
    found: float = trial.guard("access()", typical_seconds, partial(plugin.access, request))
    return found
