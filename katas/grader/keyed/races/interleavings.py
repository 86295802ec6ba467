"""Two threads at a limiter: every meaningfully different interleaving.

`frontrun` runs both threads under a scheduler of its own, bytecode step by bytecode step, and explores how they can
interleave. It must see the submission's locks, so that is imported anew while they are patched. It tells whose line is
at fault, where `interruptions` have found that something is.
"""

from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from katas.grader.guard import real_sleep
from katas.grader.keyed.meters import Window
from katas.grader.keyed.races.conflict import Fault, deadlock, ended, fault, serial
from katas.grader.keyed.races.recorder import Moment, Recorder
from katas.grader.keyed.races.scenarios import PERIOD, SCENARIOS, Scenario, Scene
from katas.grader.keyed.races.steps import steps, told_as
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Broken, Failure, brief

# How many times a thread may be interrupted where it need not be, and how many interleavings are tried then, at most.
# With one such switch the search comes to its end almost always, and finds almost all; a global lock needs a handful.
BOUNDS = ((1, 40), (2, 20))
FEW = 3  # so few, and one lock serialises the threads: there is nothing to be found with more switches
MOST_MOMENTS = 5000  # of both threads together; calls have some hundred, and with so many nobody reads on


def interleaved(trial: KeyedTrial, tries: int = 1) -> None:
    """Explore how two threads interleave, scenario by scenario.

    tries: of a search that comes to no end. It goes by seconds, and a busy machine may be the reason.
    """
    try:
        from frontrun import explore  # noqa: PLC0415  not on every platform
        from frontrun._cooperative import patch_locks, unpatch_locks  # noqa: PLC0415  the version is pinned
    except ModuleNotFoundError as missing:
        if missing.name != "frontrun":
            raise
        trial.notes.append("frontrun is not installed here: it would say which line is at fault.")
        return
    patch_locks()
    try:
        new = trial.load(anew=True)
        with real_sleep():  # frontrun's threads sleep
            for scenario in SCENARIOS:
                for switches, runs in BOUNDS:
                    search = partial(explore, preemption_bound=switches, max_executions=runs)
                    tried = 0
                    for _ in range(tries):
                        tried = tried or _explore(trial, search, new, scenario)
                    if not tried:
                        return
                    if tried <= FEW:
                        break
    finally:
        unpatch_locks()


def _explore(trial: KeyedTrial, explore: Callable[..., Any], new: Callable[..., Any], scenario: Scenario) -> int:
    """Return how many interleavings were tried. Raises `Broken` with the first that breaks the scenario.

    0 if the search can't tell, since the threads wait for each other by means of their own.
    """
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
            deadlock_timeout=5.0,  # a deadlock proper is seen at once; this is for what no lock explains
            timeout_per_run=20.0,
        )
    trial.counts["interleavings"] += found.num_explored
    if found.property_holds is False:
        explained, answers = str(found.explanation or ""), scenes[-1].answers
        got = [
            f"{name}: {answers[name] if isinstance(answers[name], str) else brief(answers[name])}"
            for name in "AB"
            if name in answers
        ]
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
    return 0 if found.property_holds is None else int(found.num_explored)


def _with_steps(
    trial: KeyedTrial,
    failure: Failure,
    moments: list[Moment],
    scenario: Scenario,
    answers: Mapping[Hashable, object] | None,
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
