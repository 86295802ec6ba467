"""Six threads at a limiter, with naps at the worst moments."""

import sys
import threading
from collections.abc import Callable, Hashable, Iterator
from functools import partial
from random import Random
from typing import Any

from katas.grader.guard import nap
from katas.grader.keyed.meters import Window
from katas.grader.keyed.races.alone import Alone
from katas.grader.keyed.races.scenarios import PERIOD, Scene
from katas.grader.keyed.races.schedule import Schedule
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Abort, Broken, Failure, brief
from katas.grader.wait_for_threads import all_end

UNITS = 3


class _Naps:
    """Naps of 0 to 0.5 ms, in a fixed order: between any two steps of a call another thread gets its chance."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self) -> None:
        self.number += 1
        nap((0.0, 0.0002, 0.0, 0.0005, 0.0001)[self.number % 5])


class _NappingKey:
    """A key whose hash takes a nap."""

    def __init__(self, naps: Callable[[], None]) -> None:
        self.naps = naps

    def __hash__(self) -> int:
        self.naps()
        return 7

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _NappingKey)


class _Key:
    """A key whose hash can be interrupted."""

    def __init__(self, run: Schedule) -> None:
        self.run = run

    def __hash__(self) -> int:
        self.run.point("hash")
        return 7

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key)


def scheduled(trial: KeyedTrial, new: Callable[..., Any], number: int, threads: int = 6) -> Iterator[Failure]:
    """Yield why six threads that race for three units of a key go wrong, if they do, by a schedule drawn for them."""
    trial.counts["crowds"] += 1
    random = Random(number)  # noqa: S311  nothing here is secret
    often = (0.02, 0.1, 0.3)[number // 2 % 3]

    def choose(_thread: int, _point: int) -> int | None:
        return random.randrange(threads) if random.random() < often else None

    run, scene = Schedule(trial.guard.path, choose, eager=number % 4 > 1, coverage=trial.guard.coverage), Scene(None)
    alone = Alone(partial(run.point, "hook"))
    scene.limiter = new(lambda: Window(UNITS, PERIOD, alone.hook()), lambda: scene.now)
    if number % 2:
        scene.allow("before", _Key(run))
        scene.now = 3 * PERIOD
    scene.answers.clear()
    names = [f"thread {n}" for n in range(threads)]
    run.run([partial(_of_thread, scene, name, _Key(run), first=at % 2 == 0) for at, name in enumerate(names)])
    if run.stuck or run.endless:
        what = "They wait for each other, for ever." if run.stuck else "They don't come to an end."
        yield Failure("hang", f"{_story(threads, number)}. {what}")
        return
    scene.allow("after", _Key(run))
    wrong = "two of them are in calls of one meter at once" if alone.broken else _verdict(scene.answers, names)
    if wrong:
        yield Failure("race", f"{_story(threads, number)}: {wrong}. {_DID}")


_DID = (
    "Every other thread asked for the shared key first, then for its own, and for len() last; the others for their "
    "own, for len(), and for the shared key last."
)


def _story(threads: int, number: int) -> str:
    kind = "held, fresh" if number % 2 else "brand-new"
    return f"{threads} threads ask for one {kind} key that has {UNITS} units, and each for a key of its own"


def _of_thread(scene: Scene, name: str, shared: Hashable, *, first: bool) -> None:
    if first:
        scene.allow(name, shared)
    scene.allow(f"{name}, own", name)
    scene.count(f"{name}, len")
    if not first:
        scene.allow(name, shared)


def many_threads(trial: KeyedTrial, rounds: int = 60, threads: int = 6) -> None:
    """Let six threads race for three units of a key, again and again, with naps in every hook."""
    naps = _Naps()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for number in range(rounds):
            trial.counts["crowds"] += 1
            _round(trial, naps, number, threads)
        _count_the_crowd(trial)
    finally:
        sys.setswitchinterval(before)


def _count_the_crowd(trial: KeyedTrial) -> None:
    """Call `len` while other threads bring new keys."""
    scene = Scene(trial.make(lambda: Window(UNITS, PERIOD), lambda: 0))
    for number in range(1000):
        scene.allow("before", number)

    brought = {"A": 0, "B": 0}
    counted = threading.Event()

    def bring(name: str) -> None:
        while not counted.is_set() and brought[name] < 5000:
            scene.allow(name, (name, brought[name]))
            brought[name] += 1

    def count() -> None:
        for _ in range(100):
            scene.count("count")
        counted.set()

    bringers = [threading.Thread(target=bring, args=(name,), daemon=True) for name in brought]
    _start_and_join([*bringers, threading.Thread(target=count, daemon=True)])
    scene.allow("after", "after")
    if not isinstance(scene.answers["count"], int):
        message = f"len() raises {scene.answers['count']} while other threads bring new keys."
        raise Broken(Failure("race", message))
    wanted = 1001 + sum(brought.values())
    if len(scene.limiter) != wanted:
        than = "fewer" if len(scene.limiter) < wanted else "more"
        message = f"Two threads bring new keys while a third calls len(): in the end {than} keys are held than came."
        raise Broken(Failure("race", message))


def _round(trial: KeyedTrial, naps: Callable[[], None], number: int, threads: int) -> None:
    """Let all threads use one key once: a brand-new one, or a fresh one that is held and about to be dropped."""
    scene = Scene(None)

    def clock() -> int:
        naps()
        return scene.now

    def new_meter() -> Window:
        naps()
        return Window(UNITS, PERIOD, naps)

    scene.limiter = trial.make(new_meter, clock)
    if number % 2:
        scene.allow("before", _NappingKey(naps))
        scene.now = 3 * PERIOD
    scene.answers.clear()
    gate = threading.Barrier(threads)

    def run(name: str) -> None:
        gate.wait()
        _of_thread(scene, name, _NappingKey(naps), first=name in names[::2])

    names = [f"thread {n}" for n in range(threads)]
    _start_and_join([threading.Thread(target=run, args=(name,), daemon=True) for name in names])
    scene.allow("after", _NappingKey(naps))
    wrong = _verdict(scene.answers, names)
    if wrong:
        raise Broken(Failure("race", f"{_story(threads, number)}: {wrong}. {_DID}"))


def _start_and_join(crowd: list[threading.Thread]) -> None:
    for thread in crowd:
        thread.start()
    if not all_end(crowd, idle=5):
        raise Abort(Failure("hang", f"{len(crowd)} threads call allow: some have waited for 5 s. A deadlock?"))


def _verdict(answers: dict[Hashable, object], names: list[str]) -> str:
    """Say what is wrong with what the threads got, if anything."""
    errors = [answer for answer in answers.values() if not isinstance(answer, int)]  # a bool is one
    shortest = min(int(str(answers[f"{name}, len"])) for name in names) if not errors else 0
    winners = sum(answers.get(name) is True for name in names)
    if errors:
        return f"one of them gets {brief(errors[0])}"
    if winners != UNITS:
        return f"{'more' if winners > UNITS else 'fewer'} than {UNITS} are granted"
    if not all(answers.get(f"{name}, own") for name in names):
        return "one of them is refused its own key"
    if shortest < 1:
        return "len() is 0 meanwhile, though a key is spent"
    if answers["after"] is not False:
        return "when all are done, one more unit is granted"
    return ""
