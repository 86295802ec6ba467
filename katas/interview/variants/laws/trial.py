"""A rate limiter on trial: timelines run on it, and its answers are compared with the variant's model."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from katas.grader.crash import crash
from katas.grader.guard import Guard, traceback_of
from katas.grader.profile import Profile
from katas.grader.shrink import Terms, first_failure, shrunk
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Abort, Broken, Failure, Row, brief
from katas.grader.wrong_clock import WrongClock
from katas.interview.variants.laws.asked import Asked, answer, model_of, plans_of, quotas_of
from katas.interview.variants.variant import Variant

NO_ANSWER = "no answer"


class VariantTrial:
    """A submission's class, and the variant that it must answer as."""

    def __init__(
        self, variant: Variant, load: Callable[..., Callable[..., Any]], guard: Guard, profile: Profile
    ) -> None:
        self.variant, self.load, self.guard, self.profile = variant, load, guard, profile
        self.watch = WrongClock(still=True)  # the machine's clocks, which no limiter goes by
        self.renew()
        self.notes: list[str] = []
        self.counts = {"timelines": 0, "calls": 0}

    def compare(
        self, timelines: Iterable[Timeline], allows: Callable[[Timeline], bool], *, waits: bool = False
    ) -> None:
        """Compare answers on all timelines; without `waits`, only whether a request is granted.

        Raises `Broken` with the smallest timeline found that fails and is allowed.
        """
        put = partial(self.put, waits=waits)

        def agree() -> None:
            for timeline in timelines:
                put(timeline)

        failure = first_failure(agree)
        if failure is not None:
            terms = Terms(allows, by_limit=self.variant.windows == "bucket")
            raise Broken(shrunk(failure, put, self.renew, terms) if failure.timeline else failure)

    def renew(self) -> None:
        """Load the class again, without what earlier calls have left in its module."""
        with self.watch:
            self.new = self.load()

    def misfit(self, timeline: Timeline) -> str:
        """Say why a typed timeline does not fit this variant; "" if it does."""
        strange = [call.name for call in timeline.calls if call.name != self.variant.method]
        if strange:
            return f"its calls are {self.variant.method}, got {strange[0]}"
        return "" if all(call.key for call in timeline.calls) else "each call has a client, as in take(0, ann)"

    def follow(self, timeline: Timeline, *, waits: bool = True) -> list[Row]:
        """Run one timeline on a new limiter and return the rows. Raises `Broken` at the first wrong answer."""
        return self.put(timeline, waits=waits)

    def put(self, timeline: Timeline, *, waits: bool) -> list[Row]:
        """Put one timeline to a new limiter. Raises `Broken` at the first answer that is wrong."""
        rows: list[Row] = []
        self.counts["timelines"] += 1
        self.guard.rearm()
        try:
            with self.watch:
                self._play(timeline, rows, waits=waits)
        except (Broken, Abort) as stop:
            shown = timeline._replace(calls=timeline.calls[: len(rows) or None])
            stop.failure = replace(stop.failure, timeline=str(shown), rows=tuple(rows))
            raise
        return rows

    def _play(self, timeline: Timeline, rows: list[Row], *, waits: bool) -> None:
        self.watch.start()
        model, limiter = model_of(self.variant, timeline), self.make(timeline)
        for call in timeline.calls:
            right = answer(model, call)
            expected = self.expected(right, waits=waits)
            rows.append(Row(call.now, call.spoken, expected, NO_ANSWER))
            yours = self.ask(limiter, call)
            if self.is_right(right, yours, waits=waits):
                rows[-1] = rows[-1]._replace(yours=expected)
            else:
                rows[-1] = rows[-1]._replace(yours=self.told(yours))
                raise self._broken(call, yours)
            self.watch.jump()

    def expected(self, right: int | None, *, waits: bool) -> str:
        """Say the right answer as a card shows it."""
        if right is None:
            return "ValueError"
        if self.variant.answer == "yes":
            return str(not right)
        return "granted" if not right else f"wait {right}" if waits else "refused"

    def told(self, yours: Any) -> str:
        """Say an answer as a card shows it."""
        if isinstance(yours, BaseException):
            return type(yours).__name__
        if self.variant.answer == "wait" and type(yours) is int and yours >= 0:
            return f"wait {brief(yours)}" if yours else "granted"
        return brief(yours)

    def is_right(self, right: int | None, yours: Any, *, waits: bool) -> bool:
        """Whether an answer is right; without `waits`, any wait will do."""
        if right is None:
            return isinstance(yours, ValueError)
        if self.variant.answer == "yes":
            return yours is (not right)
        if type(yours) is not int or yours < 0:
            return False
        return yours == right if waits else bool(yours) == bool(right)

    def _broken(self, call: Call, yours: Any) -> Broken:
        if isinstance(yours, BaseException):
            message = f"{call.name}() raises {type(yours).__name__}: {str(yours)[:120]}"
            line = self.guard.line_of_error(yours)
            return Broken(Failure("answer", message, line=line, detail=traceback_of(yours)))
        what, kind = ("True or False", bool) if self.variant.answer == "yes" else ("an int, 0 or the wait", int)
        wrong = type(yours) is not kind
        return Broken(Failure("answer", f"{call.name}() returns {brief(yours)}; return {what}." if wrong else ""))

    def answers(self, timeline: Timeline) -> list[str]:
        """Return what a new limiter answers to all calls, right or wrong, up to one that crashes."""
        words: list[str] = []
        try:
            ask = self.player(timeline)
            words.extend(self.told(ask(call)) for call in timeline.calls)
        except Broken as broken:
            words.append(broken.failure.message.partition(": ")[0])
        return words

    def player(self, timeline: Timeline) -> Callable[[Call], Any]:
        """Return a function that makes calls of one new limiter."""
        return partial(self.ask, self.make(timeline))

    def make(self, timeline: Timeline) -> Any:
        """Return a new limiter. Raises `Broken` if it can't be made."""
        quotas, plans = quotas_of(timeline), plans_of(timeline)
        try:
            return self.guard("__init__()", partial(self.new, **({"plans": plans} if plans else {})), *quotas)
        except Exception as error:
            raise Broken(self.crash("__init__()", error)) from error

    def ask(self, limiter: Any, call: Call) -> Any:
        """Return the answer, or the `ValueError` that was raised. Raises `Broken` for any other exception."""
        self.counts["calls"] += 1
        client, plan = Asked.by(call)
        arguments = (call.now, client, call.cost) if call.cost != 1 else (call.now, client)
        try:
            method = getattr(limiter, call.name)
            return self.guard(f"{call.name}()", partial(method, **({"plan": plan} if plan else {})), *arguments)
        except ValueError as error:
            return error
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            raise Broken(self.crash(f"{call.name}()", error)) from error

    def crash(self, what: str, error: BaseException) -> Failure:
        """Say in plain words what an exception of the submission means."""
        return crash(self.guard, what, error)

    def price(self) -> dict[str, int]:
        """Count nothing: there is no reference to compare with."""
        return {}
