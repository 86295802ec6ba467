"""As many racing processes are granted a unit as there are units, even if the key is new."""

import multiprocessing
from collections import Counter
from threading import Barrier, Thread

import pytest

from ratelimit import Quota
from tests.redis.algorithms import ALGORITHMS
from tests.redis.racer import LIMIT, ROUNDS, race
from tests.redis.sync_async import Async, Sync


def test_processes_that_race_win_as_often_as_there_are_units(url, prefix):
    context = multiprocessing.get_context("spawn")
    styles = (Sync, Async, Sync)
    start, won = context.Barrier(len(styles)), context.Queue()
    racers = [context.Process(target=race, args=(style, url, prefix, start, won), daemon=True) for style in styles]
    for racer in racers:
        racer.start()
    wins = Counter()
    for _ in range(len(styles) * ROUNDS * len(ALGORITHMS)):
        algorithm, turn, times = won.get(timeout=60)
        wins[algorithm, turn] += times
    for racer in racers:
        racer.join(60)
    assert wins == {(algorithm.__name__, turn): LIMIT for algorithm in ALGORITHMS for turn in range(ROUNDS)}


@pytest.mark.parametrize("shared", [True, False])
def test_threads_that_race_win_as_often_as_there_are_units(algorithm, make, shared):
    threads, won = 6, []
    start, limiter = Barrier(threads), make(algorithm, Quota.per_day(20))

    def racing():
        mine = limiter if shared else make(algorithm, Quota.per_day(20))
        start.wait(60)
        won.extend(key for key in "abc" for _ in range(10) if mine.allow(key))

    racers = [Thread(target=racing, daemon=True) for _ in range(threads)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert Counter(won) == {"a": 20, "b": 20, "c": 20}
