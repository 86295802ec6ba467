"""A child that is forked while another thread is inside the limiter works, and so does a call inside a call."""

import os
from threading import Event, Thread

import pytest

from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter
from tests.redis.sync_async import Sync

NO_HANG = 30  # seconds


def locks(limiter):
    sans_io = limiter._sans_io  # noqa: SLF001  the locks are the matter
    return limiter._refreshing, sans_io._refusals._lock, sans_io._server._breaker._lock  # noqa: SLF001  as above


@pytest.fixture
def limiter(url, prefix):
    style = Sync()
    yield RedisLimiter(TokenBucket, Quota.per_day(3), style.client(url), prefix=prefix, on_error="deny", remember=5)
    style.close()


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # that it works all the same is the claim
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_is_forked_while_another_thread_holds_the_locks_works(limiter):
    inside, go = Event(), Event()

    def hold():
        first, second, third = locks(limiter)
        with first, second, third:
            inside.set()
            go.wait(NO_HANG)

    thread = Thread(target=hold)
    thread.start()
    assert inside.wait(NO_HANG)
    child = os.fork()
    if child == 0:
        free = [lock.acquire(timeout=NO_HANG) for lock in locks(limiter)]
        for lock in locks(limiter):
            lock.release()
        os._exit(0 if free == [True] * 3 and [limiter.allow("key") for _ in range(4)] == [True] * 3 + [False] else 1)
    assert os.waitpid(child, 0)[1] == 0
    go.set()
    thread.join(NO_HANG)
    assert limiter.peek("key").remaining == 0  # processes share the key


def test_a_call_inside_a_call_gets_the_locks_that_its_thread_holds(limiter):
    first, second, third = locks(limiter)
    with first, second, third:
        assert [limiter.allow("key") for _ in range(4)] == [True, True, True, False]
