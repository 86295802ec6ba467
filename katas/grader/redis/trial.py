"""A bucket on Redis on trial: a meter whose state is on a server, asked by clients of every kind."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import redis

from katas.grader.guard import Guard
from katas.grader.meter import oracle
from katas.grader.meter.oracle import Spec
from katas.grader.meter.trial import MeterTrial
from katas.grader.profile import Profile
from katas.grader.redis.inputs import MINUTE, TICK, TODAY, lasting
from katas.grader.redis.lua_errors import locate
from katas.grader.redis.servers.graded_server import Server, the_server
from katas.grader.redis.servers.instrumented_client import Wire
from katas.grader.redis.servers.monitor import monitored, writes
from katas.grader.redis.servers.patience import TOO_SLOW
from katas.grader.redis.servers.server import NoServer
from katas.grader.shrink import Terms, first_failure
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Abort, Broken, Failure, brief
from ratelimit import Quota

KINDS: tuple[dict[str, Any], ...] = (  # of clients, besides the usual one
    {"decode_responses": True},
    {"protocol": 3},
    {"decode_responses": True, "protocol": 3},
)
MOST_COMMANDS = 8  # of one call, on a card
PLACES = 40  # in a take, at which its process may die or its connection fail
SLOW = Quota(3, 192 * MINUTE)  # a token takes an hour and four minutes


class Bucket:
    """One key of a limiter, asked as a meter is."""

    def __init__(self, limiter: Any, wire: Wire, before: Callable[[], None], key: str = "ann") -> None:
        self.limiter, self.wire, self.before, self.key = limiter, wire, before, key

    def take(self, now: int | None, cost: int = 1) -> Any:
        """Ask the limiter, in one of the two ways in which it may be asked."""
        self.before()
        return self.limiter.take(self.key, now=now) if cost == 1 else self.limiter.take(self.key, cost, now)


class RedisSpec(Spec):
    """A refusal changes nothing on the server; so it moves no clock either."""

    def refuse(self, now: int) -> None:
        """Leave the clock at the latest grant."""


class RedisTrial(MeterTrial):
    """Follows timelines as for any meter, each under a prefix of its own."""

    beside_others = False  # other buckets come in the levels

    def __init__(self, load: Callable[..., Callable[..., Any]], guard: Guard, profile: Profile) -> None:
        try:
            self.server: Server = the_server()
        except NoServer as reason:
            raise Broken(Failure("load", str(reason))) from reason
        self.server.patience.pardon = guard.pardon
        super().__init__(oracle.TokenBucket, load, guard, profile)
        self.before: Callable[[], None] = lambda: None  # runs before each take of a timeline
        self._wishes: dict[str, Any] = {}  # for the next client
        self.counts |= dict.fromkeys(("interruptions", "cuts"), 0)
        if not self.server.own:
            self.notes.append("Not on a server of its own: scripts were not flushed, undeclared keys not looked for.")

    @contextmanager
    def asked_by(self, **wishes: Any) -> Iterator[None]:
        """Let clients of another kind ask inside the block."""
        self._wishes, kind = wishes, ", ".join(f"{name}={value}" for name, value in wishes.items())
        try:
            yield
        except (Broken, Abort) as stop:
            client = f"The client has {kind}; the one of --replay has not."
            message = f"{sentence(stop.failure.message)} {client}".strip()
            stop.failure = replace(stop.failure, message=message)
            raise
        else:
            self._used_its_client()
        finally:
            self._wishes = {}

    def _used_its_client(self) -> None:
        """Only this shows it: with one server, an earlier limiter's client gives the same answers."""
        if not self.server.wire(**self._wishes).sent:
            words = "take() asks through another limiter's client. Each limiter must use the client that it was given."
            raise Broken(Failure("answer", words))

    def holds(self, law: Callable[[], None], *, waits: bool) -> None:
        """Test a law on the submission. Raises `Broken` with the smallest timeline, and what the server saw of it."""
        failure = first_failure(partial(super().holds, law, waits=waits))
        if failure is None:
            return
        if failure.timeline and failure.kind in ("answer", "crash"):
            failure = replace(failure, commands=self.seen(*Timeline.parse(failure.timeline)[:2]))
        raise Broken(failure)

    def terms(self, timeline: Timeline) -> Terms:
        """Return the terms for smaller timelines: slow enough, and with fewer tries, as each asks the server."""
        terms = super().terms(timeline)
        return terms._replace(
            allows=lambda smaller: terms.allows(smaller) and not self.misfit(smaller),
            unit=4 * TICK,
            whole=True,
            scan=8,
            tries=600,
        )

    def traits(self, timeline: Timeline) -> set[str]:
        """Return which of the things that levels are told apart by are in a timeline: time 0 is one."""
        zero = any(call.now == 0 for call in timeline.calls)
        return super().traits(timeline) | ({"zero"} if zero else set())

    def is_even(self, quota: Quota) -> bool:
        """Whether a token takes a whole number of the friendly ticks."""
        return quota.period % (4 * TICK * quota.limit) == 0

    def put(self, timeline: Timeline, *, waits: bool = True) -> list[Any]:
        """Put one timeline to a new bucket."""
        try:
            return super().put(timeline, waits=waits)
        finally:
            self.server.tidy()

    def specify(self, quota: Quota) -> Spec:
        """Return what a new bucket is compared with."""
        return RedisSpec(self.oracle, quota)

    def misfit(self, timeline: Timeline) -> str:
        """Say why a typed timeline does not fit this kata; "" if it does."""
        if timeline.algorithm or any(call.key or call.name != "take" for call in timeline.calls):
            return "the calls of this kata are take(now[, cost])"
        if len(lasting(self.oracle, timeline.quota, list(timeline.calls))) < len(timeline.calls):
            return "after one of its calls the bucket is full within a minute of real time, or now is above 2^52"
        return ""

    def make(
        self, quota: Quota, prefix: str | None = None, key: str = "ann", who: str = "A", new: Any = None
    ) -> Bucket:
        """Return a key's bucket, as one of several clients sees it; without a prefix, a new one."""
        client, wire = self.server.client(who, **self._wishes)
        try:
            with self._freed():
                prefix = self.server.prefix() if prefix is None else prefix
                limiter = self.guard("__init__()", new or self.new, client, quota, prefix)
        except Exception as error:
            raise self._stopped("__init__()", error) from error
        return Bucket(limiter, wire, self.before, key)

    def ask(self, meter: Any, call: Any) -> Any:
        """Return the answer. Raises `Abort` instead of `Broken` if the server hangs: nothing must be made smaller."""
        try:
            with self._freed():
                answer = super().ask(meter, call)
        except Broken as broken:
            hopeless = broken.failure.kind in ("hang", "exit")
            raise (Abort(broken.failure) if hopeless else broken) from None
        return self.unless_stuck(answer)

    def take(self, bucket: Bucket, cost: int = 1, now: int | None = TODAY) -> Any:
        """Return what one call answers, a plain `int` or a `ValueError`. Whatever else comes of it is a `Broken`."""
        answer = self.ask(bucket, Ask("take", now, cost))
        if type(answer) is int or isinstance(answer, ValueError):
            return answer
        message = f"take() returns {brief(answer)}, of type {type(answer).__name__}; return an int and no other type."
        raise Broken(Failure("answer", message))

    def crash(self, what: str, error: BaseException) -> Failure:
        """Say in plain words what an exception means, one of the server's too."""
        failure = super().crash(what, error)
        stuck = self.server.patience.stuck or ("the Lua script does not end." if _is_busy(error) else "")
        if stuck:
            said = stuck if stuck == TOO_SLOW else f"{what}: {stuck}"
            return replace(failure, kind="hang", message=f"{said} {self.server.free()}".strip())
        if isinstance(error, redis.ConnectionError) and self.server.own and self.server.gone():
            self.server.start_anew()
            return replace(failure, kind="exit", message=f"{what}: the server is gone. Does your code shut it down?")
        if isinstance(error, redis.ResponseError):
            said, line = locate(str(error), self.server.scripts, self.guard)
            message = f"{what} raises {type(error).__name__}: {said}"
            return replace(failure, message=message, line=line or failure.line)
        return failure

    def outcome(self, bucket: Bucket, cost: int = 1) -> Any:
        """Return what one call answers or raises. Raises `Abort` if the server hangs."""
        try:
            with self._freed():
                answer = self.guard("take()", bucket.take, TODAY, cost)
        except Exception as error:  # noqa: BLE001  what it raises is the answer
            answer = error
        return self.unless_stuck(answer)

    def unless_stuck(self, answer: Any) -> Any:
        """Return the answer. Raises `Abort` if the server did not answer, whatever the submission made of that."""
        stuck = self.server.patience.stuck
        if stuck or _is_busy(answer):
            error = answer if isinstance(answer, BaseException) else redis.TimeoutError(stuck)
            raise Abort(self.crash("take()", error))
        return answer

    def cut(
        self, bucket: Bucket, place: int, error: type[Exception] = redis.ConnectionError, *, heard: bool = False
    ) -> tuple[Any, ...]:
        """Break the connection before a take's sending number `place`; with `heard`, once, after the server did it.

        Returns what the take answers or raises; nothing if it does not send so often.
        """
        cut = False

        def cuts(number: int) -> None:
            nonlocal cut
            if number >= place and not (heard and cut):
                cut = True
                raise error(f"the grader lets the connection fail: {error.__name__}")

        bucket.wire.clear()
        setattr(bucket.wire, "after" if heard else "before", cuts)
        answer = self.outcome(bucket)
        bucket.wire.let_go()
        return (answer,) if cut else ()

    def seen(self, quota: Quota, calls: Sequence["Ask | Call"]) -> tuple[str, ...]:
        """Make the calls again, of a new bucket, and return what the server sees of the last one.

        Before that, what it sees of the call that wrote what the last one reads.
        """
        wrote: list[str] = []
        last: list[str] = []
        try:
            bucket = self.make(quota)
            for call in calls[:-1]:
                with monitored(self.server, bucket.wire) as seen:
                    self.ask(bucket, call)
                wrote = _told(call, seen) if any(map(writes, seen)) else wrote
            with monitored(self.server, bucket.wire) as last, suppress(Broken):
                self.ask(bucket, calls[-1])
        except (Broken, Abort):
            return ()
        return (*wrote, *_told(calls[-1], last))

    def price(self) -> dict[str, int]:
        """Count what a decision costs: sendings, commands in the script, bytes of the key."""
        self.server.empty()
        bucket = self.make(SLOW)
        for _ in range(2):
            self.take(bucket)
        bucket.wire.clear()
        with monitored(self.server, bucket.wire) as granted:
            self.take(bucket)
        trips = len(bucket.wire.sent)
        with monitored(self.server, bucket.wire) as refused:
            self.take(bucket)
        keys = self.server.keys(bucket.wire)
        size = sum(int(self.server.admin.memory_usage(key) or 0) for key in keys)
        self.server.tidy()
        return {
            "round trips": trips,
            "commands, granted": len(granted),
            "commands, refused": len(refused),
            "Redis keys": len(keys),
            "bytes of these": size,
        }

    @contextmanager
    def _freed(self) -> Iterator[None]:
        """Leave no busy server behind if the guard ends a call inside the block."""
        try:
            yield
        except Abort:
            self.server.free()
            raise

    def _stopped(self, what: str, error: Exception) -> Broken | Abort:
        failure = self.crash(what, error)
        return Abort(failure) if failure.kind == "hang" else Broken(failure)


def _told(call: "Ask | Call", seen: list[str]) -> list[str]:
    """Return what a server saw of one call, below the call, cut to what people read."""
    more = [f"    and {len(seen) - MOST_COMMANDS} more"] if len(seen) > MOST_COMMANDS else []
    return [f"  {call}", *seen[:MOST_COMMANDS], *more]


def _is_busy(answer: Any) -> bool:
    """Whether the server says that a script keeps it busy."""
    return isinstance(answer, redis.ResponseError) and str(answer).startswith("BUSY")


def sentence(words: str) -> str:
    """Return the words with a full stop, if there are any."""
    return f"{words}." if words and words[-1] not in ".?!" else words


class Ask(NamedTuple):
    """A call that no timeline can hold: `now` may be left to the server."""

    name: str
    now: int | None
    cost: int

    def __str__(self) -> str:
        return f"{self.name}(now={self.now}, cost={self.cost})"
