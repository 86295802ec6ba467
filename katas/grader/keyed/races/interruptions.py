"""Any call interrupted at any step by any other; by two others, one after the other; and crowds of six.

Threads run one at a time, by a plan, so that every run is the same on every machine. The contract says what a call may
answer: some order of whole calls gives all the answers that there were.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import permutations, product
from typing import Any, Literal, NamedTuple

from katas.grader.keyed.meters import Window
from katas.grader.keyed.races import crowd
from katas.grader.keyed.races.alone import TOGETHER, Alone
from katas.grader.keyed.races.lines import Lines
from katas.grader.keyed.races.locks import seen
from katas.grader.keyed.races.scenarios import PERIOD, Scene
from katas.grader.keyed.races.schedule import Schedule
from katas.grader.keyed.races.steps import told_as
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Failure, Step, brief

MOST_PAIRS = 120  # of places of one call, at which two others come
CROWDS = 60
_OF_LOCKS = ("acquire", "release")
_LOOKS = ("LOAD_ATTR", "CALL", "acquire")


class Ask(NamedTuple):
    """A call of one thread; without a key, `len`."""

    key: str
    cost: int = 1
    times: int = 1  # that it makes the call, up to one that raises; its answer is the last

    def __str__(self) -> str:
        words = repr(self.key) if self.cost == 1 else f"{self.key!r}, {self.cost}"
        often = f" {self.times} times" if self.times > 1 else ""
        return f"allow({words}){often}" if self.key else "len()"

    def put_to(self, scene: Scene, number: int) -> None:
        """Make the call for the thread with this number."""
        for _ in range(self.times):
            if not self.key:
                scene.count(number)
            elif not isinstance(scene.answers.get(number), str):
                scene.allow(number, self.key, self.cost)


@dataclass(frozen=True)
class State:
    """What there is before the calls."""

    story: str
    limit: int
    before: tuple[tuple[int, str], ...]  # times and keys
    now: int
    then: int = -1  # the time once a call was interrupted, if it is another


LEN = Ask("")
NEW = State("No key is held", 1, (), 0)
SPENT = State("ann and bob have one unit left, cid none", 2, ((0, "ann"), (0, "bob"), (0, "cid"), (0, "cid")), 0)
FRESH = State("ann and bob are fresh, and may be dropped", 1, ((0, "ann"), (0, "bob")), 3 * PERIOD)
MIXED = State("ann is fresh, and bob has spent his unit", 1, ((0, "ann"), (3 * PERIOD, "bob")), 3 * PERIOD)
MANY = State(  # more than a call looks at
    "ann, bob and six others are fresh, and may be dropped",
    1,
    tuple((0, key) for key in ("k1", "k2", "k3", "ann", "k4", "k5", "k6", "bob")),
    3 * PERIOD,
)
LATER = State(
    f"At {PERIOD - 1}, ann has spent her one unit; from {PERIOD} on she has another",
    1,
    ((PERIOD - 1, "ann"),),
    PERIOD - 1,
    PERIOD,
)
_ANN, _BOB, _DEE, _NEVER = Ask("ann"), Ask("bob"), Ask("dee"), Ask("ann", 0)
_LOOK_AT_ALL = Ask("fay", times=len(MANY.before))
# Each of the first calls is interrupted by each of the others.
PAIRS: tuple[tuple[State, tuple[Ask, ...], tuple[Ask, ...]], ...] = (
    (NEW, (_ANN,), (_ANN, _BOB, _NEVER, LEN)),
    (NEW, (_NEVER, LEN), (_ANN,)),
    (SPENT, (_ANN,), (_ANN, _BOB, _DEE, _NEVER, LEN)),
    (SPENT, (_DEE, LEN), (_ANN, _DEE)),
    (FRESH, (_ANN,), (_ANN, _BOB, _DEE, _NEVER, LEN)),
    (FRESH, (_DEE, LEN), (_ANN, _BOB, _DEE)),
    (FRESH, (_NEVER,), (_ANN, _BOB)),
    (MIXED, (_ANN, _BOB), (_ANN, _BOB, _DEE, LEN)),
    (LATER, (_ANN,), (_ANN, _BOB)),
)
TRIPLES: tuple[tuple[State, tuple[Ask, Ask, Ask]], ...] = (
    (FRESH, (_ANN, _BOB, _NEVER)),
    (FRESH, (_ANN, _BOB, _ANN)),
    (FRESH, (_ANN, _ANN, _BOB)),
    (MIXED, (_ANN, _DEE, _NEVER)),
    (MIXED, (_ANN, _DEE, _ANN)),
    (NEW, (_ANN, _NEVER, _ANN)),
    (NEW, (_ANN, _ANN, _NEVER)),
    (NEW, (_NEVER, _ANN, _ANN)),
)
KEYS = ("ann", "bob", "cid", "dee")


def interrupted(trial: KeyedTrial) -> Failure | None:
    """Return why some interruption goes wrong, None if none does. Raises `Untold` if that can't be told."""
    with seen():
        new = trial.load(anew=True)
        return next(_failures(trial, new), None)


