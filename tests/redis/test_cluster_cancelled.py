"""A task is cancelled at any wait of any task, while it asks a cluster: nobody else notices."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from redis.crc import key_slot

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.node import HOST
from ratelimit import Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter
from tests.redis.conftest import NOON
from tests.redis.waits import watched

QUOTA = Quota.per_day(1000)
KEYS = ["a", "b", "c", "d"]  # on three nodes
STEPS = 60  # more than there are waits in any of these


class Cancellation:
    """Cancels a task when any task of the loop waits for the `step`th time from now on."""

    def __init__(self, step):
        self._left = step
        self._loop = asyncio.get_running_loop()
        self._task = None

    async def of(self, coroutine):
        """Return what the coroutine returns, or the `CancelledError`."""
        self._loop.set_task_factory(lambda loop, run, **options: asyncio.Task(self._watched(run), loop=loop, **options))
        try:
            self._task = asyncio.create_task(coroutine)
            (end,) = await asyncio.gather(self._task, return_exceptions=True)
            return end
        finally:
            self._loop.set_task_factory(None)

    async def _watched(self, coroutine):
        return await watched(coroutine, self._waits)

    def _waits(self, _number):
        if self._left == 0:
            self._task.cancel()
        self._left -= 1


pytestmark = pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")  # one cancelled at once


@pytest.fixture
def limiting(package, nodes, prefix):
    """A limiter whose client has one connection to each node: if one is lost, the next call fails."""

    @asynccontextmanager
    async def limiting(connections=1):
        client = package.asyncio.RedisCluster(HOST, nodes.nodes[0].port, max_connections=connections, socket_timeout=20)
        try:
            yield AsyncRedisLimiter(TokenBucket, QUOTA, client, prefix=prefix, clock=Dial(NOON)), client
        finally:
            await client.aclose()

    return limiting


def run(main):
    return asyncio.run(asyncio.wait_for(main, 60))


def all_are_free(client):
    return all(len(node._connections) == len(node._free) for node in client.get_nodes())  # noqa: SLF001  nothing else tells


async def second(limiter, keys):
    """Hit the keys, but begin after the task that is cancelled."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return await limiter.hit_many(keys)


async def left(limiter, keys):
    return [(await limiter.peek(key)).remaining for key in keys]


def test_the_keys_are_on_several_nodes(nodes):
    assert len({nodes.owner(key_slot(key.encode())) for key in KEYS}) == 3


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("many", [False, True])
def test_others_are_unharmed_and_each_key_is_spent_once_or_not_at_all(limiting, place, many):
    async def main():
        async with limiting() as (limiter, _):
            await limiter.hit_many(KEYS)
            ends = []
            for step in range(STEPS):
                keys = [f"{place} {step} {key}" for key in KEYS]

                def ask(keys=keys):
                    return limiter.hit_many(keys) if many else limiter.hit(keys[0])

                async def all_ask(ask=ask, step=step):
                    calls = [ask(), ask(), ask()]
                    calls[place] = Cancellation(step).of(calls[place])
                    return await asyncio.gather(*calls, return_exceptions=True)

                hits = await all_ask()
                ends.append(hits.pop(place))
                remaining = [[each.remaining for each in hit] if many else [hit.remaining] for hit in hits]
                for first, second, now in zip(*remaining, await left(limiter, keys if many else keys[:1]), strict=True):
                    assert first > second >= now >= 997
            assert {isinstance(end, asyncio.CancelledError) for end in ends} == {True, False}

    run(main())


@pytest.mark.parametrize("many", [False, True])
def test_a_task_alone_gives_its_connections_back(limiting, many):
    async def main():
        async with limiting() as (limiter, _):
            await limiter.hit_many(KEYS)
            ends = []
            for step in range(STEPS):
                keys = [f"{step} {key}" for key in KEYS]
                ends.append(await Cancellation(step).of(limiter.hit_many(keys) if many else limiter.hit(keys[0])))
                assert set(await left(limiter, keys)) <= {999, 1000}
            assert {isinstance(end, asyncio.CancelledError) for end in ends} == {True, False}

    run(main())


def test_the_first_call_of_a_client_takes_the_slot_map_from_nobody_who_waits_for_it(limiting):
    async def main():
        ends = []
        for step in range(0, 4 * STEPS, 3):
            keys = [f"{step} {key}" for key in KEYS]
            async with limiting(connections=2) as (limiter, client):  # one is used to ask for the slot map
                end, hits = await asyncio.gather(Cancellation(step).of(limiter.hit_many(keys)), second(limiter, keys))
                ends.append(end)
                for hit, now in zip(hits, await left(limiter, keys), strict=True):
                    assert 998 <= now <= hit.remaining
                assert all_are_free(client)
        assert {isinstance(end, asyncio.CancelledError) for end in ends} == {True, False}

    run(main())


def test_a_task_that_asks_which_node_serves_a_slot_takes_that_from_nobody_who_waits_for_it(limiting):
    async def main():
        async with limiting(connections=2) as (limiter, client):
            await limiter.hit_many(KEYS)
            assert client.get_node_from_key("a") != client.get_node_from_key("b")
            ends = []
            for step in range(2 * STEPS):
                key = f"{{a}} {step}"
                client.nodes_manager.slots_cache[key_slot(b"a")] = [client.get_node_from_key("b")]
                end, (hit,) = await asyncio.gather(Cancellation(step).of(limiter.hit(key)), second(limiter, [key]))
                ends.append(end)
                assert 998 <= (await limiter.peek(key)).remaining <= hit.remaining
                assert all_are_free(client)
            assert {isinstance(end, asyncio.CancelledError) for end in ends} == {True, False}

    run(main())
