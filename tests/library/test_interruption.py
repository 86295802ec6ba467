"""A signal handler may raise, fork or ask the same limiter while a call runs, and so may a finaliser or a key."""

import os
import signal
import sys
from queue import Empty, SimpleQueue
from threading import Event, Thread, current_thread, main_thread

import pytest

from ratelimit import (
    GCRA,
    FixedWindow,
    Keys,
    LeakyBucket,
    MemoryLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
    sharded_table,
)

ALGORITHMS = [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA]
QUOTA = Quota(3, 10)
OTHER = Quota(5, 10)
NO_HANG = 30  # seconds


class OwnLevel(TokenBucket):  # a subclass is asked for its level, not for plain numbers
    def level(self, now):
        return super().level(now)


SEVERAL = [
    ([SlidingLog, TokenBucket, FixedWindow], [QUOTA, Quota(4, 12), Quota(5, 30)]),
    ([LeakyBucket, SlidingWindowCounter, GCRA], [QUOTA, Quota(3, 14), Quota(4, 30)]),
    ([LeakyBucket, OwnLevel, FixedWindow], [QUOTA, Quota(4, 12), Quota(5, 30)]),
]
every_algorithm = pytest.mark.parametrize("algorithm", ALGORITHMS)


class Interrupted(BaseException):
    pass


class Dial:
    def __init__(self):
        self.now = 0

    def __call__(self):
        return self.now


def interrupt():
    raise Interrupted


class Interruption:
    """Raises at one of the moments at which Python may run a signal handler, inside the library, or calls a handler.

    These are the entries of functions, the returns from C, and the jumps back.
    """

    def __init__(self, moment, handler=interrupt):
        self.left = moment
        self.handler = handler

    def __enter__(self):
        sys.setprofile(self._profiled)
        sys.settrace(self._traced)
        return self

    def __exit__(self, *_):
        sys.settrace(None)
        sys.setprofile(None)

    def _passes(self, frame):
        if "/ratelimit/" not in frame.f_code.co_filename.replace(os.sep, "/") or self.left < 0:
            return
        self.left -= 1
        if self.left < 0:
            self.handler()

    def _profiled(self, frame, event, _argument):
        if event == "c_return":
            self._passes(frame)

    def _traced(self, frame, event, _argument):
        if event == "call":
            self._passes(frame)
        last = frame.f_lineno

        def steps(frame, event, _argument):
            nonlocal last
            if event == "line":
                back, last = frame.f_lineno <= last, frame.f_lineno
                if back:
                    self._passes(frame)
            return steps

        return steps


ARRIVALS = (0, "a", 1), (1, "b", 3), (2, "c", 1), (9, "d", 2), (11, "a", 1), (12, "e", 1), (14, "b", 1)


def story(limiter, dial, more):
    """Put a limiter into a state in which a call has a lot to do: keys of all ages, and a sweep under way."""
    one = len(limiter.quotas) == 1
    for now, key, cost in ARRIVALS:
        dial.now = now
        limiter.hit(key, cost, OTHER if key == "e" and one else None)
    dial.now = 21
    for _ in range(more):
        limiter.peek("a")
        limiter.allow("x", 3)


def later(limiter, dial):
    """Return what is answered for each key from then on, and how many keys are held in the end."""
    answers = []
    for now in (21, 22, 25, 31, 32):
        dial.now = now
        answers += [(limiter.peek(key), limiter.hit(key), limiter.allow(key, 2)) for key in "abcdefg"]
        if len(limiter.quotas) == 1:
            answers += [limiter.peek(key, quota=OTHER) for key in "abcdefg"]
    dial.now = 100
    for _ in range(20):
        limiter.allow("z")
    return answers, len(limiter)


CALLS = {
    "allow a held key": lambda limiter: limiter.allow("a"),
    "allow a fresh key": lambda limiter: limiter.allow("b", 2),
    "allow a new key": lambda limiter: limiter.allow("f"),
    "hit": lambda limiter: limiter.hit("c", 2),
    "hit a new key": lambda limiter: limiter.hit("g", 3),
    "hit a fresh key": lambda limiter: limiter.hit("b", 2),  # of several limits, only a later one refuses
    "peek": lambda limiter: limiter.peek("d"),
    "reset": lambda limiter: limiter.reset("a"),
    "refund": lambda limiter: limiter.refund("d", 1),
    "refund several": lambda limiter: limiter.refund("b", 3),
    "charge": lambda limiter: limiter.charge("c", 4),
    "charge a new key": lambda limiter: limiter.charge("g", 4),
    "len": len,
}
CALLS_IN_OTHER_QUOTA = {
    "hit in another quota": lambda limiter: limiter.hit("a", 4, quota=OTHER),
    "allow a new key in another quota": lambda limiter: limiter.allow("f", quota=OTHER),
    "allow a key that is kept in another quota": lambda limiter: limiter.allow("e"),
    "hit a key that is kept in another quota, there": lambda limiter: limiter.hit("e", quota=OTHER),
    "peek in another quota": lambda limiter: limiter.peek("d", quota=OTHER),
}
CALLS_FOR_A_KEY_EACH = {
    "allow held keys": lambda limiter: limiter.allow(Keys("a", "b", "a")),
    "allow new keys": lambda limiter: limiter.allow(Keys("f", "g", "c")),
    "hit one new key twice": lambda limiter: limiter.hit(Keys("g", "a", "g"), 2),
    "peek for a key each": lambda limiter: limiter.peek(Keys("a", "d", "f")),
    "refund to a key each": lambda limiter: limiter.refund(Keys("d", "b", "c"), 2),
    "charge a key each": lambda limiter: limiter.charge(Keys("c", "f", "a"), 4),
    "reset a key each": lambda limiter: limiter.reset(Keys("d", "b", "c")),
}
ONE_LIMIT = [
    pytest.param(algorithm, QUOTA, call, id=f"{algorithm.__name__}-{name}")
    for algorithm in ALGORITHMS
    for name, call in (CALLS | CALLS_IN_OTHER_QUOTA).items()
]
SEVERAL_LIMITS = [
    pytest.param(algorithms, quotas, call, id=f"{'+'.join(one.__name__ for one in algorithms)}-{name}")
    for algorithms, quotas in SEVERAL
    for name, call in (CALLS | CALLS_FOR_A_KEY_EACH).items()
]


