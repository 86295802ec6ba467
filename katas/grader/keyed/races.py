"""Two threads at a limiter: every meaningfully different interleaving; and six, with naps at the worst moments.

`frontrun` runs both threads under a scheduler of its own, bytecode step by bytecode step, and explores how they can
interleave. It has to see the submission's locks, so that is imported anew while they are patched. Where frontrun has
no wheel, the napping threads stand alone.
"""

import sys
import threading
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

from katas.grader.guard import nap, real_sleep
from katas.grader.keyed.conflict import Fault, deadlock, ended, fault, serial
from katas.grader.keyed.meters import Window
from katas.grader.keyed.recorder import Moment, Recorder
from katas.grader.keyed.steps import steps, told_as
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.threads import all_end
from katas.grader.verdict import Abort, Broken, Failure, brief

# How many times a thread may be interrupted where it need not be, and how many interleavings are tried then, at most.
# With one such switch the search comes to its end almost always, and finds almost all; a global lock needs a handful.
BOUNDS = ((1, 40), (2, 20))
FEW = 3  # so few, and one lock serialises the threads: there is nothing to be found with more switches
MOST_MOMENTS = 5000  # of both threads together; calls have some hundred, and with so many nobody reads on
PERIOD = 10
UNITS = 3

Worker = Callable[["Scene"], None]


@dataclass
class Scene:
    """A limiter, its clock, and what the threads were answered."""

    limiter: Any
    now: int = 0
    answers: dict[str, object] = field(default_factory=dict)

    def count(self, name: str) -> None:
        """Note what `len` answers or raises; once it raised, that stays."""
        if isinstance(self.answers.get(name), str):
            return
        try:
            self.answers[name] = len(self.limiter)
        except Exception as error:  # noqa: BLE001  whatever the submission raises
            self.answers[name] = type(error).__name__

    def allow(self, name: str, key: Hashable, cost: int = 1) -> None:
        """Note what `allow` answers or raises."""
        try:
            self.answers[name] = self.limiter.allow(key, cost)
        except Exception as error:  # noqa: BLE001  whatever the submission raises
            self.answers[name] = type(error).__name__


class Asked(NamedTuple):
    """One thread's call, and the key that it is for."""

    text: str
    key: str
    run: Worker


@dataclass(frozen=True)
class Scenario:
    """Two threads, and what must be true when both are done."""

    story: str
    limit: int
    before: Worker
    threads: tuple[Asked, Asked]
    holds: Callable[[Scene], bool]
    expected: str


def _one_wins(scene: Scene) -> bool:
    return sorted(map(str, scene.answers.values())) == ["False", "True"]


def _nothing(_scene: Scene) -> None:
    pass


def _late(scene: Scene) -> None:
    """Leave ann as good as new, about to be dropped."""
    scene.allow("before", "ann")
    scene.now = 3 * PERIOD
    scene.answers.clear()


def _allow(name: str, key: str, cost: int = 1) -> Asked:
    text = f"allow({key!r})" if cost == 1 else f"allow({key!r}, {cost})"
    return Asked(text, key, lambda scene: scene.allow(name, key, cost))


def _len(name: str) -> Asked:
    return Asked("len()", "", lambda scene: scene.count(name))


def _spent_is_remembered(scene: Scene) -> bool:
    """Both were granted one unit, and ann has none left."""
    granted = [scene.answers.get("A"), scene.answers.get("B")] == [True, True]
    scene.allow("after", "ann")
    return granted and scene.answers["after"] is False and len(scene.limiter) == 2


def _error_is_alone(scene: Scene) -> bool:
    first = [scene.answers.get("A"), scene.answers.get("B")] == ["ValueError", True]
    scene.allow("after", "ann")
    return first and scene.answers["after"] is False and len(scene.limiter) == 1


def _spent(scene: Scene) -> None:
    scene.allow("before", "ann")
    scene.answers.clear()


def _counted(scene: Scene) -> bool:
    return scene.answers.get("A") is True and scene.answers.get("B") in (1, 2) and len(scene.limiter) == 2


SCENARIOS = (
    Scenario(
        "A and B ask at once for the one unit of a brand-new key",
        1, _nothing, (_allow("A", "ann"), _allow("B", "ann")), _one_wins, "exactly one of them is granted",
    ),
    Scenario(
        "A and B ask at once for the last unit of a key",
        2, _spent, (_allow("A", "ann"), _allow("B", "ann")), _one_wins, "exactly one of them is granted",
    ),
    Scenario(
        "A asks for a key as good as new while B's call may drop it",
        1, _late, (_allow("A", "ann"), _allow("B", "bob")), _spent_is_remembered,
        "both are granted, ann's unit is remembered as spent, two keys are held",
    ),
    Scenario(
        "A's cost raises ValueError while B asks for the same new key",
        1, _nothing, (_allow("A", "ann", 0), _allow("B", "ann")), _error_is_alone,
        "A gets the ValueError, B is granted, B's unit is remembered as spent, one key is held",
    ),
    Scenario(
        "ann's unit is spent; A asks for bob while B calls len()",
        1, _spent, (_allow("A", "bob"), _len("B")), _counted,
        "A is granted, B counts 1 or 2 keys, then two keys are held",
    ),
)  # fmt: skip


