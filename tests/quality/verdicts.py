"""What the grader says of each file of the bank, in the shipped profile, as for a learner."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from queue import SimpleQueue
from typing import Any, NamedTuple

from katas.grader.kata import load_kata
from katas.grader.run.process import Order, Start, cold, grade
from katas.grader.run.warm import Warm
from katas.grader.verdict import Report
from tests.quality.bank import Entry


class Verdict(NamedTuple):
    """The parts of a report that are the same in every run and on every machine."""

    level: str  # the first that failed; "" for a pass
    kind: str  # of failure
    calls: int  # of the timeline shown; 0 if none is
    named: list[str]  # the known mistakes that the card says it is

    @classmethod
    def of(cls, report: Report) -> "Verdict":
        """Return a report's."""
        red = report.first_failed
        if red is None or red.failure is None:
            return cls("", "", 0, [])
        names = list(report.diagnosis.names) if report.diagnosis else []
        rows = [row for row in red.failure.rows if (row.call, row.yours) != ("len()", "no answer")]  # not in a timeline
        calls = load_kata(report.kata).shows == "calls"  # a request has many messages, and a file many policies
        return cls(red.name, red.failure.kind, len(rows if calls else {row.now for row in rows}), names)


@contextmanager
def starting() -> Iterator[Start]:
    """Yield what starts graded processes, one at a time: warm ones where that can be had."""
    with ExitStack() as stack:
        yield stack.enter_context(closing(Warm())) if hasattr(os, "fork") else cold


@contextmanager
def grading(entries: list[Entry], **order: Any) -> Iterator[dict[str, Any]]:
    """Grade as many at a time as there are processors; yields a future report for each entry's name."""
    starts: SimpleQueue[Start] = SimpleQueue()

    def graded(entry: Entry) -> Report:
        start = starts.get()
        try:
            return grade(load_kata(entry.kata), Order(entry.submission, **order), start)
        finally:
            starts.put(start)

    with ExitStack() as stack:
        number = os.cpu_count() or 1
        for _ in range(number if entries else 0):
            starts.put(stack.enter_context(starting()))
        pool = stack.enter_context(ThreadPoolExecutor(number))
        try:
            yield {entry.name: pool.submit(graded, entry) for entry in entries}
        finally:
            pool.shutdown(cancel_futures=True)
