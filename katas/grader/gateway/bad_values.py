"""Each field of a policy with each kind of value that it can't have: false ones and true ones, of every type."""

from collections.abc import Iterator
from typing import Any

from katas.grader.gateway.inputs import ONE, TWO
from katas.grader.gateway.scenario import SCOPE, Access, Policy, Reload, Scenario

NO_TEXTS = (0, False, 0.0, (), b"", 1, True, 1.5, ("ann",), b"ann")  # a tuple stands for a list
NO_FLAGS = (0, 0.0, None, "", (), b"", 1, 1.0, 2, "no", "True", ("ann",), b"ann")
NO_QUOTAS = (0, False, None, "", (), b"", 1, True, "1/minute", ONE, b"1/minute")
KINDS: tuple[dict[str, Any], ...] = ({}, {"globally": True}, {"enabled": False})
BAD: dict[str, tuple[Any, ...]] = {
    "name": (None, "", *NO_TEXTS),
    "limits": (
        *(None, "", b"", 0, False, 0.0, 1, True, "1/minute", frozenset(ONE)),
        *(several for each in NO_QUOTAS for several in ((each,), (each, *ONE), (*ONE, each, *TWO), (*ONE, each))),
    ),
    **dict.fromkeys(SCOPE, ("", *NO_TEXTS)),
    "count_by": (None, "", *NO_TEXTS, ("consumer",), b"consumer"),
    **dict.fromkeys(("shadow", "enabled", "globally"), NO_FLAGS),
}


def in_files() -> Iterator[Scenario]:
    """Yield each bad value in a policy of each kind, after a good one, or before it."""
    usual, good = Policy("gold", ONE), Policy("other", ONE, route="a")
    for place, kind in enumerate(KINDS):
        for field, values in BAD.items():
            for value in values:
                bad = usual._replace(**kind | {field: value})
                yield Scenario((good, bad) if place % 2 else (bad, good))


def in_reloads() -> Iterator[Scenario]:
    """Yield reloads with all bad values of one field, one after the other, after which the old policy is in force."""
    good, access = Policy("all", ONE), Access("ann")
    for field, values in BAD.items():
        files = [Reload((good, Policy("bad", ONE, route="a")._replace(**{field: value}))) for value in values]
        yield Scenario((good,), (access, *files, access))