@pytest.mark.sampled(7)  # which divides neither number of calls, so that none is left out for all algorithms
@pytest.mark.parametrize(("algorithm", "quota", "call"), [*ONE_LIMIT, *SEVERAL_LIMITS])
def test_an_interrupted_call_has_happened_or_not(algorithm, quota, call, monkeypatch):
    monkeypatch.setattr(sharded_table, "UNSHARDED", 1)
    monkeypatch.setattr(sharded_table, "SHARDS", 3)

    def ends(moment, more):
        dial = Dial()
        limiter = MemoryLimiter(algorithm, quota, dial)
        story(limiter, dial, more)
        if moment is not None:
            with Interruption(moment) as interruption:
                try:
                    call(limiter)
                except Interrupted:
                    pass
                else:
                    assert interruption.left >= 0  # nothing swallows it
                    return None
        return limiter, dial

    places = range(8) if isinstance(quota, Quota) else (3,)  # of the sweep, which is the same for several limits
    for more in places:
        undone, done = ends(None, more), ends(None, more)
        call(done[0])
        possible = [later(*undone), later(*done)]
        moments = 0
        while (end := ends(moments, more)) is not None:
            assert later(*end) in possible, (more, moments)
            moments += 1
        assert moments >= 2


@every_algorithm
def test_a_call_inside_a_call_raises_and_changes_nothing(algorithm):
    class Curious:
        asks = True

        def __hash__(self):
            return 1

        def __eq__(self, other):
            if self.asks:
                self.asks = False
                calls = limiter.allow, limiter.hit, limiter.peek, limiter.refund, limiter.charge, limiter.reset
                for inner in (*calls, lambda _: len(limiter)):
                    with pytest.raises(RuntimeError, match="inside one of its own calls"):
                        inner("key")
            return other is self

    limiter = MemoryLimiter(algorithm, Quota.per_day(3))
    limiter.allow(1)
    assert [limiter.allow(Curious()) for _ in range(2)] == [True, True]
    assert [limiter.allow(1) for _ in range(3)] == [True, True, False]
    assert len(limiter) == 3


def test_a_clock_that_asks_the_limiter_is_told():
    limiter = MemoryLimiter(TokenBucket, QUOTA, lambda: limiter.allow("key"))
    with pytest.raises(RuntimeError, match="inside one of its own calls"):
        limiter.allow("key")
    assert len(limiter) == 0
    assert limiter


def test_a_signal_handler_that_waits_for_another_thread_is_no_call_inside_a_call():
    inside, go = Event(), Event()

    def slow_clock():
        inside.set()
        assert go.wait(NO_HANG)
        return 0

    limiter = MemoryLimiter(TokenBucket, Quota(3, 10), slow_clock)
    first = Thread(target=limiter.allow, args=["key"])
    first.start()
    assert inside.wait(NO_HANG)
    answers = []
    second = Thread(target=lambda: answers.append(limiter.allow("key")))
    second.start()
    go.set()
    first.join(NO_HANG)
    second.join(NO_HANG)
    assert answers == [True]


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # that it works all the same is the claim
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_is_forked_during_another_threads_call_works():
    inside, go = Event(), Event()

    def clock():
        if not go.is_set():
            inside.set()
            go.wait(NO_HANG)
        return 0

    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    thread = Thread(target=limiter.allow, args=["key"])
    thread.start()
    assert inside.wait(NO_HANG)
    child = os.fork()
    if child == 0:
        signal.alarm(NO_HANG)  # it must not hang
        go.set()
        os._exit(0 if [limiter.allow("key") for _ in range(4)] == [True, True, True, False] else 1)
    go.set()
    assert os.waitpid(child, 0)[1] == 0
    thread.join(NO_HANG)
    assert [limiter.allow("key") for _ in range(3)] == [True, True, False]  # the child's calls spent nothing here


