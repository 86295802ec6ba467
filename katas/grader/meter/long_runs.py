"""Long timelines: thousands of grants and refusals, at one instant, without a pause, with pauses, in bouts."""

from collections.abc import Iterator
from fractions import Fraction

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
SWINGS = tuple(2**power for power in range(2, 9))  # entries for which there is room, before there must be more
VERSIONS = tuple(2**power for power in range(4, 9))  # changes after which a small counter starts again
SWEEPS = tuple(2**power for power in range(6, 13))  # calls after which something is cleared, or made shorter
MORE = 40  # takes at the end of a run, to see where it has come to
MOST_LATE = 6_000  # because of a number in the submission


def long_runs(oracle: type[Oracle], numbers: tuple[int, ...], *asks: str, most: int = MOST_COST) -> Iterator[Timeline]:
    """Yield them, beyond these numbers of calls as well; with `asks`, these methods are asked at the end.

    No cost is above `most`, for those meters that may keep an entry for each unit.
    """
    counts = [number + 60 for number in numbers if 20 < number <= MOST]
    bout = max([BOUT, *(each for each in counts if each <= LONGEST_BOUT)])
    quota = Quota(3 * bout, 4 * bout)
    yield Timeline(quota, calls_of(bouts, Player(Spec(oracle, quota), bout, asks, most)))
    few = tuple(number for number in numbers if number <= LONGEST_BOUT)
    yield swings(few, asks)
    if asks:
        yield looked_at_again(few, asks)
    for count in (TEN_THOUSAND, *(each for each in counts if each > TEN_THOUSAND)):
        yield at_its_rate(oracle, count, asks)
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


def at_its_rate(oracle: type[Oracle], count: int, asks: tuple[str, ...]) -> Timeline:
    """So many takes, each as soon as it is granted, of units that are no whole number of ticks."""
    return _run(oracle, Quota(3, 10), count, Fraction(10, 3), asks)


def long_runs_with_steps_back(numbers: tuple[int, ...] = (), *asks: str) -> Iterator[Timeline]:
    """Yield timelines of a thousand calls with all kinds of late ones among them, single ones and many in a row."""
    yield late_by_number(numbers, asks)
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


def late_by_number(numbers: tuple[int, ...], asks: tuple[str, ...]) -> Timeline:
    """Thousands of takes at one tick, and late those whose number is a power of two, the submission's, or next to one.

    They are late by a window, and a look follows. At last, one more unit is taken than there is, and what there is.
    """
    chosen = {*SWEEPS, *(number for number in numbers if number <= MOST_LATE)}
    late = {number + near for number in chosen for near in (-1, 0, 1)}
    count = max(late) + 5
    quota = Quota(count + 50, 8 * count)
    now = quota.period + 5
    calls = list[Call]()
    for number in range(1, count + 1):
        calls.append(Call("take", 3 if number in late and number > 1 else now))
        calls += [Call(ask, now) for ask in asks if number in late]
    left = quota.limit - count
    calls += [Call("take", now, left + 1), Call("take", now, left), Call("take", now)]
    return Timeline(quota, tuple(calls))


def swings(numbers: tuple[int, ...], asks: tuple[str, ...]) -> Timeline:
    """Again and again most units leave, and then there are more than ever before, one more than a power of two."""
    highs = sorted({number + 1 for number in (*SWINGS, *numbers)})
    quota, calls, live, now = Quota(highs[-1] + 3, 4 * highs[-1]), list[Call](), list[int](), 0
    for high in highs:
        if live:
            now = live[-1 - len(live) // 3] + quota.period
        live = [at for at in live if at > now - quota.period]
        while len(live) < high:
            calls.append(Call("take", now))
            live = [at for at in (*live, now) if at > now - quota.period]
            now += 1
        calls += [Call("take", now, cost) for cost in (quota.limit, quota.limit - high // 2)]
        calls += [Call(ask, now + later) for ask in asks for later in (0, quota.period // 2, quota.period - high // 2)]
    for now in (live[0] + quota.period, live[high // 2] + quota.period, live[-1] + quota.period):
        calls += [Call(ask, now) for ask in asks]
        calls += [Call("take", now, quota.limit), Call("take", now)]
    return Timeline(quota, tuple(calls))


def looked_at_again(numbers: tuple[int, ...], asks: tuple[str, ...]) -> Timeline:
    """Look at one tick again after so many grants without a look: a power of two, a given number, or next to one."""
    counts = sorted({number + near for number in (*VERSIONS, *numbers) for near in (-1, 0, 1)})
    looks = [Call(ask, 0) for ask in asks]
    calls = [*looks]
    for count in counts:
        calls += [*(count * [Call("take", 0)]), *looks]
    return Timeline(Quota(sum(counts) + 1, 8 * sum(counts)), tuple(calls))


def _run(oracle: type[Oracle], quota: Quota, count: int, gap: int | Fraction, asks: tuple[str, ...]) -> Timeline:
    """So many takes with this gap, some more at each tick, and then a look around."""
    spec, calls = Spec(oracle, quota), list[Call]()

    def take(now: int, cost: int = 1) -> None:
        calls.append(Call("take", now, cost))
        (spec.grant(now, cost) if spec.has_room(now, cost) else spec.refuse(now))

    for number in range(count):
        take(int(number * gap))
    for _ in range(MORE if gap else 0):
        take(spec.clock + 1)
    now = spec.clock
    calls.append(Call("take", now, spec.capacity + 1))
    for cost in sorted({1, min(2, spec.capacity), spec.capacity}):
        due = now + spec.wait(now, cost)
        calls.extend(Call(ask, at) for at in (now, max(now, due - 1), due) for ask in asks)
        take(now, cost)
    return Timeline(quota, tuple(calls))
