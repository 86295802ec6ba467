"""A rate limiter on trial: timelines run on it, and its answers are compared with the variant's model."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from katas.grader.crash import crash
from katas.grader.guard import Guard
from katas.grader.profile import Profile
from katas.grader.shrink import Terms, first_failure, shrunk
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Abort, Broken, Failure, Row
from katas.grader.wrong_clock import WrongClock
from katas.interview.variants.laws.answers import expected, is_right, told, wrong_type
from katas.interview.variants.laws.asked import (
    BETWEEN,
    OTHER,
    SERVERS,
    Asked,
    answer,
    model_of,
    plans_of,
    quotas_of,
)
from katas.interview.variants.laws.explanation import state, why
from katas.interview.variants.laws.servers import Servers
from katas.interview.variants.variant import Variant

_MEANT = {
    OTHER: "other: another server's call, with the same store.",
    BETWEEN: "between: another server's call, after the next call has read the store.",
}


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
        if failure is None:
            return
        if failure.timeline:
            failure = shrunk(failure, put, self.renew, Terms(allows, by_limit=self.variant.windows == "bucket"))
            failure = _plainer(failure, put)
            timeline = Timeline.parse(failure.timeline)
            message = failure.message or "\n".join(_MEANT[word] for word in SERVERS if word in failure.timeline)
            failure = replace(failure, message=message, why=why(self.variant, timeline, failure.rows))
        raise Broken(failure)

    def renew(self) -> None:
        """Load the class again, without what earlier calls have left in its module."""
        with self.watch:
            self.new = self.load()

    def misfit(self, timeline: Timeline) -> str:
        """Say why a typed timeline does not fit this variant; "" if it does."""
        method = self.variant.method
        strange = [call.name for call in timeline.calls if call.name not in (method, "refund")]
        if strange:
            return f"its calls are {method}, got {strange[0]}"
        return "" if all(call.key for call in timeline.calls) else f"a call has a client, as in {method}(0, ann)"

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
        model, answers = model_of(self.variant, timeline), Servers(self, timeline).answers()
        broken: Broken | None = None
        for call in timeline.calls:
            right = answer(model, call, waits=waits)
            rows.append(Row(call.now, call.spoken, expected(self.variant, call, right, waits=waits), "no answer"))
            yours = next(answers)
            if is_right(self.variant, call, right, yours, waits=waits):
                rows[-1] = rows[-1]._replace(yours=rows[-1].expected)
            else:
                rows[-1] = rows[-1]._replace(yours=told(self.variant, yours))
                broken = broken or self._broken(timeline, rows, yours)
            if broken and Asked.by(call).word != BETWEEN:
                raise broken
            self.watch.jump()
        if broken:
            raise broken

    def _broken(self, timeline: Timeline, rows: list[Row], yours: Any) -> Broken:
        place = len(rows) - 1
        call = timeline.calls[place]
        message = wrong_type(self.variant, call, yours)
        if isinstance(yours, BaseException):
            line = self.guard.line_of_error(yours)
            return Broken(Failure("answer", message, line=line, detail=self.guard.traceback_of(yours)))
        note = "" if message else state(self.variant, timeline, place, rows[-1].expected)
        return Broken(Failure("answer", message, note=note))

    def answers(self, timeline: Timeline) -> list[str]:
        """Return what a new limiter answers to all calls, right or wrong, up to one that crashes."""
        words: list[str] = []
        try:
            words.extend(told(self.variant, each) for each in Servers(self, timeline).answers())
        except Broken as broken:
            words.append(broken.failure.message.partition(": ")[0])
        return words

    def player(self, timeline: Timeline) -> Callable[[Call], Any]:
        """Return a function that makes calls of one new limiter."""
        return Servers(self, timeline).ask

    def make(self, timeline: Timeline, **more: Any) -> Any:
        """Return a new limiter. Raises `Broken` if it can't be made."""
        quota, *also = quotas_of(timeline)
        more |= {"also": also[0]} if also else {}
        more |= {"plans": plans_of(timeline)} if plans_of(timeline) else {}
        try:
            return self.guard("__init__()", partial(self.new, **more), quota)
        except Exception as error:
            raise Broken(self.crash("__init__()", error)) from error

    def ask(self, limiter: Any, call: Call) -> Any:
        """Return the answer, or the `ValueError` that was raised. Raises `Broken` for any other exception."""
        self.counts["calls"] += 1
        client, word = Asked.by(call)
        arguments = (call.now, client, call.cost) if call.cost != 1 else (call.now, client)
        named = {"plan": word} if word and word not in SERVERS and call.name != "refund" else {}
        try:
            return self.guard(f"{call.name}()", partial(getattr(limiter, call.name), **named), *arguments)
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


def _plainer(failure: Failure, put: Callable[[Timeline], Any]) -> Failure:
    """Return the failure in plainer words if it is one with those too: the search knows no servers."""
    for word, plainer in ((BETWEEN, OTHER), ("bob", "ann"), ("cid", "ann"), ("cid", "bob")):
        text = failure.timeline.replace(word, plainer)
        if not failure.message and text != failure.timeline and plainer not in failure.timeline:
            failure = first_failure(partial(put, Timeline.parse(text))) or failure
    return failure