def interleaved(trial: KeyedTrial) -> None:
    """Explore how two threads interleave, scenario by scenario."""
    try:
        from frontrun import explore  # noqa: PLC0415  not on every platform
        from frontrun._cooperative import patch_locks, unpatch_locks  # noqa: PLC0415  the version is pinned
    except ModuleNotFoundError as missing:
        if missing.name != "frontrun":
            raise
        trial.notes.append("frontrun is not installed here: interleavings were not explored, threads raced for real.")
        return
    patch_locks()
    try:
        new = trial.load(anew=True)
        with real_sleep():  # frontrun's threads sleep
            for scenario in SCENARIOS:
                for switches, runs in BOUNDS:
                    search = partial(explore, preemption_bound=switches, max_executions=runs)
                    if _explore(trial, search, new, scenario) <= FEW:
                        break
    finally:
        unpatch_locks()


def _explore(trial: KeyedTrial, explore: Callable[..., Any], new: Callable[..., Any], scenario: Scenario) -> int:
    """Return how many interleavings were tried. Raises `Broken` with the first that breaks the scenario."""
    recorder, scenes = Recorder(trial.guard.path), deque[Scene](maxlen=1)

    def setup() -> Scene:
        recorder.clear()
        scene = Scene(None)
        scenes.append(scene)
        scene.limiter = new(lambda: Window(scenario.limit, PERIOD), lambda: scene.now)
        scenario.before(scene)
        return scene

    with recorder.listening():
        found = explore(
            setup=setup,
            workers=[call.run for call in scenario.threads],
            invariant=scenario.holds,
            detect_io=False,
            reproduce_on_failure=0,
            deadlock_timeout=10.0,  # a deadlock proper is seen at once; this is for what no lock explains
            timeout_per_run=20.0,
        )
    trial.counts["interleavings"] += found.num_explored
    if found.property_holds is False:
        explained, answers = str(found.explanation or ""), scenes[-1].answers
        got = [f"{name}: {brief(answer)}" for name, answer in sorted(answers.items()) if name in ("A", "B")]
        what = f"They got {', '.join(got)}."
        if answers.get("after") is True:
            what += " And then ann is granted once more."
        stuck = "deadlock" in str(found.failure_kind).lower() or "deadlock" in explained.lower()
        if stuck:
            what = "They wait for each other, for ever."
        message = f"{scenario.story}. Expected: {scenario.expected}. {what}"
        detail = f"Race condition found after {found.num_explored} interleavings."
        failure = Failure("hang" if stuck else "race", message, detail=detail)
        raise Broken(_with_steps(trial, failure, recorder.moments, scenario, None if stuck else answers))
    return int(found.num_explored)


def _with_steps(
    trial: KeyedTrial,
    failure: Failure,
    moments: list[Moment],
    scenario: Scenario,
    answers: dict[str, object] | None,
) -> Failure:
    """Add what ran when, and which line is at fault. Without answers they wait for each other."""
    if len(moments) > MOST_MOMENTS:
        return failure
    calls = scenario.threads
    if answers is None:
        found: Fault | None = deadlock(moments)
        told = ["ends" if ended(moments, thread) else "waits for ever" for thread in range(2)]
    else:
        found = fault(moments, [call.key for call in calls])
        told = [told_as(answers.get(name)) for name in "AB"]
    said = [(f"asks {call.text}", words) for call, words in zip(calls, told, strict=True)]
    shown = steps(trial.guard.path, moments, said, found)
    all_of_it = [f"  {step.thread} {step.line or '':>4} {step.text}" for step in shown]
    failure = replace(failure, steps=shown, detail="\n".join([failure.detail, *all_of_it]))
    if found is not None:
        line = trial.guard.show(moments[found.at].line)
        return replace(failure, message=f"{failure.message} {found.why}", line=line)
    alone = " A is done before B begins, but B does not see what A has stored." if serial(moments) else ""
    return replace(failure, message=f"{failure.message}{alone}")


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
    """Let the crowd in once: at a brand-new key, or at one that is held, as good as new and about to be dropped."""
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
        if name in names[::2]:
            scene.allow(name, _NappingKey(naps))
        scene.allow(f"{name}, own", name)
        scene.count(f"{name}, len")
        if name in names[1::2]:
            scene.allow(name, _NappingKey(naps))

    names = [f"thread {n}" for n in range(threads)]
    _start_and_join([threading.Thread(target=run, args=(name,), daemon=True) for name in names])
    scene.allow("after", _NappingKey(naps))
    wrong = _verdict(scene.answers, names)
    if wrong:
        kind = "held as good as new" if number % 2 else "brand-new"
        story = f"{threads} threads ask for one {kind} key that has {UNITS} units, and each for a key of its own"
        did = (
            "Every other thread asked for the shared key first, for its own then, and for len() last; those between "
            "for their own, for len(), and for the shared key last."
        )
        raise Broken(Failure("race", f"{story}: {wrong}. {did}"))


def _start_and_join(crowd: list[threading.Thread]) -> None:
    for thread in crowd:
        thread.start()
    if not all_end(crowd, idle=5):
        raise Abort(Failure("hang", f"{len(crowd)} threads call allow: some have waited for 5 s. A deadlock?"))


def _verdict(answers: dict[str, object], names: list[str]) -> str:
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
