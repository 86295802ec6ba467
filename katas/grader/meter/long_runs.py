"""Long timelines: thousands of grants and refusals, at one instant, without a pause, with pauses, in bouts."""

from collections.abc import Iterator

from katas.grader.meter.oracle import Oracle, Spec
from katas.grader.meter.widths import MOST_COST, Player, calls_of
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota

TEN_THOUSAND = 10_050
MOST = 50_000  # calls because of a number in the submission
MOST_HELD = 3_000  # grants that count at once: enough to cross a threshold
BOUT = 140  # calls of one kind in a row, beyond the powers of two and the hundred that people choose
LONGEST_BOUT = 1_100  # because of a number in the submission
DISTINCT = 300  # costs of one bout


def long_runs(oracle: type[Oracle], numbers: tuple[int, ...], *asks: str, most: int = MOST_COST) -> Iterator[Timeline]:
    """Yield them, beyond these numbers of calls as well; with `asks`, these methods are asked at the end.

    No cost is above `most`, for those meters that may keep an entry for each unit.
    """
    counts = [number + 60 for number in numbers if 20 < number <= MOST]
    bout = max([BOUT, *(each for each in counts if each <= LONGEST_BOUT)])
    quota = Quota(3 * bout, 4 * bout)
    yield Timeline(quota, calls_of(bouts, Player(Spec(oracle, quota), bout, asks, most)))
    for count in (TEN_THOUSAND, *(each for each in counts if each > TEN_THOUSAND)):
        yield _run(oracle, Quota(10, 100), count, 10, asks)
    for count in (1_100, *(each for each in counts if each > 1_100)):
        if not asks:
            yield _run(oracle, Quota(10, 100), min(10 * count, MOST), 1, asks)  # most are refused
        held = min(count, MOST_HELD)
        yield _run(oracle, Quota(held - 50, 8 * held), held, 0, asks)  # at one instant
        yield _run(oracle, Quota(held - 50, held - 50), 3 * held, 1, asks)  # the window is always full
    for held in (1_100, *(each for each in counts if each <= MOST_HELD)):
        yield from _filled_again(held, asks)
    for quota, gap in ((Quota(3, 25), 17), (Quota(1, 7), 7), (Quota(7, 10), 1), (Quota(2, 10), 1_000)):
        yield _run(oracle, quota, 1_100, gap, asks)


def bouts(player: Player) -> None:
    """Twice: so many grants in a row, refusals, errors, looks, units that come due; of costs that differ. Then a rest.

    What is counted, summed up or kept for each cost shows in what comes after. After each grant of the first bout, the
    tick at which it ends is looked at.
    """
    for alike in (20, 1):
        for left in range(player.number, 0, -1):
            player.take(3 if left < player.number // 4 else 1, ahead=left)
            player.go(1)
        for number in range(player.number):
            player.take(player.capacity - number // 2)
        player.fail(player.number)
        for number in range(player.number):
            player.look(number)
        for number in range(player.number):
            cost = 1 + number // alike % DISTINCT
            player.until(cost)
            player.take(cost)
        player.until(player.capacity, -1)
        player.take(player.capacity)
        player.go(1)
        player.take(player.capacity)
        player.go(5 * player.spec.quota.period)


def long_runs_with_steps_back(*asks: str) -> Iterator[Timeline]:
    """Yield timelines of a thousand calls with all kinds of late ones among them, single ones and many in a row."""
    calls = list[Call]()
    for number in range(100, 3 * BOUT, BOUT):
        calls += [Call("take", 5 * number + now) for now in range(BOUT)]
        calls += [Call("take", 5 * number + BOUT - late, 1 + late % 3) for late in range(2, BOUT)]
        calls += [Call(ask, 5 * number + BOUT) for ask in asks]
    yield Timeline(Quota(3, 17), tuple(calls))
    for every in (2, 3, 16, 64):
        calls = []
        for number in range(1_200):
            late = 8 if number % every == every - 1 else 0
            calls.append(Call("take", 100 + 5 * number - late * (1 + number // every % 3)))
            calls += [Call(ask, 100 + 5 * number) for ask in asks if number % 50 == 0]
        yield Timeline(Quota(3, 17), tuple(calls))


def _filled_again(held: int, asks: tuple[str, ...]) -> Iterator[Timeline]:
    """Fill it with units one after the other, rest until all have left, and fill it again: one by one, and at once."""
    quota, start = Quota(held, 2 * held), 5 * held
    filled = [Call("take", now) for now in range(held)]
    single = [Call("take", start + now) for now in range(held)]
    for again in (single, [Call("take", start, held)]):
        after = [Call("take", again[-1].now), *(Call(ask, again[-1].now) for ask in asks)]
        yield Timeline(quota, (*filled, *again, *after))
    looks = [Call(ask, start) for ask in asks]
    if looks:
        yield Timeline(quota, (*filled, *looks, *single))


def _run(oracle: type[Oracle], quota: Quota, count: int, gap: int, asks: tuple[str, ...]) -> Timeline:
    """So many takes with this gap, and then a look around."""
    spec, calls = Spec(oracle, quota), list[Call]()

    def take(now: int, cost: int = 1) -> None:
        calls.append(Call("take", now, cost))
        (spec.grant(now, cost) if spec.has_room(now, cost) else spec.refuse(now))

    for number in range(count):
        take(number * gap)
    now = spec.clock
    calls.append(Call("take", now, spec.capacity + 1))
    for cost in sorted({1, min(2, spec.capacity), spec.capacity}):
        due = now + spec.wait(now, cost)
        calls.extend(Call(ask, at) for at in (now, max(now, due - 1), due) for ask in asks)
        take(now, cost)
    return Timeline(quota, tuple(calls))
