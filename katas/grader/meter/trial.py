"""One meter on trial: timelines run on it, and its answers are compared with the specification's."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from katas.grader.constants import constants_of
from katas.grader.costs import steps, traced
from katas.grader.crash import crash
from katas.grader.fuzz import for_each
from katas.grader.guard import Guard
from katas.grader.meter.contract import expected, in_words, is_right, natural, wrong_type
from katas.grader.meter.explanation import why
from katas.grader.meter.inputs import Inputs
from katas.grader.meter.oracle import Oracle, Spec
from katas.grader.meter.other_meters import OtherMeters
from katas.grader.meter.unspent import Remark, unspent
from katas.grader.profile import Profile
from katas.grader.shrink import Terms, first_failure, shrunk
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Abort, Broken, Failure, Row
from katas.grader.wrong_clock import WrongClock
from ratelimit import Quota

SHARED = (
    "Alone, it answers rightly. Here two other meters are used in between: what do they share with it? An "
    "attribute of the class, a global, a default argument, the machine's clock?"
)


SHOWN = 13  # calls: the last ones of a long timeline
OFTEN = 8  # calls, from one at which the others are used to the next


class MeterTrial:
    """A submission's class, and the oracle it must agree with."""

    beside_others = True  # whether other meters are used between the calls of a timeline

    @classmethod
    def against(cls, oracle: type[Oracle]) -> Callable[..., "MeterTrial"]:
        """Return what makes a trial of a submission against this oracle."""
        return partial(cls, oracle)

    def __init__(
        self,
        oracle: type[Oracle],
        load: Callable[..., Callable[..., Any]],
        guard: Guard,
        profile: Profile,
    ) -> None:
        self.oracle, self.guard, self.profile = oracle, guard, profile
        self.load = load
        self.watch = WrongClock(still=True)  # the machine's clocks, which no meter goes by
        self.renew()
        self.numbers = constants_of(guard.path)  # now: later, what counts has other values
        self.notes: list[str] = []
        self.counts = {"timelines": 0, "calls": 0}

    def check(self, inputs: Inputs, *pins: str, waits: bool = True) -> None:
        """Compare answers on the pinned timelines, then on drawn ones. `waits=False`: only whether units are granted.

        Raises `Broken` with the smallest timeline found.
        """
        self.pinned(*pins, waits=waits)

        make, put = partial(inputs.timeline, self.oracle), partial(self.put, waits=waits)
        self.holds(lambda: for_each(make, inputs.length, put, self.profile), waits=waits)

    def pinned(self, *pins: str, waits: bool = True) -> None:
        """Compare answers on the pinned timelines alone."""
        self.compare(map(Timeline.parse, pins), waits=waits)

    def compare(self, timelines: Iterable[Timeline], *, waits: bool = True) -> None:
        """Compare answers on all of these timelines."""

        def agree() -> None:
            with self.watch if self.beside_others else nullcontext():
                for timeline in timelines:
                    self.put(timeline, waits=waits)

        self.holds(agree, waits=waits)

    def holds(self, law: Callable[[], None], *, waits: bool) -> None:
        """Test a law on the submission. Raises `Broken` with the smallest timeline found, if it is broken."""
        failure = first_failure(law)
        if failure is None:
            return
        raise Broken(self._smallest(failure, waits=waits) if failure.timeline else failure)

    def _smallest(self, failure: Failure, *, waits: bool) -> Failure:
        """Return the failure on the smallest timeline, without other meters unless they are needed for it."""
        timeline, put = Timeline.parse(failure.timeline), partial(self.put, waits=waits)
        shared = self.beside_others
        with suppress(Abort, Broken), self._alone():
            self.renew()
            if first_failure(partial(put, timeline)) is not None:
                failure, shared = shrunk(failure, put, self.renew, self.terms(timeline)), False
        if shared:
            failure = shrunk(failure, put, self.renew, self.terms(timeline))
            failure = replace(failure, message=failure.message or SHARED)
        return self.explained(self.remarked(failure))

    def explained(self, failure: Failure) -> Failure:
        """Return a failure with the contract's arithmetic for each call."""
        return replace(failure, why=why(self.specify, failure))

    def remark(self, timeline: Timeline) -> Remark:
        """Return what to say of a timeline's answers that are right only by their looks."""
        with self._alone():
            return unspent(self, timeline)

    def remarked(self, failure: Failure) -> Failure:
        """Return a failure that says so, or that other meters are needed for it, if nothing else is said."""
        if failure.message or failure.kind != "answer":
            return failure
        timeline = Timeline.parse(failure.timeline)
        with suppress(Abort, Broken), self._alone():
            self.renew()
            if first_failure(partial(self.put, timeline)) is None:
                return replace(failure, message=SHARED)
        words, line = self.remark(timeline)
        return replace(failure, message=words, line=line) if words else failure

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Use no other meters inside the block."""
        before, self.beside_others = self.beside_others, False
        try:
            yield
        finally:
            self.beside_others = before

    def renew(self) -> None:
        """Load the class again, without what earlier calls have left in its module."""
        with self.watch:
            self.new = self.load()

    def terms(self, timeline: Timeline) -> Terms:
        """Return the terms for smaller timelines: they may do nothing that this one doesn't do."""
        traits = self.traits(timeline)
        return Terms(lambda smaller: self.traits(smaller) <= traits, by_limit=self.oracle.has_burst)

    def traits(self, timeline: Timeline) -> set[str]:
        """Return which of the things that levels are told apart by are in a timeline."""
        quota, spec, found = timeline.quota, self.specify(timeline.quota), set()
        found |= {"burst"} if quota.burst != quota.limit else set()
        found |= set() if self.is_even(quota) else {"odd"}
        for call in timeline.calls:
            found |= {"back"} if call.now < spec.clock else set()
            if call.name != "take":
                continue
            found |= {"edge"} if spec.near_edge(call.now) else set()
            if not 1 <= call.cost <= spec.capacity:
                found.add("impossible")
            elif not spec.has_room(call.now, call.cost):
                spec.refuse(call.now)
                found |= {"after a refusal"} if call is not timeline.calls[-1] else set()
            else:
                spec.grant(call.now, call.cost)
        return found

    def is_even(self, quota: Quota) -> bool:
        """Whether nothing rounds with the quota's numbers, not even a float."""
        ticks, rest = divmod(quota.period, quota.limit if self.oracle.has_burst else 1)
        return not rest and ticks & (ticks - 1) == 0

    def refuses_a_burst(self, burst: int) -> None:
        """A window has no burst of its own: `ValueError` at construction."""
        try:
            self.guard("__init__()", self.new, Quota(2, 8, burst))
        except ValueError:
            return
        except Exception as error:
            raise Broken(self.crash("__init__()", error)) from error
        message = (
            f"__init__() accepts Quota(limit=2, period=8, burst={burst}). A window grants its limit, and has no burst "
            "of its own: raise ValueError there if quota.burst != quota.limit."
        )
        raise Broken(Failure("answer", message))

    def takes_the_limit_for_a_burst(self) -> None:
        """A burst that equals the limit is no burst of its own, even if it is another object."""
        try:
            self.make(Quota(1000, 8, int("1000")))
        except Broken as broken:
            message = (
                'Quota(limit=1000, period=8, burst=1000) is refused, though its burst is its limit. Is that "is not"?'
            )
            raise Broken(replace(broken.failure, kind="answer", message=message)) from broken

    def misfit(self, timeline: Timeline) -> str:
        """Say why a typed timeline does not fit this kata; "" if it does."""
        asks = {"take", "level", "delay"} if self.oracle.__name__ == "LeakyBucket" else {"take", "level"}
        strange = [
            call if call.name in asks else call.name for call in timeline.calls if call.key or call.name not in asks
        ]
        if timeline.algorithm or strange:
            return f"the calls of this kata are {', '.join(sorted(asks))}; got {strange[0] if strange else timeline}"
        if not self.oracle.has_burst and timeline.quota.burst != timeline.quota.limit:
            return "a window has no burst"
        return ""

    def follow(self, timeline: Timeline, *, waits: bool = True) -> list[Row]:
        """Run one timeline on a new meter and return the rows. Raises `Broken` at the first answer that is wrong."""
        return list(self._rows(timeline, self.put(timeline, waits=waits), waits=waits)[0])

    def put(self, timeline: Timeline, *, waits: bool = True) -> list[Any]:
        """Put one timeline to a new meter and return the answers. Raises `Broken` at the first that is wrong."""
        answers: list[Any] = []
        self.counts["timelines"] += 1
        self.guard.rearm()
        try:
            with self.watch if self.beside_others else nullcontext():
                self._play(timeline, answers, waits=waits)
        except (Broken, Abort) as stop:
            shown = timeline._replace(calls=timeline.calls[: len(answers) or None])
            rows, note = self._rows(shown, answers, waits=waits)
            stop.failure = replace(
                stop.failure, timeline=str(shown), rows=rows, note="" if stop.failure.message else note
            )
            raise
        return answers

    def _play(self, timeline: Timeline, answers: list[Any], *, waits: bool) -> None:
        """Make the calls, while the machine's clocks jump and other meters are used."""
        self.watch.start()
        others = OtherMeters(self, timeline.quota) if self.beside_others else None
        meter = self.make(timeline.quota)
        if others:
            others.arrives()
        spec = self.specify(timeline.quota)
        for call in timeline.calls:
            answers.append("no answer")
            yours = answers[-1] = self.ask(meter, call)
            if not is_right(spec, call, yours, waits=waits):
                raise self._broken(call, yours)
            if call.name == "take" and not isinstance(yours, BaseException):
                (spec.refuse(call.now) if yours else spec.grant(call.now, call.cost))
            if others and len(answers) % OFTEN == 1:
                others.asks(call.now)
            self.watch.jump()

    def _rows(self, timeline: Timeline, answers: list[Any], *, waits: bool) -> tuple[tuple[Row, ...], str]:
        """Return a row for each answered call, and why the last one's answer would be right."""
        spec, raised = self.specify(timeline.quota), -1
        rows, note = [], ""
        for left, (call, yours) in zip(
            range(len(answers), 0, -1), zip(timeline.calls, answers, strict=False), strict=False
        ):
            if left > SHOWN:  # it was right, and no card shows it
                words, note = in_words(call, yours), ""
            else:
                words, note = expected(spec, call, yours, waits=waits, raised=raised)
            rows.append(Row(call.now, call.spoken, words, yours if isinstance(yours, str) else in_words(call, yours)))
            if isinstance(yours, BaseException):
                raised = max(raised, call.now)
            elif call.name == "take" and natural(yours):
                (spec.refuse(call.now) if yours else spec.grant(call.now, call.cost))
        return tuple(rows), note

    def answers(self, timeline: Timeline) -> list[str]:
        """Return what a new meter answers to all calls, right or wrong, up to one that crashes."""
        words: list[str] = []
        try:
            meter = self.make(timeline.quota)
            words.extend(in_words(call, self.ask(meter, call)) for call in timeline.calls)
        except Broken as broken:
            words.append(broken.failure.message.partition(": ")[0])
        return words

    def player(self, timeline: Timeline) -> Callable[[Call], Any]:
        """Return a function that makes calls of one new meter."""
        return partial(self.ask, self.make(timeline.quota))

    def specify(self, quota: Quota) -> Spec:
        """Return what a new meter is compared with."""
        return Spec(self.oracle, quota)

    def make(self, quota: Quota) -> Any:
        """Return a new meter. Raises `Broken` if it can't be made."""
        try:
            return self.guard("__init__()", self.new, quota)
        except Exception as error:
            raise Broken(self.crash("__init__()", error)) from error

    def ask(self, meter: Any, call: Call) -> Any:
        """Return the meter's answer, or the `ValueError` it raised. Raises `Broken` for any other exception."""
        self.counts["calls"] += 1
        arguments = (call.now, call.cost) if call.name == "take" and call.cost != 1 else (call.now,)
        try:
            return self.guard(f"{call.name}()", getattr(meter, call.name), *arguments)
        except ValueError as error:
            return error
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            raise Broken(self.crash(f"{call.name}()", error)) from error

    def crash(self, what: str, error: BaseException) -> Failure:
        """Say in plain words what an exception of the submission means."""
        return crash(self.guard, what, error)

    def price(self) -> dict[str, int]:
        """Count what one decision costs, and what one meter keeps."""
        quota = Quota(10, 80)
        meter = self.make(quota)
        granted = steps(lambda: meter.take(1))
        for _ in range(9):
            meter.take(2)
        refused, looked = steps(lambda: meter.take(3)), steps(lambda: meter.level(4))

        with traced() as in_use:
            for _ in range(2):  # the first round fills caches
                meters: list[Any] = [None] * 100
                before = in_use()
                for number in range(100):
                    meters[number] = self.make(quota)
                    meters[number].take(1_000_000_007)
                kept = (in_use() - before) // 100
        return {
            "bytecode steps, granted": granted,
            "bytecode steps, refused": refused,
            "bytecode steps, level": looked,
            "bytes kept": round(kept / 8) * 8,
        }

    def _broken(self, call: Call, yours: Any) -> Broken:
        message = wrong_type(call, yours)
        if isinstance(yours, BaseException):
            detail = self.guard.traceback_of(yours)
            return Broken(Failure("answer", message, line=self.guard.line_of_error(yours), detail=detail))
        return Broken(Failure("answer", message))
