"""What a meter holds, and what a limiter answers."""

from collections.abc import Sequence
from math import inf, nextafter
from typing import Any, NamedTuple, Self

SECOND = 1_000_000_000  # ns


class Level(NamedTuple):
    """What a meter holds at one instant."""

    remaining: int
    """The largest cost that would be granted now; 0 if none."""

    reset_after: int
    """Ticks until the meter is fresh (it answers as a new one would), if nothing else arrives; 0 if it already is."""


class Decision(NamedTuple):
    """A limiter's full answer; it is true if the request is allowed. Times are in nanoseconds."""

    allowed: bool

    remaining: int
    """The largest cost that would be granted now, this request already counted."""

    retry_after: int
    """Nanoseconds to wait before the same request is granted; 0 if it is allowed."""

    reset_after: int
    """Nanoseconds until the key is fresh, if nothing else arrives."""

    delay: int
    """Nanoseconds that a request waits in a leaky bucket before it goes ahead; 0 for every other algorithm."""

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def retry_seconds(self) -> float:
        """`retry_after` in seconds, to sleep before asking again: never less than the true wait."""
        return seconds(self.retry_after)

    @property
    def delay_seconds(self) -> float:
        """`delay` in seconds, to sleep before going ahead: never less than the true delay."""
        return seconds(self.delay)

    @property
    def retry_header(self) -> int:
        """`retry_after` in whole seconds, rounded up, as in `Retry-After`; at least 1 for a refusal."""
        return whole_seconds(self.retry_after)

    @property
    def reset_header(self) -> int:
        """`reset_after` in whole seconds, rounded up, as in `RateLimit-Reset`."""
        return whole_seconds(self.reset_after)

    @property
    def levels(self) -> tuple[Level, ...]:
        """What each limit holds, this request already counted, in the order in which the limiter was given them."""
        return (new(Level, (self.remaining, self.reset_after)),)

    @property
    def binding(self) -> int:
        """The number of the limit that decided, from 0: of those that refused, the one with the longest wait.

        If the request was granted, it is the one with the least left; of several, the one that is fresh last.
        """
        return 0

    def later(self, passed: int) -> "Decision":
        """Return the same refusal as it is after so many nanoseconds, if nothing else came."""
        _, remaining, wait, reset_after, delay = self
        return new(Decision, (False, remaining, wait - passed, reset_after - passed, max(0, delay - passed)))

    @property
    def next_afters(self) -> tuple[int, ...]:
        """For each limit, the nanoseconds until one unit more than its `remaining` can have been spent.

        Spend all that remains now, then wait for one. Raises `AttributeError` unless the limiter is made with
        `next_after=True`.
        """
        raise AttributeError(
            "only a limiter that is made with next_after=True tells next_after, "
            "and while Redis is away only a stand-in that is made so"
        )

    @property
    def next_after(self) -> int:
        """Nanoseconds until `remaining + 1` units can have been spent, as `next_afters` has it for each limit."""
        return max(
            after
            for level, after in zip(self.levels, self.next_afters, strict=True)
            if level.remaining <= self.remaining  # the others have that unit now
        )

    @property
    def degraded(self) -> bool:
        """Whether Redis was away, so that `on_error` has decided."""
        return False

    @property
    def error(self) -> Exception | None:
        """Why Redis could not decide, if the decision is degraded."""
        return None


