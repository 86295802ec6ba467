"""What a composite can be made of: at least one meter, each an object of its own, equal ones too."""

from collections.abc import Sequence
from typing import Any

from katas.grader.composite.trial import CompositeTrial
from katas.grader.meter.oracle import TokenBucket
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.timeline import Call
from katas.grader.verdict import Broken, Failure, brief
from ratelimit import Quota


class Alike(SpecMeter):
    """A meter that compares by its quota, as data classes do."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and other.spec.quota == self.spec.quota

    def __hash__(self) -> int:
        return hash(self.spec.quota)


def makes_sense_of_its_members(trial: CompositeTrial) -> None:
    """No meter and one meter twice are errors; a tuple is a sequence, and two equal meters are two."""
    one, other, third = (SpecMeter(TokenBucket, Quota(limit, 8)) for limit in (1, 2, 3))
    for members, story in (
        ([], "No meter at all"),
        ((), "No meter at all"),
        ([one, one], "The same meter twice"),
        ((one, other, third, other), "The same meter twice"),
    ):
        refuses(trial, members, story)
    accepts(trial, (one, other, third), "three meters in a tuple")
    accepts(trial, [Alike(TokenBucket, Quota(1, 8)), Alike(TokenBucket, Quota(1, 8))], "two meters that compare equal")


def refuses(trial: CompositeTrial, members: Sequence[Any], story: str) -> None:
    """Making a composite of these raises `ValueError`."""
    try:
        trial.guard("__init__()", trial.new, members)
    except ValueError:
        return
    except Exception as error:
        raise Broken(trial.crash("__init__()", error)) from error
    raise Broken(Failure("answer", f"{story} is accepted. It must be a ValueError when the composite is made."))


def accepts(trial: CompositeTrial, members: Sequence[Any], story: str) -> None:
    """A composite of these, each of which still has a unit, grants one unit and no more."""
    try:
        composite = trial.guard("__init__()", trial.new, members)
    except ValueError as error:
        message = f"It refuses {story}, with a ValueError: {str(error)[:80]}. They are objects of their own."
        raise Broken(Failure("answer", message)) from error
    except Exception as error:
        raise Broken(trial.crash("__init__()", error)) from error
    answers = [trial.ask(composite, Call("take", 0)) for _ in range(2)]
    if answers != [0, 8]:
        shown = ", ".join(map(brief, answers))
        raise Broken(Failure("answer", f"Of {story}, one for 1 in 8, two takes at 0 answer {shown} instead of 0, 8."))