def _failures(trial: KeyedTrial, new: Callable[..., Any]) -> Iterator[Failure]:
    for state, firsts, others in PAIRS:
        for asks in product(firsts, others):
            yield from _two(_Search(trial, new, state, asks))
    for ask in (_ANN, _BOB):  # a call looks at one of them itself, at most
        yield from _swept(_Search(trial, new, MANY, (ask, _LOOK_AT_ALL)))
    for state, three in TRIPLES:
        yield from _three(_Search(trial, new, state, three))
    for number in range(CROWDS):
        yield from crowd.scheduled(trial, new, number)


class _Search(NamedTuple):
    trial: KeyedTrial
    new: Callable[..., Any]
    state: State
    asks: tuple[Ask, ...]


Plan = dict[tuple[int, int], int]  # from a thread and the number of its point: who comes there


def _two(search: _Search) -> Iterator[Failure]:
    """Let the first call be interrupted by the second, at each of its points."""
    serial = _run(search, {})
    yield from serial.failure
    mine, place, tried_eager = serial.points[0], 1, -1
    while place <= len(mine):
        tried = _run(search, {(0, place): 1})
        yield from tried.failure
        came, rest = tried.waited.get(1), [point.what for point in mine[place - 1 :] if point.what in _OF_LOCKS]
        if came is not None and len(rest) != tried_eager and "acquire" in rest:
            tried_eager = len(rest)  # once for each lock that the first call gives back before it takes another
            yield from _run(search, {(0, place): 1}, eager=True).failure
        place += 1
        if came is not None and all(point.what in _LOOKS for point in tried.points[1][:came]):
            while place <= len(mine) and mine[place - 1].what not in _OF_LOCKS:
                place += 1  # until the first call gives a lock back, all it does is hidden from the second


def _swept(search: _Search) -> Iterator[Failure]:
    """Let the first call be interrupted by the second where it lets others in: the second is a long one."""
    serial = _run(search, {})
    yield from serial.failure
    for place in _open(serial.points[0]):
        yield from _run(search, {(0, place): 1}).failure


