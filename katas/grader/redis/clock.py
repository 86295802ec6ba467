"""The server's clock counts, however far Python's clocks jump."""

from typing import Any

from katas.grader.guard import nap
from katas.grader.redis.inputs import HOUR
from katas.grader.redis.trial import Ask, RedisTrial
from katas.grader.verdict import Broken, Failure, brief
from katas.grader.wrong_clock import WrongClock
from ratelimit import Quota

JUMP = 7200  # seconds
CLOSELY = 25  # times that are known to half a millisecond
MOST = 400  # times, on a machine that rarely knows them so well
DIGITS = "a wait that is wrong by less than a millisecond, as if the last digits of TIME were missing"
COARSE = "a wait that is wrong in its last digits, as if a part of TIME were missing"


def agrees_with_one_ahead(trial: RedisTrial) -> None:
    """A machine whose clock was ahead from the beginning tells the same wait."""
    with WrongClock() as clocks:
        off = _off(trial, clocks, trial.load(anew=True), JUMP, "later")
    if off:
        message = (
            "One token an hour, and it is spent. Another machine, whose clock is two hours ahead, asks with now=None. "
            f"Expected: a wait of an hour. Yours: {off}."
        )
        raise Broken(_failure(trial, message))


def server_decides(trial: RedisTrial) -> None:
    """One token an hour: what is the wait, when this machine's clock has jumped since the token was spent?"""
    with WrongClock() as clocks:
        new = trial.load(anew=True)
        for jump in (JUMP, -JUMP):
            off = _off(trial, clocks, new, jump)
            if off:
                where = f"two hours {'ahead' if jump > 0 else 'back'}"
                message = (
                    "One token an hour, and take() has just spent it, with now=None. This machine's clock jumps "
                    f"{where}; the server's doesn't. Expected: a wait of an hour. Yours: {off}."
                )
                raise Broken(_failure(trial, message))
        close = 0
        for number in range(MOST):  # the first time across the end of a second
            off, width = _off_by(trial, clocks, new, 0, "" if number else "apart")
            close += width <= 500
            if close > CLOSELY:
                break
            if off:
                message = (
                    "One token an hour, spent with now=None; asked again at once. Expected: a wait of an hour less the "
                    f"microseconds in between, by the server's TIME. Yours: {off}."
                )
                raise Broken(_failure(trial, message))


def _failure(trial: RedisTrial, message: str) -> Failure:
    return Failure("answer", message, commands=trial.seen(Quota(1, HOUR), [Ask("take", None, 1)] * 2))


def _until(trial: RedisTrial, start: int, end: int) -> None:
    """Wait for this part of a second, in microseconds, on the server's clock."""
    while not start <= trial.server.now() % 1_000_000 < end:
        nap(0.005)


def _off(trial: RedisTrial, clocks: WrongClock, new: Any, jump: int, way: str = "") -> str:
    """Return what the wait is instead of what it must be, if that comes of the jump."""
    off = _off_by(trial, clocks, new, jump, way)[0]
    return "" if off in (DIGITS, COARSE) else off


def _off_by(trial: RedisTrial, clocks: WrongClock, new: Any, jump: int, way: str) -> tuple[str, int]:
    """Return what the wait is instead of what it must be; "" if it can be right; and how well that is known, in µs.

    `apart`: from the end of a second to the start of the next. `later`: the second bucket is made after the jump.
    """
    now = trial.server.now
    clocks.ahead = 0
    prefix = trial.server.prefix()
    bucket = trial.make(Quota(1, HOUR), prefix, new=new)
    if way == "apart":
        _until(trial, 850_000, 950_000)
    times = [now()]
    first = trial.take(bucket, now=None)
    times.append(now())
    clocks.ahead = jump
    if way == "later":
        bucket = trial.make(Quota(1, HOUR), prefix, new=new)
    if way == "apart":
        _until(trial, 10_000, 60_000)
    times.append(now())
    answer = trial.take(bucket, now=None)
    times.append(now())
    trial.server.tidy()
    low, high = times[0] + HOUR - times[3], times[1] + HOUR - times[2]
    return _in_words(first, answer, low, high), high - low


def _in_words(first: Any, answer: Any, low: int, high: int) -> str:
    if first != 0:
        return f"the first token is not granted, but {brief(first)}"
    if answer == 0:
        return "another token"
    if type(answer) is not int:
        return brief(answer)
    if low <= answer <= high:
        return ""
    if abs(answer - HOUR) > 1_000_000:
        return f"{answer / HOUR:.1f} hours" if answer < 100 * HOUR else "a wait of years"
    return DIGITS if max(low - answer, answer - high) < 1000 else COARSE
