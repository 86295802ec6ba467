"""What several machines do side by side."""

from collections.abc import Callable, Iterable, Mapping

from notebooks.machines.demand import Ask
from pictures import Story
from ratelimit import Meter
from ratelimit.replay import Step, replay


def nothing(_: int) -> None:
    """Nothing happens between machines."""


def watched(
    meters: Mapping[str, Meter],
    asks: Iterable[Ask],
    span: tuple[int, int],
    first: Callable[[int], object] = nothing,
) -> list[Story]:
    """Tell each machine's story; several may hold the same meter. At each tick, something may happen first."""
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
    return [Story(name, told, left, start, end) for name, told, left in zip(meters, steps, levels, strict=True)]
