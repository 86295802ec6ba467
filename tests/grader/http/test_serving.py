"""How requests are served: whose turn it is, and which words of a submission they are made of."""

import asyncio
from itertools import islice

import pytest

from katas.grader.guard import Guard
from katas.grader.http import small_scopes
from katas.grader.http.serving.turns import Stuck, Turns
from katas.grader.http.serving.world import World
from katas.grader.http.words import Words
from katas.grader.run.loading import load
from tests.grader.http.solution import KATA
from tests.grading import trial_of


def test_tasks_that_others_keep_make_no_request_dearer():
    async def nothing():
        pass

    async def kept():
        return [asyncio.create_task(nothing()) for _ in range(5000)]

    trial_of(KATA.name, KATA.solution).price()  # the first call fills Python's caches
    before = trial_of(KATA.name, KATA.solution).price()
    tasks = asyncio.run(kept())
    assert trial_of(KATA.name, KATA.solution).price() == before
    assert len(tasks) == 5000


def test_who_goes_on_is_as_planned():
    heard = []

    async def request(loop, number):
        for _ in range(3):
            await loop.turn(number)
            heard.append(number)
        loop.ended.add(number)

    async def both(loop):
        await asyncio.gather(request(loop, 1), request(loop, 2))

    for plan in ((1, 2, 1, 2, 1, 2), (2, 2, 2, 1, 1, 1), (2, 1, 1, 2, 2, 1)):
        heard.clear()
        loop = Turns(plan)
        loop.run_until_complete(both(loop))
        loop.close()
        assert tuple(heard) == plan


def test_a_timer_takes_no_time_and_what_never_comes_ends_the_run():
    loop = Turns(())
    loop.run_until_complete(asyncio.sleep(3600))
    assert (loop.slept, loop.time()) == (True, 3600)
    with pytest.raises(Stuck):
        loop.run_until_complete(loop.create_future())
    loop.close()


def test_two_requests_can_run_in_every_order():
    seen = set()
    solution = load(KATA, str(KATA.solution), Guard(print))
    for exchange in islice(small_scopes.every_order(), 252):
        world = World(exchange)
        world.run(solution(world.app, world, quota=exchange.quota))
        seen.add(tuple(exchange.turns))
        assert [each.heard[-1].what for each in world.connections] == ["returns", "returns"]
    assert len(seen) == 252


def test_words_are_what_a_request_may_have(tmp_path):
    path = tmp_path / "submission.py"
    path.write_text(
        'def f(s): return s in ("/live", "PURGE", "x-a", "plain", b"upgrade", b"h2c, *", b"x-forwarded-for")'
    )
    assert Words.of(str(path)) == (("/live",), ("PURGE",), ("upgrade", "x-a"), ("h2c, *", "upgrade", "x-forwarded-for"))