def _three(search: _Search) -> Iterator[Failure]:
    """Let the first call be interrupted by the second, and later by the third."""
    serial = _run(search, {})
    pairs = []
    for first in _open(serial.points[0]):
        tried = _run(search, {(0, first): 1})
        if not tried.waited:
            pairs += [(first, second) for second in _open(tried.points[0]) if second > first]
    for first, second in pairs[:: 1 + (len(pairs) - 1) // MOST_PAIRS]:
        yield from _run(search, {(0, first): 1, (0, second): 2}).failure


def _open(points: list[Any]) -> list[int]:
    """Return the points at which a thread holds no lock, and those at which it takes one or gives it back."""
    return [at for at, point in enumerate(points, 1) if not point.locks or point.what in _OF_LOCKS]


class _Tried(NamedTuple):
    points: list[list[Any]]
    waited: dict[int, int]
    failure: list[Failure]  # none or one


def _run(search: _Search, plan: Plan, *, eager: bool = False, tell: bool = False) -> _Tried:
    """Make the calls by a plan, and judge what comes of it; what goes wrong is run again, and told line by line."""
    trial, state, asks = search.trial, search.state, search.asks
    trial.counts["interruptions"] += 1
    scene, moved = Scene(None), [False]

    def choose(thread: int, point: int) -> int | None:
        other = plan.get((thread, point))
        if other is not None and state.then >= 0:
            scene.now, moved[0] = state.then, True
        return other

    run = Schedule(trial.guard.path, choose, eager=eager, coverage=trial.guard.coverage)
    lines = Lines(trial.guard.path) if tell else None
    alone = Alone(partial(run.point, "hook"))
    scene.limiter = search.new(lambda: Window(state.limit, PERIOD, alone.hook()), lambda: scene.now)
    for scene.now, key in state.before:
        scene.limiter.allow(key)
    scene.now = state.now
    jobs: list[Callable[[], None]] = [partial(ask.put_to, scene, number) for number, ask in enumerate(asks)]
    if lines is not None:
        jobs, run.note = _told(search, run, lines, scene, jobs)
    run.run(jobs)
    if run.stuck or run.endless:
        what = "They wait for each other, for ever." if run.stuck else "They don't come to an end."
    else:
        what = TOGETHER if alone.broken else _wrong(scene, state, asks, moved=moved[0])
    if what and lines is None:
        return _run(search, plan, eager=eager, tell=True)
    failure = [_failure(search, run, lines, plan, what)] if what and lines else []
    return _Tried(run.points, run.waited, failure)


def _told(
    search: _Search, run: Schedule, lines: Lines, scene: Scene, jobs: list[Any]
) -> tuple[list[Any], Callable[..., None]]:
    """Return jobs that say what they ask and are told, and a function that notes their lines, in the order of all."""
    asks, timed = search.asks, search.state.then >= 0
    before = [-1]

    def turn(thread: int) -> str:
        if before[0] != thread:
            before[0] = thread
            lines.phase += 1
        return "ABCDEF"[thread]

    def job(number: int) -> None:
        lines.say(turn(number), f"asks {asks[number]}{f' at {scene.now}' if timed else ''}")
        jobs[number]()
        lines.say(turn(number), told_as(scene.answers.get(number)))

    def note(thread: int, frame: Any) -> None:
        lines.note(turn(thread), frame)

    def waits() -> None:
        if (me := run.here()) is not None and (other := run.waits_for(me)) is not None:
            lines.say(turn(me), f"(waits for {'ABCDEF'[other]})")

    run.on_wait = waits
    return [partial(job, number) for number in range(len(jobs))], note


def _failure(search: _Search, run: Schedule, lines: Lines, plan: Plan, what: str) -> Failure:
    state, asks = search.state, search.asks
    calls = ", ".join(f"{'ABC'[number]} asks {ask}" for number, ask in enumerate(asks))
    message = f"{state.story}. {calls}."
    places = [next((each.line for each in run.points[at][number - 1 :] if each.line), 0) for at, number in plan]
    line = next(filter(None, places), 0)
    steps = lines.steps("A", line)
    for (thread, _), other in plan.items():
        message += _comes("ABC"[other], "ABC"[thread], steps)
    if state.then >= 0 and plan:
        message += f" By then the clock says {state.then}."
    shown = search.trial.guard.show(line) if line else ""
    kind: Literal["hang", "race"] = "hang" if run.stuck or run.endless else "race"
    told = "\n".join(f"  {step.thread} {step.line or '':>4} {step.text}" for step in steps)
    shows = len(asks) == 2  # a card has two columns
    return Failure(kind, f"{message} {what}", line=shown, steps=steps if shows else (), detail=told)


def _comes(other: str, thread: str, steps: tuple[Step, ...]) -> str:
    """Say where another thread comes between, as the steps show it."""
    came = next((number for number, step in enumerate(steps) if step.thread == other), 0)
    at = next((step.line for step in reversed(steps[:came]) if step.thread == thread and step.line), 0)
    return f" {other} comes while {thread} is in line {at}." if at else f" {other} comes before {thread} is through."


class _Model:
    """What a limiter answers by the contract, call by call."""

    def __init__(self, state: State) -> None:
        self.limit, self.now = state.limit, 0
        self.meters: dict[str, Window] = {}
        for now, key in state.before:
            self.allow(now, key, 1)

    def put(self, now: int, ask: Ask) -> object:
        """Return the last answer of a thread's calls."""
        return [self.allow(now, ask.key, ask.cost) for _ in range(ask.times)][-1]

    def allow(self, now: int, key: str, cost: int) -> object:
        self.now = now = max(now, self.now)
        if not 1 <= cost <= self.limit:
            return "ValueError"
        return self.meters.setdefault(key, Window(self.limit, PERIOD)).take(now, cost) == 0

    def spent(self, now: int) -> int:
        """Return how many keys are not fresh at this time."""
        return sum(meter.level(now).reset_after > 0 for meter in self.meters.values())


def _wrong(scene: Scene, state: State, asks: tuple[Ask, ...], *, moved: bool) -> str:
    """Say what is wrong with what the threads got, and with what is there afterwards; "" if nothing is."""
    answers = [scene.answers.get(number, "no answer") for number in range(len(asks))]
    words = [each if isinstance(each, str) else brief(each) for each in answers]
    got = ", ".join(f"{name}: {each}" for name, each in zip("ABC", words, strict=False))
    end = max(state.then, state.now) if moved else state.now
    scene.now = end
    try:
        held = len(scene.limiter)
        after = [scene.limiter.allow(key) for key in KEYS]
        scene.now = end + 10 * PERIOD
        for _ in range(enough := held + len(KEYS)):
            scene.limiter.allow("zed")
        left = len(scene.limiter)
    except Exception as error:  # noqa: BLE001  whatever the submission raises
        return f"They got {got}. Afterwards a call raises {type(error).__name__}."
    before = _Model(state)
    low = min(before.spent(state.now), before.spent(end))
    high = len({key for _, key in state.before} | {ask.key for ask in asks if ask.key and ask.cost > 0})
    for ask, answer in zip(asks, answers, strict=True):
        if not ask.key and not (type(answer) is int and low <= answer <= high):
            return f"They got {got}. Expected of len(): {low} to {high}."
    found = _Seen(answers, after, held)
    if not any(_fits(state, asks, order, found) for order in _orders(state, asks, moved)):
        return f"They got {got}. {_right(state, asks, found, moved=moved)}"
    if left != 1:
        story = f"When all keys but one are fresh, and that has called {enough} times"
        return f"They got {got}. {story}, {_keys(left)} held; expected 1."
    return ""


class _Seen(NamedTuple):
    answers: list[object]
    after: list[object]
    held: int


def _orders(state: State, asks: tuple[Ask, ...], moved: bool) -> Iterator[list[tuple[int, int]]]:  # noqa: FBT001  passed on
    """Yield the orders in which the calls may have been decided, with their times; the first may be of either time."""
    end = state.then if moved and state.then >= 0 else state.now
    for order in permutations(range(len(asks))):
        for first in {state.now, end}:
            yield list(zip(order, [first, *[end] * (len(asks) - 1)], strict=True))


def _right(state: State, asks: tuple[Ask, ...], found: _Seen, *, moved: bool) -> str:
    """Say what they should have got; or if that is what they got, what should be there afterwards."""
    got, right, after = tuple(map(_plain, found.answers)), set[str](), set[str]()
    for order in _orders(state, asks, moved):
        model, answers = _Model(state), list(got)
        for number, now in order:
            if asks[number].key:
                answers[number] = _plain(model.put(now, asks[number]))
        right.add(", ".join(f"{name}: {each}" for name, each in zip("ABC", answers, strict=False)))
        end = max(now for _, now in order)
        fewest, most = model.spent(end), len(model.meters)
        if tuple(answers) == got:
            granted = [key for key in KEYS if model.allow(end, key, 1) is True]
            held = f"{fewest} to {_keys(most)}" if fewest < most else _keys(most)
            after.add(f"{_units(granted)}, and {held} held")
    if not after:
        return f"Whoever is first, right is {'; or '.join(sorted(right))}."
    granted = [key for key, again in zip(KEYS, found.after, strict=True) if again is True]
    there = f"{_units(granted)}, and {_keys(found.held)} held"
    return f"Afterwards {there}. Right is: {'; or: '.join(sorted(after))}."


def _units(keys: list[str]) -> str:
    names = " and ".join(filter(None, [", ".join(keys[:-1]), *keys[-1:]]))
    return (
        f"{names} can have a unit" if len(keys) == 1 else f"{names or 'nobody'} can have a unit{' each' * bool(keys)}"
    )


def _keys(number: int) -> str:
    return "1 key is" if number == 1 else f"{number} keys are"


def _fits(state: State, asks: tuple[Ask, ...], order: list[tuple[int, int]], found: _Seen) -> bool:
    """Return whether the calls, made in this order, give what was found."""
    model = _Model(state)
    for number, now in order:
        ask = asks[number]
        if ask.key and _plain(found.answers[number]) != _plain(model.put(now, ask)):
            return False
    end = max(now for _, now in order)
    spent, most = model.spent(end), len(model.meters)
    if not spent <= found.held <= most:
        return False
    return all(_plain(got) == _plain(model.allow(end, key, 1)) for key, got in zip(KEYS, found.after, strict=True))


def _plain(answer: object) -> str:
    return answer if type(answer) is str else repr(answer) if type(answer) is bool else "another"
