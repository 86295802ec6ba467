"""A hook is told of each decision, and changes none."""

import asyncio
import pickle

import pytest

from ratelimit import (
    GCRA,
    AsyncMemoryLimiter,
    AsyncObservedLimiter,
    Keys,
    MemoryLimiter,
    ObservedLimiter,
    Quota,
    TokenBucket,
)

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
        async def call(*args, **options):
            await asyncio.sleep(0)
            return getattr(self._limiter, name)(*args, **options)

        return call


class Awaited:
    """An observed limiter for asyncio, whose calls block."""

    def __init__(self, limiter, hook):
        self._limiter = AsyncObservedLimiter(Asleep(limiter), hook)

    def __getattr__(self, name):
        return lambda *args, **options: asyncio.run(getattr(self._limiter, name)(*args, **options))


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
def test_a_call_in_another_quota_is_told_too(kind):
    told, more = Told(), Quota.per_minute(5)
    observed = kind(limiter(), told)
    assert observed.allow("a", 2, quota=more)
    assert observed.hit("a", quota=more).remaining == 2
    assert [decision.remaining for decision in observed.hit_many(["a", "b"], quota=more)] == [1, 4]
    assert observed.peek("a", quota=more).remaining == 1
    assert not observed.peek("a").allowed
    assert [decision.remaining for _, decision, _ in told] == [3, 2, 1, 4]


@both
def test_a_limiter_that_knows_no_quotas_by_call_can_be_observed(kind):
    class Plain:
        def hit(self, key, cost):
            return key, cost

    observed = kind(Plain(), lambda *_: None)
    assert observed.hit("a", 2) == ("a", 2)


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
def test_many_that_raise_for_a_key_are_told_as_one_is(kind):
    told = Told()
    observed = kind(limiter(), told)
    with pytest.raises(TypeError, match="unhashable") as caught:
        observed.hit_many(["a", []])
    assert told == [("a", None, caught.value), ([], None, caught.value)]


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


def test_limits_and_keys_pass_through_it():
    told = Told()
    quotas = Quota.parse_many("2/minute; 3/minute")
    observed = ObservedLimiter(MemoryLimiter(TokenBucket, quotas, lambda: 0), told)
    twin = AsyncObservedLimiter(AsyncMemoryLimiter(TokenBucket, quotas), told)
    assert observed.quotas == twin.quotas == tuple(quotas)
    keys = Keys("ann", "all")
    assert observed.hit(keys, 2).levels == ((0, 60_000_000_000), (1, 40_000_000_000))
    assert not observed.allow(keys)
    assert [(key, bool(decision), decision.binding) for key, decision, _ in told] == [(keys, True, 0), (keys, False, 0)]


def test_what_can_not_be_observed_or_told_is_refused():
    limiter = MemoryLimiter(TokenBucket, Quota.per_day(3))
    for kind in (ObservedLimiter, AsyncObservedLimiter):
        with pytest.raises(TypeError, match="on_decision must be a function, got 5"):
            kind(limiter, 5)
    with pytest.raises(TypeError, match=r"limiter must be one that answers at once, got Async.*: take AsyncObserved"):
        ObservedLimiter(AsyncMemoryLimiter(TokenBucket, Quota.per_day(3)), print)
    with pytest.raises(TypeError, match=r"limiter must be one for asyncio, got MemoryLimiter.*: take ObservedLimiter"):
        AsyncObservedLimiter(limiter, print)
    for kind in (ObservedLimiter, AsyncObservedLimiter):
        for bad in (None, "x", MemoryLimiter):
            with pytest.raises(TypeError, match="limiter must be a limiter, got"):
                kind(bad, print)


def test_a_hook_that_would_have_to_be_awaited_is_refused():
    async def hook(*_):
        raise AssertionError("never awaited")

    class Hook:
        async def __call__(self, *_):
            raise AssertionError("never awaited")

    for bad in (hook, Hook(), Hook().__call__):
        with pytest.raises(TypeError, match="on_decision must be a plain function, as nothing awaits it, got"):
            AsyncObservedLimiter(AsyncMemoryLimiter(TokenBucket, QUOTA), bad)
        with pytest.raises(TypeError, match="on_decision must be a plain function, as nothing awaits it, got"):
            ObservedLimiter(limiter(), bad)
