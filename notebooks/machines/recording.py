"""Traces of several machines, recorded together."""

from collections.abc import Callable, Iterable, Mapping

from notebooks.machines.demand import Ask
from pictures import Trace
from ratelimit import Meter
from ratelimit.replay import Step, replay


def nothing(_: int) -> None:
    """Do nothing before a tick's requests."""


def record_machines(
    meters: Mapping[str, Meter],
    asks: Iterable[Ask],
    span: tuple[int, int],
    first: Callable[[int], object] = nothing,
) -> list[Trace]:
    """Record a trace for each machine; several may share a meter. `first` is called at each tick, before requests."""
    start, end = span
    coming: dict[int, list[int]] = {}
    for now, machine in asks:
        coming.setdefault(now, []).append(machine)
    held = list(meters.values())
    steps: list[list[Step]] = [[] for _ in held]
    levels: list[list[tuple[int, int]]] = [[] for _ in held]
    for now in range(start, end):
        first(now)
        for machine in coming.get(now, ()):
            steps[machine] += replay(held[machine], [(now, 1)])
        for meter, seen in zip(held, levels, strict=True):
            remaining = meter.level(now).remaining
            if not seen or seen[-1][1] != remaining:
                seen.append((now, remaining))
    return [Trace(name, done, left, start, end) for name, done, left in zip(meters, steps, levels, strict=True)]
