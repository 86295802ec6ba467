"""The rows of `--solution`: the learner's own class, and the reference solution."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic_ns
from typing import Any

import ratelimit
from benchmarks.harness.question import Kind
from benchmarks.rows.memory_rows import SECOND, LimiterLoops, MemoryRow, OurLoops, in_memory
from katas.grader.guard import Guard
from katas.grader.kata import LADDER, ROOT, Kata, load_kata
from katas.grader.run.loading import load
from katas.grader.verdict import Abort, Broken
from ratelimit import Clock, Quota


class NotMeasurable(Exception):  # noqa: N818  a verdict
    """A submission that can't be measured, and why, in one line."""


def submission_rows(submission: str) -> list[MemoryRow]:
    """Return the row of a submission, and that of the reference solution. Raises `Unfit`."""
    kata = _kata(submission)
    reference = kata.solution.relative_to(ROOT)
    rows = [_row(kata, str(kata.solution), str(reference), "reference")]
    if ":" in submission or Path(submission).resolve() != kata.solution.resolve():
        rows.append(_row(kata, submission, submission, "yours"))
    return rows


def grading(row: MemoryRow) -> str:
    """Return the command that says which laws the submission breaks."""
    kata = _kata(row.name).name
    own = f"katas/{kata}/{kata}.py" == row.name
    return f"pytest katas/{kata}" + ("" if own else f" --solution {row.name}")


def _row(kata: Kata, submission: str, name: str, kind: Kind) -> MemoryRow:
    found = _loaded(kata, submission)
    if kata.name == "keyed_limiter":
        new, algorithm = _keyed(found), "token_bucket"
    else:
        new, algorithm = in_memory(found), kata.name
    _check_first_request(new, submission)
    loops = {"hit_each"} if kata.name != "keyed_limiter" else set()
    return MemoryRow(name, kind, algorithm, new, frozenset(loops))


def _keyed(found: Callable[..., Any]) -> Callable[..., LimiterLoops]:
    def new(limit: int, seconds: int, burst: int, clock: Clock = monotonic_ns) -> LimiterLoops:
        quota = Quota(limit, seconds * SECOND, burst)
        return OurLoops(found(lambda: ratelimit.TokenBucket(quota), clock))

    return new


_ELSEWHERE = {  # katas that these tables have no place for
    "redis_token_bucket": "lives on a server; these tables are of memory",
    "http_middleware": "asks a limiter; these tables are of limiters",
    "gateway_plugin": "asks limiters; these tables are of limiters",
}


def _kata(submission: str) -> Kata:
    """Return the kata that a submission is of: by the file's name, else by the class's."""
    path, _, attribute = submission.partition(":")
    katas = {name: load_kata(name) for name in LADDER}
    source = Path(submission).read_text(encoding="utf-8", errors="replace") if Path(submission).is_file() else ""
    for name, kata in katas.items():
        said = attribute == kata.class_name or f"class {kata.class_name}" in source
        if Path(path).stem == name or said:
            if name in _ELSEWHERE:
                raise NotMeasurable(f"{submission}: a {kata.class_name} {_ELSEWHERE[name]}")
            return kata
    classes = ", ".join(kata.class_name for name, kata in katas.items() if name not in _ELSEWHERE)
    if attribute or source:
        raise NotMeasurable(f"{submission}: it must define one of {classes}")
    raise NotMeasurable(f"There is no file {submission}. Give --solution a PATH or MODULE:CLASS")


def _loaded(kata: Kata, submission: str) -> Callable[..., Any]:
    try:
        return load(kata, submission, Guard(lambda _: None))
    except (Broken, Abort) as error:
        failure = error.failure
        where = f" ({failure.line})" if failure.line else ""
        raise NotMeasurable(f"{submission}: {failure.message}{where}") from error


def _check_first_request(new: Callable[..., LimiterLoops], submission: str) -> None:
    """Make one request, so that a stub is reported before anything is measured."""
    try:
        granted = new(10, 1, 10).take("someone")
    except Exception as error:
        reason = type(error).__name__ + (f": {error}" if str(error) else "")
        if isinstance(error, NotImplementedError):
            reason = "it raises NotImplementedError; write it first"
        raise NotMeasurable(f"{submission}: {reason.splitlines()[0]}") from error
    if not granted:
        raise NotMeasurable(f"{submission}: its first request is refused; `pytest katas` says what is wrong")
