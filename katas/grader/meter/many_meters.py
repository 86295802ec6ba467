"""Hundreds of meters alive at once: what they share by number, hash or place shows only then."""

from katas.grader.meter.contract import expected, in_words, is_right
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Call
from katas.grader.verdict import Broken, Failure
from ratelimit import Quota

USUAL = 300
MOST = 3_000  # because of a number in the submission


def many_meters(trial: MeterTrial, numbers: tuple[int, ...]) -> None:
    """Each of many meters answers as if it were alone."""
    number = max([USUAL, *(2 * each for each in numbers if 2 * each <= MOST)])
    quotas = [Quota(1 + n % 3, 8 * (1 + n % 3)) for n in range(number)]
    meters = [(n, trial.make(quota), trial.specify(quota)) for n, quota in enumerate(quotas)]
    for now in (0, 1, 4, 8, 9):
        for n, meter, spec in meters:
            call = Call("take", now + n % 5)
            yours = trial.ask(meter, call)
            if not is_right(spec, call, yours, waits=True):
                words, note = expected(spec, call, yours, waits=True, raised=-1)
                message = (
                    f"{number} meters are used in turn. Number {n + 1}, Quota(limit={spec.quota.limit}, "
                    f"period={spec.quota.period}), at {call}: expected {words}, yours {in_words(call, yours)} ({note})."
                    " What do your meters share?"
                )
                raise Broken(Failure("answer", message))
            (spec.refuse(call.now) if yours else spec.grant(call.now, 1))
