"""One middleware on trial: exchanges run on it, between a server, an app and a limiter of the grader's."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from katas.grader.constants import constants_of
from katas.grader.costs import steps
from katas.grader.crash import crash
from katas.grader.fuzz import for_each
from katas.grader.guard import Guard
from katas.grader.http.columns.expected import expected
from katas.grader.http.columns.heard import yours
from katas.grader.http.columns.line import Judged
from katas.grader.http.columns.rows import first_difference, given, side_by_side, with_those_at_once
from katas.grader.http.exchange import INNER, Exchange, Request, refused
from katas.grader.http.explanation import note, reason, why
from katas.grader.http.inputs import HttpInputs
from katas.grader.http.plot_traffic import ADDRESSES
from katas.grader.http.serving.connection import Connection
from katas.grader.http.serving.world import Decision, World, passes
from katas.grader.http.shrink import shrunk
from katas.grader.http.words import Words
from katas.grader.meter.oracle import TokenBucket
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.profile import Profile
from katas.grader.shrink import first_failure
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Abort, Broken, Failure, Row
from katas.grader.wrong_clock import WrongClock
from ratelimit import Quota

UNASKED = dict.fromkeys(Judged._fields, False)  # what a level does not judge unless it says so
OTHER = Exchange.parse("middleware('3/second', trusted=['0.0.0.0/0'], name='other', on_error='deny') http()")
SHARED = "It is wrong only while another middleware is there: what do the two share?"


class HttpTrial:
    """A submission's class."""

    def __init__(self, load: Callable[..., Callable[..., Any]], guard: Guard, profile: Profile) -> None:
        self.load, self.guard, self.profile = load, guard, profile
        self.watch = WrongClock(still=True)  # the machine's clocks, which no middleware goes by
        self.beside_others = True
        self.renew()
        self.numbers, self.words = constants_of(guard.path), Words.of(guard.path)
        self.notes: list[str] = []
        self.counts = {"exchanges": 0, "requests": 0}

    def check(self, inputs: HttpInputs, *pins: str, **judged: bool) -> None:
        """Judge pinned exchanges, then drawn ones. Raises `Broken` with the smallest one found."""
        self.compare(map(Exchange.parse, pins), **judged)
        put = partial(self.put, judged=Judged(**(UNASKED | judged)))
        self.holds(lambda: for_each(inputs.exchange, inputs.length, put, self.profile), put)

    def compare(self, exchanges: Iterable[Exchange], **judged: bool) -> None:
        """Judge all of these exchanges."""
        put = partial(self.put, judged=Judged(**(UNASKED | judged)))

        def agree() -> None:
            for exchange in exchanges:
                put(exchange)

        self.holds(agree, put)

    def holds(self, law: Callable[[], None], put: Callable[[Exchange], Any]) -> None:
        """Test a law on the submission. Raises `Broken` with the smallest exchange found, if it is broken."""
        failure = first_failure(law)
        if failure is not None:
            raise Broken(self._smallest(failure, put) if failure.timeline else failure)

    def _smallest(self, failure: Failure, put: Callable[[Exchange], Any]) -> Failure:
        """Return the failure on the smallest exchange, without another middleware unless that is needed for it."""
        exchange, shared = Exchange.parse(failure.timeline), self.beside_others
        with suppress(Abort, Broken), self.alone():
            self.renew()
            if first_failure(partial(put, exchange)) is not None:
                failure, shared = shrunk(failure, put, self.renew), False
        if shared:
            failure = shrunk(failure, put, self.renew)
            failure = replace(failure, message=f"{failure.message} {SHARED}".strip())
        return replace(self.explained(failure), rows=with_those_at_once(failure))

    def explained(self, failure: Failure) -> Failure:
        """Return a failure with the contract's arithmetic for each request."""
        return replace(failure, why=why(failure))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Use no other middleware inside the block."""
        before, self.beside_others = self.beside_others, False
        try:
            yield
        finally:
            self.beside_others = before

    def renew(self) -> None:
        """Load the class again, without what earlier calls have left in its module."""
        with self.watch:
            self.new = self.load()

    def misfit(self, _exchange: Exchange) -> str:
        """Say why a typed exchange does not fit this kata: all that can be read do."""
        return ""

    def follow(self, exchange: Exchange, **judged: bool) -> list[Row]:
        """Run one exchange and return the rows. Raises `Broken` at the first wrong one."""
        chosen = Judged(**judged)
        found: list[Row] = []
        before = None
        for connection in self.put(exchange, chosen):
            if connection.request is before:
                continue
            before = connection.request
            right = expected(exchange, connection.request, chosen)
            found += given(connection.number, connection.request, exchange.inner)
            found += side_by_side(connection.number, right, yours(connection, chosen))
        return found

    def put(self, exchange: Exchange, judged: Judged) -> list[Connection]:
        """Put one exchange to a new middleware. Raises `Broken` at the first difference."""
        self.counts["exchanges"] += 1
        self.counts["requests"] += len(exchange.all_requests)
        self.guard.rearm()
        done: list[Connection] = []
        try:
            with self.watch:
                world = self._run(exchange, done)
            self._compare(exchange, world, judged)
        except (Broken, Abort) as stop:
            rows = stop.failure.rows or tuple(
                row for each in done for row in given(each.number, each.request, exchange.inner)
            )
            stop.failure = replace(stop.failure, timeline=str(exchange), rows=rows)
            raise
        return world.connections

    def _run(self, exchange: Exchange, done: list[Connection]) -> World:
        self.watch.start()
        # Beside others the clocks jump; alone they stand still.
        world = World(exchange, self.watch.jump) if self.beside_others else World(exchange)
        done += world.connections
        middleware = self.make(exchange, world)
        if self.beside_others:
            # Of a scope that is served anyhow: it must not show another level's mistake. Its peer and its lines are the
            # same, but it trusts everybody: who remembers them for all middlewares takes its key for theirs.
            first = exchange.requests[0]
            same = Request.of(first.scope)._replace(client=first.client, forwarded=first.forwarded)
            other = World(OTHER._replace(requests=(same,)))
            with self.guard.mute():
                second = self.make(OTHER, other)
                with suppress(Exception):  # what is wrong with it shows where it is judged
                    self.guard("__call__()", other.run, second)
        self.guard("__call__()", world.run, middleware)
        return world

    def _compare(self, exchange: Exchange, world: World, judged: Judged) -> None:
        rows: list[Row] = []
        before = None
        for connection in world.connections:
            right = expected(exchange, connection.request, judged)
            mine = yours(connection, judged)
            place = first_difference(right, mine)
            if place is None and connection.request is before:
                continue
            told = given(connection.number, connection.request, exchange.inner)
            rows += told[:1] if connection.request is before else told
            before = connection.request
            if place is not None:
                rows += side_by_side(connection.number, right, mine, until=place)
                raise Broken(replace(self._failure(exchange, connection, rows[-1]), rows=tuple(rows)))
            rows.append(Row(connection.number, "same", "all as expected", "all as expected"))
        if world.loop.slept:
            words = "It waits for a timer. A middleware answers at once, or calls the app at once."
            raise Broken(Failure("hang", words, rows=tuple(rows)))

    def _failure(self, exchange: Exchange, connection: Connection, row: Row) -> Failure:
        for heard in connection.heard:
            strange = heard.what in ("told", "raises") and not connection.whose(heard.value)
            if strange:
                return self.crash("__call__()", heard.value)
        return Failure("answer", reason(row), note=note(exchange, connection.request, row))

    def make(self, exchange: Exchange, world: World) -> Any:
        """Return a new middleware, around another one if there is one inside. Raises `Broken` if it can't be made."""
        app: Any = world.app
        if exchange.inner:
            app = self._made(INNER._replace(trusted=exchange.trusted), app, SimpleNamespace(hit=world.inner_hit))
        return self._made(exchange, app, SimpleNamespace(hit=world.hit))

    def _made(self, exchange: Exchange, app: Any, limiter: Any) -> Any:
        usual = Exchange(exchange.quota)
        # All three, or none: each default is used, and each value is given, if it is the default's too.
        words = {word: getattr(exchange, word) for word in ("trusted", "name", "on_error")}
        if all(value == getattr(usual, word) for word, value in words.items()):
            words = {}
        else:
            words["on_error"] = "".join(list(exchange.on_error))  # equal to the word, and another object
        try:
            return self.guard("__init__()", partial(self.new, quota=exchange.quota, **words), app, limiter)
        except Exception as error:
            raise Broken(self.crash("__init__()", error)) from error

    def crash(self, what: str, error: BaseException) -> Failure:
        """Say in plain words what an exception of the submission means."""
        return crash(self.guard, what, error)

    def player(self, timeline: Timeline) -> Callable[[Call], Any]:
        """Return a function that makes requests of one middleware, and says whether they were allowed."""
        meters: dict[str, Any] = {}
        now = 0
        exchange = Exchange(timeline.quota)

        async def hit(key: str, cost: int = 1) -> Decision:
            meter = meters.setdefault(key, SpecMeter(TokenBucket, timeline.quota))
            wait = meter.take(now, cost)
            left, reset_after = meter.level(now)
            return Decision(not wait, left, wait, reset_after, max(1, wait))

        middleware = self._made(exchange, passes, SimpleNamespace(hit=hit))

        def ask(call: Call) -> bool:
            nonlocal now
            now = call.now
            world = World(exchange._replace(requests=(Request(client=ADDRESSES[call.key]),)))
            self.guard("__call__()", world.run, middleware)
            status = [each.value.get("status") for each in world.connections[0].heard if each.what == "message"]
            return 200 in status

        return ask

    def price(self) -> dict[str, int]:
        """Count what one request costs, beside what the grader's own app does."""
        found = {}
        for words, request in (
            ("bytecode steps, granted", Request()),
            ("bytecode steps, refused", Request(limiter=refused())),
        ):
            exchange = Exchange(Quota(10, 60 * 10**9), requests=(request,))
            with_it, without = World(exchange), World(exchange)
            middleware = self.make(exchange, with_it)
            found[words] = steps(partial(with_it.run, middleware)) - steps(partial(without.run, without.bare))
        return found
