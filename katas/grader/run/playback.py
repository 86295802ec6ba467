"""Runs a timeline on a submission, and yields every answer, right or wrong, so that it can be drawn."""

from collections.abc import Iterator
from math import ceil, isfinite
from typing import Any

from katas.grader.timeline import Timeline
from katas.grader.verdict import Broken, Failure, brief

_MOST = 1 << 53  # a higher time or number of units can't be drawn


def played(trial: Any, timeline: Timeline) -> Iterator[int | None]:
    """Yield the answers: of `take` the wait, of `level` the units left, of `delay` the ticks, of `allow` 0 or 1.

    None where `level` or `delay` answers no number, or is not written yet. Raises `Broken` where a decision is none.
    """
    ask = trial.player(timeline)
    unwritten = set()
    for call in timeline.calls:
        decides = call.name in ("take", "allow")
        answer: Any = None
        if call.name not in unwritten:
            try:
                answer = ask(call)
            except Broken:
                if decides:
                    raise
                unwritten.add(call.name)
        if call.name == "level" and isinstance(answer, tuple) and answer:
            answer = answer[0]
        number = _number(answer)
        if decides and number is None:
            said = (
                f"raises {type(answer).__name__}" if isinstance(answer, BaseException) else f"returns {brief(answer)}"
            )
            raise Broken(Failure("answer", f"{call.name}() {said}"))
        yield number


def _number(answer: Any) -> int | None:
    """Return a number that can be drawn, else None; a fraction of a tick is rounded up."""
    if not isinstance(answer, (int, float)) or not isfinite(answer) or abs(answer) > _MOST:
        return None
    return ceil(answer)