class JointDecision(Decision):
    """What several limits have decided together, or one that tells of its next unit."""

    # A class of its own, for the reason that DegradedDecision has.
    held: tuple[Level, ...] | list[tuple[int, int, int]] = ()
    """`levels`, if there are several; or a list of their numbers and delays, for `levels` to be made of when read."""
    refusing = 0
    """The number of the limit with the longest wait."""
    told: tuple[int, ...] = ()
    """`next_afters`, if the limiter tells them."""

    @classmethod
    def of(cls, wait: int, levels: tuple[Level, ...], delay: int, refusing: int) -> Self:
        """Put together the longest wait, and who has it; what each limit holds; and the longest delay."""
        remaining, reset_after = joint_level(levels)
        joint = new(cls, (not wait, remaining, wait, reset_after, delay))
        joint.held = levels
        if refusing:  # 60 ns
            joint.refusing = refusing
        return joint

    @classmethod
    def telling(cls, decision: Decision, next_afters: tuple[int, ...]) -> Self:
        """Add `next_afters` to a decision."""
        joint = new(cls, decision)
        joint.told = next_afters
        if len(next_afters) > 1:  # one limit holds what the decision says, and has decided: +300 ns
            joint.held, joint.refusing = decision.levels, decision.binding
        return joint

    def _replace(self, **changes: Any) -> Self:  # noqa: ANN401  as that of a tuple
        replaced = super()._replace(**changes)
        vars(replaced).update(vars(self))
        return replaced

    @property
    def levels(self) -> tuple[Level, ...]:
        """As in `Decision`."""
        held = self.held
        if isinstance(held, list):  # few read it, and to make three takes 300 ns
            self.held = held = tuple([new(Level, each[:2]) for each in held])
        return held or super().levels

    @property
    def next_afters(self) -> tuple[int, ...]:
        """As in `Decision`."""
        return self.told or super().next_afters

    @property
    def binding(self) -> int:
        """As in `Decision`."""
        return _tightest(self.held or self.levels) if self.allowed else self.refusing

    def later(self, passed: int) -> "JointDecision":
        """Do as `Decision.later` does, for each limit."""
        levels = tuple([Level(left, max(0, reset_after - passed)) for left, reset_after in self.levels])
        joint = JointDecision.of(self.retry_after - passed, levels, max(0, self.delay - passed), self.refusing)
        joint.told = tuple([max(0, after - passed) for after in self.told])
        return joint


class DegradedDecision(JointDecision):
    """What `on_error` has decided: a decision like any other, but `degraded`, with the `error` that was its reason."""

    # A class of its own, as a sixth field would be paid for in every decision.
    degraded = True
    error: Exception | None = None

    @classmethod
    def marked(cls, decision: Decision, error: Exception) -> Self:
        """Mark a decision."""
        degraded = new(cls, decision)
        degraded.held, degraded.refusing, degraded.error = decision.levels, decision.binding, error
        degraded.told = getattr(decision, "told", ())
        return degraded


def joint_level(levels: Sequence[Level]) -> tuple[int, int]:
    """Return the least of what each has, and the longest time until each is fresh."""
    least, longest = levels[0]
    for remaining, reset_after in levels:
        if remaining < least:  # noqa: PLR1730 min() and max(): a microsecond for three
            least = remaining
        if reset_after > longest:  # noqa: PLR1730
            longest = reset_after
    return least, longest


def _tightest(levels: Sequence[tuple[int, ...]]) -> int:
    """Return the number of the level with the least left; of several, the one that is fresh last, then the first."""
    tightest, number = levels[0], 0
    for place, level in enumerate(levels):  # min() with a key: a microsecond for two
        if level[0] <= tightest[0] and (level[0] < tightest[0] or level[1] > tightest[1]):
            tightest, number = level, place
    return number


def seconds(nanoseconds: int) -> float:
    """Return seconds for `sleep`: the nearest float that is not below the exact number."""
    try:
        nearest = nanoseconds / SECOND
    except OverflowError:  # after a charge without measure
        return inf
    numerator, denominator = nearest.as_integer_ratio()
    return nearest if numerator * SECOND >= nanoseconds * denominator else nextafter(nearest, inf)


def whole_seconds(nanoseconds: int) -> int:
    """Return seconds for a header, rounded up."""
    return -(-nanoseconds // SECOND)


new = tuple.__new__  # new(Decision, (...)): 111 ns; Decision(...): 204