def allowed_by_threads(limiter):
    """Return what four threads are answered that ask for one unit of a key each."""
    answers = []
    threads = [Thread(target=lambda: answers.append(limiter.allow("key")), daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(NO_HANG)
    return answers


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # as above
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_thread_of_a_child_that_is_forked_while_another_thread_waits_for_its_turn_gets_its_own():
    asks = Event()
    others = []

    def ask():
        asks.set()
        limiter.allow("other")

    def clock():
        if current_thread() is main_thread():
            asks.clear()
            others.append(Thread(target=ask, daemon=True))
            others[-1].start()
            assert asks.wait(NO_HANG)  # and the other thread runs on until it waits for its turn
        return 0

    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(NO_HANG)  # a thread runs until it waits
    try:
        limiter.allow("key")
        sum(range(10_000_000))  # meanwhile it is the other thread's turn, but Python does not let it run
        child = os.fork()
        if child == 0:
            limiter.allow("key")
            others[-1].join(NO_HANG)
            os._exit(1 if others[-1].is_alive() else 0)
    finally:
        sys.setswitchinterval(interval)
    assert os.waitpid(child, 0)[1] == 0
    others[0].join(NO_HANG)


def fork():
    """Fork a child that does not hang."""
    child = os.fork()
    if child == 0:
        signal.alarm(NO_HANG)
    return child


FORKED_IN = {
    "allow": lambda limiter: limiter.allow("key"),
    "hit": lambda limiter: limiter.hit("key").allowed,
    "peek": lambda limiter: limiter.peek("key").allowed and limiter.allow("key"),
    "len": lambda limiter: len(limiter) == 0 and limiter.allow("key"),
    "in another quota": lambda limiter: limiter.allow("key", quota=OTHER),
}


@pytest.mark.rest
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # as above
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("call", FORKED_IN.values(), ids=FORKED_IN)
def test_a_child_that_a_signal_handler_forks_ends_the_call_and_takes_turns(call):
    def forked_at(moment):
        children = []
        limiter = MemoryLimiter(TokenBucket, QUOTA, Dial())
        with Interruption(moment, lambda: children.append(fork())) as interruption:
            granted = call(limiter)
        if children == [0]:
            signal.alarm(NO_HANG)  # it must not hang
            os._exit(0 if granted and sorted(allowed_by_threads(limiter)) == [False, False, True, True] else 1)
        assert granted
        assert not children or os.waitpid(children[0], 0)[1] == 0, moment
        return interruption.left < 0

    moments = 0
    while forked_at(moments):
        moments += 1
    assert moments >= 2


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # as above
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_a_signal_handler_forks_while_its_call_waits_gets_its_turn():
    inside, asks, go = Event(), Event(), Event()
    children, signals = [], []

    def clock():
        if current_thread() is not main_thread() and not children:
            inside.set()
            assert asks.wait(NO_HANG)
            while not go.wait(0.1):  # a signal that comes just before the main thread waits does not wake it
                signal.pthread_kill(main_thread().ident, signal.SIGUSR1)
        return 0

    def handler(*_):
        if not signals:
            signals.append("the first one")
            children.append(fork())
            go.set()

    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    thread = Thread(target=limiter.allow, args=["other"], daemon=True)
    before, interval = signal.signal(signal.SIGUSR1, handler), sys.getswitchinterval()
    sys.setswitchinterval(NO_HANG)  # a thread runs until it waits
    try:
        thread.start()
        assert inside.wait(NO_HANG)
        asks.set()
        granted = limiter.allow("key")
    finally:
        sys.setswitchinterval(interval)
        signal.signal(signal.SIGUSR1, before)
    if children == [0]:
        one = limiter._lock._token.qsize() == 1  # noqa: SLF001  two would let two threads in
        os._exit(0 if one and granted and sorted(allowed_by_threads(limiter)) == [False, False, True, True] else 1)
    assert granted
    assert os.waitpid(children[0], 0)[1] == 0
    thread.join(NO_HANG)


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # as above
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_is_forked_inside_a_call_ends_that_call():
    children = []

    def clock():
        if not children:
            children.append(os.fork())
        return 0

    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    answers = [limiter.allow("key") for _ in range(4)]
    if children[0] == 0:
        os._exit(0 if answers == [True, True, True, False] else 1)
    assert os.waitpid(children[0], 0)[1] == 0
    assert answers == [True, True, True, False]


def test_an_exception_like_that_of_a_held_lock_is_the_clocks_own():
    limiter = MemoryLimiter(TokenBucket, QUOTA, SimpleQueue().get_nowait)
    for call in (limiter.allow, limiter.hit, limiter.peek):
        with pytest.raises(Empty):
            call("key")
    limiter = MemoryLimiter(TokenBucket, QUOTA, lambda: SimpleQueue().get_nowait())
    for call in (limiter.allow, limiter.hit, limiter.peek):
        with pytest.raises(Empty):
            call("key")
    assert len(limiter) == 0
