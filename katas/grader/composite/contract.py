"""What the contract answers to one call of a composite, and what it may ask its members meanwhile.

What is right follows from the members as they are: what each would grant, at one time. They are looked at before the
call; after it, what they were asked must be what the contract allows.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from katas.grader.composite.members import Asked, Member, spec_of
from katas.grader.meter.contract import in_words, natural, numbers_of, wrong_type
from katas.grader.timeline import Call, Limit
from katas.grader.verdict import Row, brief
from ratelimit import Level

MOST_ASKED = 3  # times that a take may ask each member


class Judged(NamedTuple):
    """What is looked at besides whether units are granted."""

    moments: bool = True  # whether a call that is refused spends anything, if only for a moment
    waits: bool = True
    times: bool = True  # which times members are asked about
    binding: bool = True
    asks: bool = True  # how often members are asked


class Expected(NamedTuple):
    """The right answer to a call, before it is made."""

    clock: int
    at: int  # the time at which the members are asked
    waits: tuple[int, ...]  # of a take: each member's; none for a cost that can never be granted
    level: Level | None  # of a level that is not asked behind the clock


class Answered(NamedTuple):
    """A call, what was right, and what came of it."""

    call: Call
    expected: Expected
    yours: Any = "no answer"
    binding: tuple[Any, Any] | None = None  # the right one, and yours
    fault: str = ""  # what members should not have been asked, in a sentence
    short: str = ""  # the same in a few words


class Together:
    """New members, and what the contract says of them together."""

    def __init__(self, limits: Sequence[Limit], kind: type[Member] = Member) -> None:
        self.asked: list[Asked] = []
        self.members = [kind(number, limit, self.asked) for number, limit in enumerate(limits)]
        self.specs = [spec_of(member) for member in self.members]
        self.capacity = min(spec.capacity for spec in self.specs)
        self.clock = 0
        self.fresh = True  # until the first valid take
        self.binding: int | None = None  # where it is judged

    def expect(self, call: Call) -> Expected:
        """Return what is right, before the call is made."""
        self.asked.clear()
        at, waits, level = max(call.now, self.clock), (), None
        if call.name == "level":
            level = self._level(at) if call.now >= self.clock else None
        elif 1 <= call.cost <= self.capacity:
            waits = tuple(spec.wait(at, call.cost) for spec in self.specs)
        return Expected(self.clock, at, waits, level)

    def ended(self, call: Call, expected: Expected, yours: Any, judged: Judged) -> Answered:
        """Return what came of a call, and move on to the next."""
        short, fault = self._fault(call, expected, yours, judged)
        if expected.waits:
            self.clock, self.fresh = expected.at, False
            self.binding = self._binds(expected) if judged.binding else None
        return Answered(call, expected, yours, None, fault, short)

    def _level(self, at: int) -> Level:
        return Level(
            min(spec.fits(at) for spec in self.specs), max(spec.wait(at, spec.capacity) for spec in self.specs)
        )

    def _binds(self, expected: Expected) -> int:
        """Return who decided a take that has been made."""
        longest = max(expected.waits)
        if longest:
            return expected.waits.index(longest)
        left = [spec.fits(expected.at) for spec in self.specs]
        if left.count(min(left)) == 1:  # the others' waits would take long to find
            return left.index(min(left))
        levels = [(fits, -spec.wait(expected.at, spec.capacity)) for fits, spec in zip(left, self.specs, strict=True)]
        return levels.index(min(levels))

    def _fault(self, call: Call, expected: Expected, yours: Any, judged: Judged) -> tuple[str, str]:
        """Return what members should not have been asked, in a few words and in a sentence; "" if all was right."""
        return (
            self._spent_wrongly(call, expected, yours, judged)
            or (judged.times and self._wrong_time(call, expected))
            or (judged.asks and self._often(call))
            or ("", "")
        )

    def _spent_wrongly(self, call: Call, expected: Expected, yours: Any, judged: Judged) -> tuple[str, str] | None:
        moved = [asked for asked in self.asked if asked.outcome in ("spent", "refused")]
        if call.name == "take" and _outcome(yours) != _outcome(max(expected.waits, default=ValueError())):
            return None  # the answer is wrong itself
        if not expected.waits:
            law = "Level only looks" if call.name == "level" else "An error leaves no trace"
            for member, _, now, cost, outcome in moved[:1]:
                what = f"spends {cost}" if outcome == "spent" else f"is asked to take {cost}"
                return f"{member} {what}", f"{law}: member {member} {what} at {now}."
        elif max(expected.waits):
            for member, _, now, cost, outcome in moved if judged.moments else ():
                if outcome == "spent":
                    refuses = expected.waits.index(max(expected.waits))
                    words = f"Spent for a moment at least: member {member} spends {cost} at {now}"
                    return f"{member} spends {cost}", f"{words}, but member {refuses} refuses."
        else:
            for number in range(len(self.members)):
                spent = sum(asked.cost for asked in moved if asked.member == number and asked.outcome == "spent")
                if spent != call.cost:
                    words = f"All grant, so each spends all of the cost: member {number} spends {spent} of {call.cost}."
                    return f"{number} spends {spent}", words
        return None

    def _wrong_time(self, call: Call, expected: Expected) -> tuple[str, str] | None:
        floor = expected.at if expected.waits else expected.clock
        for member, name, now, *_ in self.asked:
            if name == "level" and now == 0 and self.fresh:
                continue  # about its capacity, while it is fresh
            short, words = f"{member} asked at {now}", f"member {member} is asked about {now}, with {name}()"
            if now < floor:
                return short, f"Asked behind the clock, which stands at {floor}: {words}."
            if expected.waits and now != floor:
                return short, f"Asked at two times in one {call.name}, not only about {floor}: {words}."
        return None

    def _often(self, call: Call) -> tuple[str, str] | None:
        if call.name != "take" or len(self.asked) <= MOST_ASKED:
            return None
        for number in range(len(self.members)):
            times = sum(asked.member == number for asked in self.asked)
            if times > MOST_ASKED:
                words = f"Asked too often: member {number} is asked {times} times in one take."
                return f"{number} asked {times} times", f"{words} {MOST_ASKED} times are enough."
        return None


def _outcome(answer: Any) -> str:
    return "raised" if isinstance(answer, ValueError) else "refused" if answer else "granted"


def is_right(answered: Answered, judged: Judged) -> bool:
    """Whether a call was answered rightly, and asked its members nothing that it should not ask."""
    call, expected, yours, binding, fault, _ = answered
    if fault or (binding and not _same(*binding)):
        return False
    if call.name == "level":
        numbers = numbers_of(yours)
        fits = bool(numbers) and all(map(natural, numbers))
        return fits and (expected.level is None or tuple(numbers) == tuple(expected.level))
    if not expected.waits:
        return isinstance(yours, ValueError)
    wait = max(expected.waits)
    if not natural(yours) or (yours == 0) is not (wait == 0):
        return False
    return yours == wait or not judged.waits or call.now < expected.clock


def _same(right: int | None, yours: Any) -> bool:
    return yours is None if right is None else type(yours) is int and yours == right


def row(answered: Answered, judged: Judged) -> Row:
    """Return the row of a card."""
    call, _, yours, binding, _, short = answered
    said = yours if isinstance(yours, str) else in_words(call, yours)
    words = said if short else _expected(answered, judged)
    if binding and not isinstance(yours, str):
        words, said = f"{words}, {_binds(binding[0])}", f"{said}, {_binds(binding[1])}"
    return Row(call.now, call.spoken, words, f"{said}; {short}" if short else said)


def _expected(answered: Answered, judged: Judged) -> str:
    call, expected, *_ = answered
    if call.name == "level":
        return "not negative" if expected.level is None else in_words(call, expected.level)
    if not expected.waits:
        return "ValueError"
    wait = max(expected.waits)
    if not wait:
        return "granted"
    return f"wait {wait}" if judged.waits and call.now >= expected.clock else "refused"


def _binds(binding: Any) -> str:
    return f"{brief(binding)} binds"


def reason(answered: Answered) -> tuple[str, str]:
    """Return a message about what was wrong, and a note on why something else would be right."""
    call, expected, yours, binding, fault, _ = answered
    right_type = isinstance(yours, (str, ValueError)) or not wrong_type(call, yours)
    if not right_type:
        return wrong_type(call, yours), ""
    if binding and not _same(None, binding[1]) and type(binding[1]) is not int:
        return (
            f"binding is {brief(binding[1])}; it is the index of a member, an int, or None before the first take.",
            "",
        )
    if isinstance(yours, ValueError) and expected.waits:
        return wrong_type(call, yours), ""
    return fault, "" if fault else _note(answered)


def _note(answered: Answered) -> str:
    call, expected, *_ = answered
    if call.name == "level":
        return "" if expected.level else f"below the clock, {expected.clock}, any answer that is not negative is right"
    if not expected.waits:
        return "a cost is at least 1" if call.cost < 1 else "one of them can never grant it"
    if not max(expected.waits):
        return "all of them would grant it" if answered.binding is None else ""
    waits = ", ".join(map(str, expected.waits))
    return f"their waits are {waits}" + (f" at {expected.at}" if expected.at != call.now else "")
