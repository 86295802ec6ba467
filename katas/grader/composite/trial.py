"""One composite on trial: timelines run on it, with members that note what they are asked."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from katas.grader.composite.contract import Answered, Judged, Together, is_right, reason, row
from katas.grader.composite.explanation import why
from katas.grader.composite.inputs import CompositeInputs
from katas.grader.composite.members import Member
from katas.grader.composite.spec import CompositeSpec
from katas.grader.constants import constants_of
from katas.grader.costs import steps, traced
from katas.grader.crash import crash
from katas.grader.fuzz import for_each
from katas.grader.guard import Guard
from katas.grader.meter.oracle import ALGORITHMS, TokenBucket
from katas.grader.meter.other_meters import OtherMeters
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.meter.trial import OFTEN, SHARED
from katas.grader.profile import Profile
from katas.grader.shrink import Terms, first_failure, shrunk
from katas.grader.timeline import Call, Limit, Timeline
from katas.grader.verdict import Abort, Broken, Failure, Row
from katas.grader.wrong_clock import WrongClock
from ratelimit import Quota

ALIKE = (
    "Only among meters that compare equal, are false, or have no hash. Nothing is known of a meter but take and level."
)
UNASKED = dict.fromkeys(Judged._fields, False)  # what a level does not judge unless it says so


class CompositeTrial:
    """A submission's class, with members of the grader's."""

    def __init__(self, load: Callable[..., Callable[..., Any]], guard: Guard, profile: Profile) -> None:
        self.load, self.guard, self.profile = load, guard, profile
        self.watch = WrongClock(still=True)  # the machine's clocks, which no composite goes by
        self.beside_others, self.kind = True, Member
        self.renew()
        self.numbers = constants_of(guard.path)  # now: later, what counts has other values
        self.notes: list[str] = []
        self.counts = {"timelines": 0, "calls": 0}

    def check(self, inputs: CompositeInputs, *pins: str, **judged: bool) -> None:
        """Judge pinned timelines, then drawn ones: grants, and what else is named here.

        Raises `Broken` with the smallest timeline found.
        """
        self.compare(map(Timeline.parse, pins), **judged)
        put = partial(self.put, judged=_judged(judged))
        self.holds(lambda: for_each(inputs.timeline, inputs.length, put, self.profile), put)

    def compare(self, timelines: Iterable[Timeline], **judged: bool) -> None:
        """Judge all of these timelines."""
        put = partial(self.put, judged=_judged(judged))

        def agree() -> None:
            for timeline in timelines:
                put(timeline)

        self.holds(agree, put)

    def holds(self, law: Callable[[], None], put: Callable[[Timeline], Any]) -> None:
        """Test a law on the submission. Raises `Broken` with the smallest timeline found, if it is broken."""
        with self.watch:
            failure = first_failure(law)
        if failure is None:
            return
        raise Broken(self._smallest(failure, put) if failure.timeline else failure)

    def _smallest(self, failure: Failure, put: Callable[[Timeline], Any]) -> Failure:
        """Return the failure on the smallest timeline, with plain members and no other composites if that will do."""
        timeline, shared, kind = Timeline.parse(failure.timeline), self.beside_others, self.kind
        with suppress(Abort, Broken), self.alone():
            self.renew()
            if first_failure(partial(put, timeline)) is not None:
                failure, shared, kind = shrunk(failure, put, self.renew, _terms(timeline)), False, Member
        if shared or kind is not Member:
            with nullcontext() if shared else self.alone(kind):
                failure = shrunk(failure, put, self.renew, _terms(timeline))
            said = failure.message or (SHARED.replace("meters", "composites") if shared else "")
            failure = replace(failure, message=said if shared else f"{said.rstrip('.')}. {ALIKE}".lstrip(". "))
        return self.explained(failure)

    def explained(self, failure: Failure) -> Failure:
        """Return a failure with the contract's arithmetic for each call."""
        return replace(failure, why=why(failure))

    @contextmanager
    def alone(self, kind: type[Member] = Member) -> Iterator[None]:
        """Use no other composites inside the block, and members of this kind."""
        before = self.beside_others, self.kind
        self.beside_others, self.kind = False, kind
        try:
            yield
        finally:
            self.beside_others, self.kind = before

    def renew(self) -> None:
        """Load the class again, without what earlier calls have left in its module."""
        with self.watch:
            self.new = self.load()

    def misfit(self, timeline: Timeline) -> str:
        """Say why a typed timeline does not fit this kata; "" if it does."""
        asks = ("take", "level")
        strange = [
            call if call.name in asks else call.name for call in timeline.calls if call.key or call.name not in asks
        ]
        if strange:
            return f"the calls of this kata are level, take; got {strange[0]}"
        for quota, algorithm in timeline.limits:
            if algorithm not in ("", *ALGORITHMS):
                return f"meters are {', '.join(ALGORITHMS)}, got {algorithm}"
            if algorithm and not ALGORITHMS[algorithm].has_burst and quota.burst != quota.limit:
                return "a window has no burst"
        return ""

    def follow(self, timeline: Timeline, **judged: bool) -> list[Row]:
        """Run one timeline on a new composite and return the rows. Raises `Broken` at the first wrong answer."""
        chosen = Judged(**judged)
        return [row(answered, chosen) for answered in self.put(timeline, chosen)]

    def put(self, timeline: Timeline, judged: Judged) -> list[Answered]:
        """Put one timeline to a new composite. Raises `Broken` at the first answer that is wrong."""
        done: list[Answered] = []
        self.counts["timelines"] += 1
        self.guard.rearm()
        try:
            with self.watch if self.beside_others else nullcontext():
                for answered in self._played(timeline, judged, done):
                    if not is_right(answered, judged):
                        message, note = reason(answered)
                        raise Broken(Failure("answer", message, note=note))  # noqa: TRY301  shown below
        except (Broken, Abort) as stop:
            shown = timeline._replace(calls=timeline.calls[: len(done) or None])
            rows = tuple(row(answered, judged) for answered in done)
            stop.failure = replace(stop.failure, timeline=str(shown), rows=rows)
            raise
        return done

    def _played(self, timeline: Timeline, judged: Judged, done: list[Answered]) -> Iterator[Answered]:
        """Make the calls, while the machine's clocks jump and other composites are used."""
        self.watch.start()
        others = OtherMeters(self._others(), timeline.quota) if self.beside_others else None
        together = Together(timeline.limits, self.kind)
        composite = self.make(list(together.members))
        if others:
            others.arrives()
        for call in timeline.calls:
            expected = together.expect(call)
            done.append(Answered(call, expected))
            yours = self.ask(composite, call)
            done[-1] = together.ended(call, expected, yours, judged)
            if judged.binding:
                done[-1] = done[-1]._replace(binding=(together.binding, self.binding(composite)))
            yield done[-1]
            if others and len(done) % OFTEN == 1:
                others.asks(call.now)
            self.watch.jump()

    def _others(self) -> Any:
        """Return what makes other composites, each of two meters of one quota."""
        return SimpleNamespace(new=lambda quota: self.new(_pair(quota)), guard=self.guard, oracle=TokenBucket)

    def answers(self, timeline: Timeline) -> list[str]:
        """Return what a new composite answers to all calls, right or wrong, up to one that crashes."""
        done: list[Answered] = []
        with suppress(Broken), self.alone():
            for _ in self._played(timeline, Judged(), done):
                pass
        return [row(answered, Judged()).yours for answered in done]

    def player(self, timeline: Timeline) -> Callable[[Call], Any]:
        """Return a function that makes calls of one new composite."""
        return partial(self.ask, self.make(Together(timeline.limits).members))

    def make(self, members: list[Any]) -> Any:
        """Return a new composite. Raises `Broken` if it can't be made."""
        try:
            return self.guard("__init__()", self.new, members)
        except Exception as error:
            raise Broken(self.crash("__init__()", error)) from error

    def ask(self, composite: Any, call: Call) -> Any:
        """Return the answer, or the `ValueError` that was raised. Raises `Broken` for any other exception."""
        self.counts["calls"] += 1
        arguments = (call.now, call.cost) if call.name == "take" and call.cost != 1 else (call.now,)
        try:
            return self.guard(f"{call.name}()", getattr(composite, call.name), *arguments)
        except ValueError as error:
            return error
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            raise Broken(self.crash(f"{call.name}()", error)) from error

    def binding(self, composite: Any) -> Any:
        """Return the attribute."""
        try:
            return self.guard("binding", getattr, composite, "binding")
        except Exception as error:
            raise Broken(self.crash("binding", error)) from error

    def crash(self, what: str, error: BaseException) -> Failure:
        """Say in plain words what an exception of the submission means."""
        return crash(self.guard, what, error)

    def price(self) -> dict[str, int]:
        """Count what one decision of three meters costs, and what it keeps beside them."""
        limits = [Limit(Quota(10, 80)), Limit(Quota(100, 4800)), Limit(Quota(1000, 115_200))]
        together = Together(limits)
        composite = self.make(together.members)
        together.asked.clear()
        granted = steps(lambda: composite.take(1))
        asked = len(together.asked)
        for _ in range(9):
            composite.take(2)
        refused, looked = steps(lambda: composite.take(3)), steps(lambda: composite.level(4))
        with traced() as in_use:
            for _ in range(2):  # the first round fills caches
                members = [_pair(limit.quota) for limit in limits for _ in range(40)]
                made: list[Any] = [None] * len(members)
                before = in_use()
                for number, pair in enumerate(members):
                    made[number] = self.make(pair)
                kept = (in_use() - before) // len(members)
        return {
            "bytecode steps, granted": granted,
            "bytecode steps, refused": refused,
            "bytecode steps, level": looked,
            "members asked, granted": asked,
            "bytes kept, meters aside": round(kept / 8) * 8,
        }


def _judged(asked: dict[str, bool]) -> Judged:
    return Judged(**(UNASKED | asked))


def _pair(quota: Quota) -> list[Any]:
    return [SpecMeter(TokenBucket, quota), SpecMeter(TokenBucket, Quota(quota.limit, 2 * quota.period))]


def _terms(timeline: Timeline) -> Terms:
    """Return what a smaller timeline must keep to: it may do nothing that this one doesn't do."""
    traits = _traits(timeline)
    return Terms(lambda smaller: _traits(smaller) <= traits)


def _traits(timeline: Timeline) -> set[str]:
    spec = CompositeSpec(timeline.limits)
    times = [call.now for call in timeline.calls if call.name == "take"]
    costs = [call.cost for call in timeline.calls if call.name == "take"]
    windows = [quota for quota, name in timeline.limits if name and not ALGORITHMS[name].has_burst]
    return {
        *(["back"] if times != sorted(times) else []),
        *(["impossible"] if any(not 1 <= cost <= spec.capacity for cost in costs) else []),
        *(["burst"] if any(quota.burst != quota.limit for quota, _ in timeline.limits) else []),
        *(["misfit"] if any(quota.burst != quota.limit for quota in windows) else []),
    }
