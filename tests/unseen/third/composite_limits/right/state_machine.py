"""A table-driven machine: check, probe, then spend and rank, or refuse. Each state is a function that names the next."""

from collections.abc import Sequence
from enum import Enum, auto

from ratelimit import Level, Meter


class State(Enum):
    CHECK = auto()
    PROBE = auto()
    SPEND = auto()
    RANK = auto()
    REFUSE = auto()
    DONE = auto()


class Run:
    """The registers of one take."""

    def __init__(self, now: int, cost: int) -> None:
        self.now, self.cost = now, cost
        self.refusing: list[int] = []
        self.answer = 0


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self.meters = list(meters)
        pairs = ((a, b) for a in range(len(self.meters)) for b in range(a))
        if not self.meters or any(self.meters[a] is self.meters[b] for a, b in pairs):
            raise ValueError("give one or more meters, none of them twice")
        self.limits = [meter.level(0).remaining for meter in self.meters]
        self.clock = 0
        self.binding: int | None = None

    def check(self, run: Run) -> State:
        if run.cost < 1 or run.cost > min(self.limits):
            raise ValueError(f"cost {run.cost}")
        if run.now > self.clock:
            self.clock = run.now
        run.now = self.clock
        return State.PROBE

    def probe(self, run: Run) -> State:
        for index, meter in enumerate(self.meters):
            if meter.level(run.now).remaining < run.cost:
                run.refusing.append(index)
        return State.REFUSE if run.refusing else State.SPEND

    def spend(self, run: Run) -> State:
        for meter in self.meters:
            meter.take(run.now, run.cost)
        return State.RANK

    def rank(self, run: Run) -> State:
        best: Level | None = None
        for index, meter in enumerate(self.meters):
            level = meter.level(run.now)
            if (
                best is None
                or level.remaining < best.remaining
                or (level.remaining == best.remaining and level.reset_after > best.reset_after)
            ):
                best, self.binding = level, index
        return State.DONE

    def refuse(self, run: Run) -> State:
        for index in run.refusing:
            wait = self.meters[index].take(run.now, run.cost)
            if wait > run.answer:
                run.answer, self.binding = wait, index
        return State.DONE

    TABLE = {
        State.CHECK: check,
        State.PROBE: probe,
        State.SPEND: spend,
        State.RANK: rank,
        State.REFUSE: refuse,
    }

    def take(self, now: int, cost: int = 1) -> int:
        run, state = Run(now, cost), State.CHECK
        while state is not State.DONE:
            state = self.TABLE[state](self, run)
        return run.answer

    def level(self, now: int) -> Level:
        levels = [meter.level(max(now, self.clock)) for meter in self.meters]
        return Level(min(levels, key=lambda l: l.remaining).remaining, max(levels, key=lambda l: l.reset_after)[1])
