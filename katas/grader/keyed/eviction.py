"""Fresh keys are dropped with all that belongs to them; keys that are not fresh are never dropped."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, product

from katas.grader.costs import MOST_BYTES, least_growth, traced
from katas.grader.keyed.eviction_model import spans
from katas.grader.keyed.meters import Dial, Window
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Broken, Failure
from ratelimit import Quota

FLOOD = 2000
CROWDS = (3, 12)  # keys


def survives_a_flood(trial: KeyedTrial) -> None:
    """Two thousand new keys reset nobody."""
    dial = Dial()
    limiter = trial.make(lambda: Window(1, 1_000_000), dial)
    trial.ask(limiter, "ann")
    for number in range(FLOOD):
        dial.now += 1
        trial.ask(limiter, number)
    again, held = trial.ask(limiter, "ann") is not False, trial.length(limiter)
    if again or held != FLOOD + 1:
        message = f"ann has spent her one unit, then {FLOOD:,} new keys come. {held:,} of {FLOOD + 1:,} keys are held"
        message += ", and ann is granted another unit." if again else "."
        raise Broken(Failure("answer", f"{message} None is fresh, so none may be dropped."))


def drops_promptly(trial: KeyedTrial) -> None:
    """After many keys were dropped at once, the next one is dropped as promptly as the first."""
    crowd = [Call("allow", 0, key=str(number)) for number in range(60)]
    quiet = [Call("allow", 20, key="zed")] * 60
    _pin(trial, (*crowd, *quiet, Call("allow", 40, key="ann"), Call("allow", 60, key="bob")))
    _pin(trial, (*crowd, *(Call("allow", 20, key=str((30 + number) % 59)) for number in range(62))))
    _pin(trial, (*crowd, *(Call("allow", 20, key=f"new_{number}") for number in range(60))))


def drops_the_only_fresh_one(trial: KeyedTrial) -> None:
    """Of several keys, one is fresh: it goes while as many new ones come, whichever it is and wherever a sweep is."""

    def agree() -> None:
        for timeline in _one_is_fresh():
            trial.counts["pinned timelines"] += 1
            trial.follow(timeline, fewest=False, most=True)

    trial.holds(agree, fewest=False, most=True)


def _one_is_fresh() -> Iterator[Timeline]:
    for size in CROWDS:
        for place, early in product(range(size), range(size)):
            keys = [f"key_{number}" for number in range(size)]
            calls = [Call("allow", 0, 1 if number == place else 2, key) for number, key in enumerate(keys)]
            calls += [Call("allow", 0, 2, keys[place - 1])] * early  # refused: they move a sweep, and change nothing
            calls += [Call("allow", 500, 2, f"new_{number}") for number in range(size)]
            yield Timeline(Quota(2, 1000), tuple(calls))


def _pin(trial: KeyedTrial, calls: tuple[Call, ...]) -> None:
    """Run a timeline that is too long to be shown; the message describes it instead."""
    try:
        trial.counts["pinned timelines"] += 1
        trial.follow(Timeline(Quota(1, 10), calls))
    except Broken as broken:
        rows, what = broken.failure.rows, broken.failure.message
        if rows and not what:
            what = f"{rows[-1].call} is {rows[-1].yours}, expected {rows[-1].expected}."
        if broken.failure.why:
            what += f" Should be gone: {broken.failure.why[0]}."
        number = sum(row.call != "len()" for row in rows)
        message = (
            f"A key has 1 unit, and it is back after 10 ticks. {story(calls[:number])} After call {number}, {what}"
        )
        raise Broken(replace(broken.failure, message=message, timeline="", rows=(), note="", why=())) from broken


def story(calls: tuple[Call, ...]) -> str:
    """Tell the calls one after the other, those of keys that follow each other together."""
    words, at = [], 0
    while at < len(calls):
        number = _alike(calls[at:])
        names = list(dict.fromkeys(call.key for call in calls[at : at + number]))
        keys = f"key{'s' if len(names) > 1 else ''} {spans(names)}"
        which = f"Call {at + 1}" if number == 1 else f"Calls {at + 1} to {at + number}"
        words.append(f"{which}: {keys}, at {calls[at].now}.")
        at += number
    return " ".join(words)


def _alike(calls: tuple[Call, ...]) -> int:
    """Return how many of the first calls are one run: of one key, or of keys that follow each other."""
    number = 1
    while number < len(calls) and calls[number].now == calls[0].now:
        keys = [call.key for call in calls[: number + 1]]
        if len(set(keys)) > 1 and "," in spans(keys):
            break
        number += 1
    return number


def frees_memory(trial: KeyedTrial) -> None:
    """When keys are dropped, they are gone, with their meters and locks."""
    dial, numbers, kept = Dial(), count(), [0]

    def round_of_keys() -> None:
        for _ in range(300):
            trial.ask(limiter, _Key(next(numbers)))
        dial.now += 1000
        for _ in range(330):
            trial.ask(limiter, "ann")
            if not kept[0] and _Key.alive - keys_before >= trial.length(limiter):  # ann is held as well
                gc.collect()  # they may refer to each other
                kept[0] = max(0, _Key.alive - keys_before + 1 - trial.length(limiter))
            dial.now += 20

    with traced() as in_use:
        in_use()
        meters_before, keys_before = Window.alive, _Key.alive
        limiter = trial.make(lambda: Window(1, 10), dial)
        round_of_keys()
        grown = least_growth(round_of_keys, in_use)
    meters, objects, held = Window.alive - meters_before, _Key.alive - keys_before, trial.length(limiter)
    if meters > held + 1 or objects > held or grown > MOST_BYTES:
        message = (
            f"1,200 keys were used once and should be gone; len() is {held}. Still in memory: {objects:,} of the key "
            f"objects, {meters:,} of their meters, and {max(0, grown):,} bytes more for every 300 keys. When a key is "
            "dropped, everything that belongs to it must go."
        )
        raise Broken(Failure("cost", message))
    if kept[0] > 0:
        message = (
            f"300 keys are dropped one after the other. Meanwhile {kept[0]} of the key objects that len() no longer "
            "counts is still in memory, for instance in a variable of a generator. When a key is dropped, everything "
            "that belongs to it must go."
        )
        raise Broken(Failure("cost", message))


class _Key:
    """A key that counts how many of its kind exist."""

    alive = 0

    def __init__(self, number: int) -> None:
        self.number = number
        _Key.alive += 1

    def __del__(self) -> None:
        _Key.alive -= 1

    def __hash__(self) -> int:
        return hash(self.number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.number == self.number
