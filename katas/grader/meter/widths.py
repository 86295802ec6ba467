"""Timelines around given numbers: a limit, burst, cost, period, time or product that is one of them, or next to it.

Where integers of a fixed size end, where floats and decimals begin to round, where a submission has a threshold of its
own: there, each answer is compared, and a tick before and after each change of it.
"""

from collections.abc import Callable, Iterator
from itertools import cycle, islice

from katas.grader.meter.oracle import Decider, Oracle, Spec
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota

WIDTHS = (
    10**6,  # the denominators that `limit_denominator` keeps
    2**31,
    2**32,
    2**36,
    10**15,
    2**53,  # above, a float skips whole numbers
    10**16,
    10**18,
    2**62,
    2**63,
    2**64,
    10**28,  # the digits of a `Decimal`
)
FINER = tuple(  # for code that may round
    number
    for power in (2**53, 2**54, 2**63, 10**15, 10**17, 10**28)
    for number in (power + 1, 3 * power + 1, power // 7, 5 * power // 3, 1000 * power + 7)
)
MOST_COST = 2**300
DAY = 86_400_000_000_000  # ns


def around(
    oracle: type[Oracle], numbers: tuple[int, ...], *asks: str, back: bool = False, most: int = MOST_COST
) -> Iterator[Timeline]:
    """Yield timelines around these numbers; with `asks`, these methods are asked as well as `take`.

    No cost is above `most`, for those meters that may keep an entry for each unit.
    """
    plays = (_backwards,) if back else PLAYS
    for number in numbers:
        turns = cycle(plays)
        for quota in quotas_around(oracle, number):
            for play in islice(turns, min(2, len(plays))):
                yield Timeline(quota, calls_of(play, Player(Spec(oracle, quota), number, asks, most)))


def calls_of(play: "Play", player: "Player") -> tuple[Call, ...]:
    """Return the calls that a player makes in a play."""
    play(player)
    return tuple(player.calls)


def quotas_around(oracle: type[Oracle], number: int) -> Iterator[Quota]:
    """Yield quotas in which the number is the limit, the period, the burst, or a product of two."""
    part = max(1, number // 1000)
    pairs = [
        (number + 1, 10),
        (number - 1, 10**9),
        (number, DAY),
        (1, number + 1),
        (3, number - 1),
        (1000, number),
        (number + 1, number),
        (number + 2, number - 1),
        (1001, part),
        (part + 1, 1000),
        (7, part),
        (number // DAY + 2, DAY),
        (1, 2 * number + 1),
    ]
    if not oracle.has_burst:
        yield from (Quota(max(1, limit), max(1, period)) for limit, period in pairs)
        return
    bursts = cycle((None, 1, 2, 5, 1000, number + 1))
    for limit, period in pairs:
        yield Quota(max(1, limit), max(1, period))
        yield Quota(max(1, limit), max(1, period), next(bursts))
    for limit, period in ((1, 10), (3, 10), (3, 8), (1, DAY), (number, 1)):
        yield Quota(limit, period, number + 1)
    yield Quota(1, DAY, number // DAY + 2)


class Player:
    """Makes calls of one meter where its answers change."""

    def __init__(self, spec: Decider, number: int, asks: tuple[str, ...], most: int) -> None:
        self.spec, self.number, self.asks, self.now = spec, number, asks, 0
        self.capacity, self.most = spec.capacity, min(spec.capacity, most)
        self.calls: list[Call] = []

    def take(self, cost: int = 1, ahead: int = 0) -> None:
        """Take so many units, at least one and at most all; and look, at this tick or at one that is still ahead."""
        cost = min(max(1, cost), self.most)
        self.calls.append(Call("take", self.now, cost))
        if self.spec.has_room(self.now, cost):
            self.spec.grant(self.now, cost)
        else:
            self.spec.refuse(self.now)
        self.look(ahead)

    def fail(self, times: int = 1) -> None:
        """Take what can never be granted."""
        self.calls += [Call("take", self.now, cost) for cost in (self.capacity + 1, 0) for _ in range(times)]
        self.look()

    def look(self, ahead: int = 0) -> None:
        """Ask what else there is to ask."""
        self.calls += [Call(ask, self.now + ahead) for ask in self.asks]

    def go(self, ticks: int) -> None:
        """Let time pass."""
        self.now = max(self.now, self.now + ticks)

    def until(self, cost: int, ticks: int = 0) -> None:
        """Go to the tick at which so many units fit, or so many ticks past it."""
        self.go(self.spec.wait(self.now, min(max(1, cost), self.most)) + ticks)


def _spent(player: Player) -> None:
    """All units at once, and then what comes back."""
    half = player.capacity // 2 + 1
    player.take(player.capacity)
    player.take()
    player.until(1, -1)
    player.take()
    player.until(1)
    player.take()
    player.until(half, -1)
    player.take(half)
    player.go(1)
    player.take(half)
    player.until(player.capacity, -1)
    player.look()
    player.take(player.capacity)
    player.go(1)
    player.look()
    player.take(player.capacity)


def _single(player: Player) -> None:
    """A few units, and looks at the ticks around which they come back."""
    fits = player.spec.fits
    player.take()
    player.take()
    for _ in range(3):
        player.until(fits(player.now) + 1, -1)
        player.look()
        player.go(1)
        player.look()
        player.take()
    player.until(player.capacity, -1)
    player.look()
    player.take(player.capacity)
    player.take(player.capacity - 1)


def _gaps(player: Player) -> None:
    """As many ticks between the calls as the number says."""
    windows = player.number * player.spec.quota.period
    for gap, cost in (
        (0, player.capacity),
        (player.number - 1, 1),
        (1, 2),
        (player.number, player.capacity // 2),
        (windows, player.capacity),
        (windows + player.spec.quota.period, player.capacity),
    ):
        player.go(gap)
        player.look()
        player.take(cost)
    player.take(player.capacity)
    player.go(player.number + 1)
    player.look()
    player.take(player.capacity)
    player.take()


def _costs(player: Player) -> None:
    """Costs as large as the number, and odd parts of all there is."""
    for cost in (player.number, player.capacity // 3 + 1, player.capacity - 1, player.number // 2 + 1):
        player.take(cost)
        player.fail()
        player.until(cost, -1)
        player.take(cost)
        player.go(1)
        player.take(cost)


def _late(player: Player) -> None:
    """The number is a date."""
    player.go(player.number - 1)
    for cost in (1, player.capacity, 1):
        player.take(cost)
        player.go(1)
    player.until(2, -1)
    player.look()
    player.take(2)
    player.go(1)
    player.look()
    player.take(2)


def _backwards(player: Player) -> None:
    """Time goes back by as many ticks as the number says."""
    for back in (player.number - 1, player.number, player.number + 1):
        player.go(2 * player.number + 3)
        player.take(player.capacity)
        player.now -= back
        player.take()
        player.now += back
        player.take(2)


Play = Callable[[Player], None]
PLAYS: tuple[Play, ...] = (_spent, _single, _gaps, _late, _costs)
