"""A hook is told of each decision, and changes none."""

import asyncio
import pickle

import pytest

from ratelimit import GCRA, AsyncObservedLimiter, MemoryLimiter, ObservedLimiter, Quota, TokenBucket

QUOTA = Quota.per_minute(2)


class Told(list):
    """What a hook was told, in order."""

    def __call__(self, key, decision, seconds, error):
        assert isinstance(seconds, float)
        assert seconds >= 0
        self.append((key, decision, error))


class Asleep:
    """A limiter in memory, for asyncio."""

    def __init__(self, limiter):
        self._limiter = limiter

    def __getattr__(self, name):
        async def call(*args):
            await asyncio.sleep(0)
            return getattr(self._limiter, name)(*args)

        return call


class Awaited:
    """An observed limiter for asyncio, whose calls block."""

    def __init__(self, limiter, hook):
        self._limiter = AsyncObservedLimiter(Asleep(limiter), hook)

    def __getattr__(self, name):
        return lambda *args: asyncio.run(getattr(self._limiter, name)(*args))


both = pytest.mark.parametrize("kind", [ObservedLimiter, Awaited])


def limiter():
    return MemoryLimiter(TokenBucket, QUOTA, lambda: 0)


@both
def test_each_allow_and_each_hit_is_told_with_its_answer(kind):
    told, twin = Told(), limiter()
    observed = kind(limiter(), told)
    assert [observed.allow("a"), observed.hit("a"), observed.allow("a")] == [True, twin.hit("b")._replace(remaining=0, reset_after=QUOTA.period), False]  # fmt: skip  # noqa: E501
    assert [(key, decision.allowed, error) for key, decision, error in told] == [
        ("a", True, None), ("a", True, None), ("a", False, None)
    ]  # fmt: skip


@both
def test_a_peek_and_a_reset_are_no_decisions(kind):
    told = Told()
    observed = kind(limiter(), told)
    assert observed.peek("a").remaining == 2
    observed.hit("a", 2)
    observed.reset("a")
    assert observed.peek("a").remaining == 2
    assert len(told) == 1


@both
def test_a_call_that_raises_is_told_with_its_error(kind):
    told = Told()
    observed = kind(limiter(), told)
    for call in (observed.allow, observed.hit):
        with pytest.raises(ValueError, match="got 3") as caught:
            call("a", 3)
        assert told.pop() == ("a", None, caught.value)
    assert not told


@both
def test_a_hook_that_raises_changes_no_answer_and_is_logged(kind, caplog):
    def hook(*_):
        raise RuntimeError("full")

    observed = kind(limiter(), hook)
    assert [observed.allow("a") for _ in range(3)] == [True, True, False]
    with pytest.raises(ValueError, match="got 3"):
        observed.hit("a", 3)
    assert caplog.messages == ["on_decision raised"] * 4
    assert "full" in caplog.text


def test_it_says_what_it_observes():
    observed = ObservedLimiter(MemoryLimiter(GCRA, QUOTA), Told())
    assert repr(observed) == "ObservedLimiter(MemoryLimiter(GCRA, Quota.parse('2/minute')))"
    assert observed.quota is QUOTA
    with pytest.raises(TypeError, match="a MemoryLimiter can't be pickled or copied"):
        pickle.dumps(observed)
