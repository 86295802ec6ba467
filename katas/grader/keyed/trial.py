"""One keyed limiter on trial: timelines of calls on several keys, and how many keys it holds after each."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial
from math import inf
from typing import Any

from katas.grader.costs import steps, traced
from katas.grader.crash import crash
from katas.grader.fuzz import for_each
from katas.grader.guard import Guard
from katas.grader.keyed.deadlock import told
from katas.grader.keyed.eviction_model import EvictionModel
from katas.grader.keyed.explanation import why
from katas.grader.keyed.inputs import KeyedInputs, key_of
from katas.grader.keyed.meters import AlwaysGrants, Dial, Opaque, OpaqueSpecMeter, Window, meter_of
from katas.grader.meter import oracle
from katas.grader.meter.oracle import Spec
from katas.grader.profile import Profile
from katas.grader.shrink import Terms, first_failure, shrunk
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Abort, Broken, Failure, Row, brief
from katas.grader.wrong_clock import WrongClock
from ratelimit import Quota

AHEAD = 1000  # periods, of another limiter's clock
WATCHED = "the machine's own clocks jumped meanwhile"
FORGOTTEN = (
    "a fresh key should have been dropped by now: if n keys are held when it becomes fresh, it is gone after n calls"
)
TESTED = "your limiter asks for bool(meter), or compares meters: here each is false, and == to all others"


class KeyedTrial:
    """A submission's class, with meters and a clock of the grader's."""

    def __init__(self, load: Callable[..., Callable[..., Any]], guard: Guard, profile: Profile) -> None:
        self.load, self.guard, self.profile = load, guard, profile
        self.watch = WrongClock(still=True)  # the machine's clocks, which no limiter goes by
        self.asked = ""  # the last call, in words
        self.renew()
        self.notes: list[str] = []
        kinds = (
            "pinned timelines",
            "drawn timelines",
            "calls",
            "interleavings",
            "interruptions",
            "crowds",
        )
        self.counts = dict.fromkeys(kinds, 0)

    def check(self, inputs: KeyedInputs, *pins: str, fewest: bool = False, most: bool = False) -> None:
        """Compare answers, and with `fewest` and `most` the number of keys held, on pinned and drawn timelines."""
        self.pinned(*pins, fewest=fewest, most=most)

        def agrees(timeline: Timeline) -> None:
            self.counts["drawn timelines"] += 1
            self.follow(timeline, fewest=fewest, most=most)

        self.holds(lambda: for_each(inputs.timeline, inputs.length, agrees, self.profile), fewest=fewest, most=most)

    def pinned(self, *pins: str, fewest: bool = False, most: bool = False) -> None:
        """Compare answers on the pinned timelines alone."""

        def agree() -> None:
            for pin in pins:
                self.counts["pinned timelines"] += 1
                self.follow(Timeline.parse(pin), fewest=fewest, most=most)

        self.holds(agree, fewest=fewest, most=most)

    def holds(self, law: Callable[[], None], *, fewest: bool, most: bool) -> None:
        """Test a law on the submission. Raises `Broken` with the smallest timeline found, if it is broken."""
        failure = first_failure(law)
        if failure is None:
            return
        if failure.timeline:
            put = partial(self.follow, fewest=fewest, most=most)
            failure = shrunk(failure, put, self.renew, _terms(Timeline.parse(failure.timeline)))
            failure = replace(failure, why=why(failure))
        raise Broken(failure)

    def renew(self) -> None:
        """Load the class again, without what earlier calls have left in its module."""
        with self.watch:
            self.new = self.load()

    def misfit(self, timeline: Timeline) -> str:
        """Say why a typed timeline does not fit this kata; "" if it does."""
        two = [call for call in timeline.calls if ", " in call.key and call.key.replace(", ", "").isidentifier()]
        if two or any(call.name != "allow" for call in timeline.calls):
            return "the calls of this kata are allow(now, key[, cost]); len is asked after each"
        if timeline.algorithm.removeprefix("Lasting") not in ("", *oracle.ALGORITHMS):
            return f"meters are {', '.join(oracle.ALGORITHMS)}, got {timeline.algorithm}"
        return ""

    def follow(self, timeline: Timeline, *, fewest: bool = True, most: bool = True) -> list[Row]:
        """Run one timeline on a new limiter and return the rows. Raises `Broken` at the first answer that is wrong.

        Between the calls the machine's clocks jump, and other limiters are used.
        """
        with self.watch:
            self.watch.start()
            return told(self, partial(self._follow, timeline, fewest=fewest, most=most))

    def _follow(self, timeline: Timeline, *, fewest: bool, most: bool) -> list[Row]:
        rows: list[Row] = []
        asked: list[Call] = []
        algorithm, lasting = meter_of(timeline)
        dial, clock = Dial(timeline.calls[0].now), 0
        specs: dict[Hashable, Spec] = {}
        model, looks = EvictionModel(), Opaque.looks
        bounds, self.asked = (0.0, inf), ""
        self.guard.rearm()
        try:
            limiter, others = self._among_others(timeline, dial)
            for call in timeline.calls:
                dial.now, held, key = call.now, self.length(limiter), key_of(call.key)
                self._let_time_pass(timeline)
                spec = specs.get(key) or Spec(algorithm, timeline.quota)
                never = not 1 <= call.cost <= spec.capacity
                now = max(clock, call.now)
                fits = not never and spec.has_room(now, call.cost)
                asked.append(call)
                rows.append(Row(call.now, call.spoken, "ValueError" if never else str(fits), "no answer"))
                late = f"the limiter's clock stays at {clock}" if call.now < clock else ""
                self._answer(limiter, key, call, rows, late)
                if not never:
                    clock, specs[key] = now, spec
                    model.returns(now, held)
                    (spec.grant(now, call.cost) if fits else spec.refuse(now))
                    model.spends(key, inf if lasting else now + spec.wait(now, spec.capacity))
                low, high = bounds = model.bounds()
                asked_for = low if fewest else 0, high if most else inf
                with self.guard.mute():
                    for other in others:
                        self.ask(other, key)
                self._count(limiter, asked_for, bounds, rows, model.overdue)
        except (Broken, Abort) as stop:
            if self.asked == "len()" and stop.failure.kind in ("crash", "hang"):
                rows.append(Row(dial.now, "len()", _between(*bounds), "no answer"))
            shown = Timeline(timeline.quota, tuple(asked) or timeline.calls, timeline.algorithm)
            watched = WATCHED if self.watch.looks and self.watch.ahead else ""
            tested = TESTED if Opaque.looks > looks else ""
            note = "; ".join(filter(None, [stop.failure.note, watched, tested]))
            stop.failure = replace(stop.failure, timeline=str(shown), rows=tuple(rows), note=note)
            raise
        return rows

    def answers(self, timeline: Timeline) -> list[str]:
        """Return what a new limiter answers to all calls, right or wrong, up to one that crashes."""
        words = []
        try:
            with self.watch:
                self.watch.start()
                ask = self.player(timeline)
                for call in timeline.calls:
                    yours = ask(call)
                    words.append("ValueError" if isinstance(yours, ValueError) else brief(yours))
        except Broken as broken:
            words.append(broken.failure.message.partition(": ")[0])
        return words

    def player(self, timeline: Timeline) -> Callable[[Call], Any]:
        """Return a function that makes calls of one new limiter."""
        dial = Dial(timeline.calls[0].now)
        limiter, others = self._among_others(timeline, dial)

        def ask(call: Call) -> Any:
            dial.now, key = call.now, key_of(call.key)
            self._let_time_pass(timeline)
            answer = self.ask(limiter, key, call.cost)
            for other in others:
                self.ask(other, key)
            return answer

        return ask

    def _let_time_pass(self, timeline: Timeline) -> None:
        """Let the machine's clocks jump, where a key may be forgotten."""
        if not meter_of(timeline)[1]:
            self.watch.jump()

    def _among_others(self, timeline: Timeline, dial: Dial) -> tuple[Any, list[Any]]:
        """Return a limiter for a timeline, and two others: an older one, far ahead in time, and a younger one at 0."""
        algorithm, lasting = meter_of(timeline)
        with self.guard.mute():
            older = self.make(AlwaysGrants, Dial(AHEAD * timeline.quota.period))
        limiter = self.make(lambda: OpaqueSpecMeter(algorithm, timeline.quota, lasting=lasting), dial)
        with self.guard.mute():
            return limiter, [older, self.make(lambda: Window(1, 1 << 62), Dial())]

    def _answer(self, limiter: Any, key: Hashable, call: Call, rows: list[Row], note: str) -> None:
        self.asked = call.spoken
        yours = self.ask(limiter, key, call.cost)
        error = isinstance(yours, ValueError)
        rows[-1] = rows[-1]._replace(yours="ValueError" if error else brief(yours))
        if error if rows[-1].expected == "ValueError" else yours is (rows[-1].expected == "True"):
            return
        message = "" if isinstance(yours, bool) else f"allow() returns {brief(yours)}; return True or False."
        if error:
            message = f"allow() raises ValueError: {str(yours)[:120]}"
        raise Broken(Failure("answer", message, note=note))

    def _count(
        self,
        limiter: Any,
        asked_for: tuple[float, float],
        bounds: tuple[float, float],
        rows: list[Row],
        overdue: Callable[[], str],
    ) -> None:
        """Raise `Broken` if not as many keys are held as a level asks for. What is shown is all that the law says."""
        held = self.length(limiter)
        few, many = held < asked_for[0], held > asked_for[1]
        if not few and not many:
            return
        low, high = bounds
        if few:
            note = "one key is not fresh" if low == 1 else f"{low} keys are not fresh"
        elif rows[-1].yours == "ValueError":
            note = "a call that raises leaves no key behind"
        else:
            note = FORGOTTEN
        rows.append(Row(rows[-1].now, "len()", _between(low, high), str(held)))
        too_many = filter(None, [overdue() if many else ""])
        raise Broken(Failure("answer", note=note, why=tuple(too_many)))

    def remarked(self, failure: Failure) -> Failure:
        """Return the failure of a replay, explained call by call."""
        return replace(failure, why=(*why(failure), *failure.why))

    def make(self, new_meter: Callable[[], Any], clock: Callable[[], int]) -> Any:
        """Return a new limiter. Raises `Broken` if it can't be made."""
        try:
            return self.guard("__init__()", self.new, new_meter, clock)
        except Exception as error:
            raise Broken(self.crash("__init__()", error)) from error

    def ask(self, limiter: Any, key: Hashable, cost: int = 1) -> Any:
        """Return what `allow` answers, or the `ValueError` it raises."""
        self.counts["calls"] += 1
        try:
            return self.guard("allow()", limiter.allow, key, *([] if cost == 1 else [cost]))
        except ValueError as error:
            return error
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            raise Broken(self.crash("allow()", error)) from error

    def length(self, limiter: Any) -> int:
        """Return how many keys it holds."""
        self.asked = "len()"
        try:
            return int(self.guard("len()", len, limiter))
        except Exception as error:
            raise Broken(self.crash("len()", error)) from error

    def crash(self, what: str, error: BaseException) -> Failure:
        """Say in plain words what an exception of the submission means."""
        return crash(self.guard, what, error)

    def price(self) -> dict[str, int]:
        """Count what one decision costs, and what a key keeps beyond itself and its meter."""
        quota = Quota(10, 80)
        limiter = self.make(lambda: OpaqueSpecMeter(oracle.TokenBucket, quota), Dial(1))
        for number in range(100):
            limiter.allow(number)
        granted = steps(lambda: limiter.allow(5))
        for _ in range(9):
            limiter.allow(6)
        refused = steps(lambda: limiter.allow(6))
        meter, keys = AlwaysGrants(), [f"key {number}" for number in range(1000)]
        with traced() as in_use:
            full = self.make(lambda: meter, Dial(1))
            before = in_use()
            for key in keys:
                full.allow(key)
            bytes_a_key = (in_use() - before) // len(keys)
        return {
            "bytecode steps, granted": granted,
            "bytecode steps, refused": refused,
            "bytes a key, key and meter aside": bytes_a_key,
        }


def _between(low: float, high: float) -> str:
    """Say how many keys may be held."""
    if high == inf:
        return f"{low} or more" if low else "any number"
    if low == high:
        return f"{low}"
    return f"{low} to {high}" if low else f"at most {high}"


def _terms(timeline: Timeline) -> Terms:
    """Return what a smaller timeline must keep to: no step back and no impossible cost where this one has none."""
    traits = _traits(timeline)
    return Terms(lambda smaller: _traits(smaller) <= traits, by_limit=meter_of(timeline)[0].has_burst)


def _traits(timeline: Timeline) -> set[str]:
    times = [call.now for call in timeline.calls]
    return {
        *(["back"] if times != sorted(times) else []),
        *(["impossible"] if any(not 1 <= call.cost <= timeline.quota.burst for call in timeline.calls) else []),
        *(["burst"] if timeline.quota.burst != timeline.quota.limit else []),
    }
