"""Forgets the keys of a table that are fresh, without a thread of its own."""

from ratelimit.sharded_table import NO_KEY, ShardedTable


class Sweep:
    """Goes over all keys again and again, one for each step, and drops those that are fresh.

    While no key can be fresh, no step looks at any.
    """

    __slots__ = ("_next_due_at", "_period", "_table", "due_at")

    def __init__(self, table: ShardedTable, period: int) -> None:
        self._table = table
        self._period = period  # any time will do: a needless sweep does no harm
        self.due_at = 0  # no key is fresh before this time
        self._next_due_at = 0  # the same for the keys checked or added in this sweep

    def expect(self, fresh_at: int) -> None:
        """Be due no later than at this time, at which a key is fresh."""
        self.due_at = min(self.due_at, fresh_at)
        self._next_due_at = min(self._next_due_at, fresh_at)

    def step(self, now: int) -> None:
        """Check the next key, if a key may be fresh by now."""
        if now >= self.due_at:
            self._check_next(now)

    def _check_next(self, now: int) -> None:
        table = self._table
        if table.sweep_is_over():
            self._next_due_at = now + self._period
        key = table.next_key()
        meter = table.get(key)
        if meter is not None:
            reset_after = meter.level(now).reset_after
            if reset_after == 0:
                table.remove_swept(key)
            else:
                fresh_at = now + reset_after
                self._next_due_at = min(self._next_due_at, fresh_at)
        table.pass_key()  # only now: who is interrupted before this checks the key once more
        if table.sweep_is_over():
            # A take can only make a key fresh later, and a change of quota is expected: so the times seen during the
            # sweep still hold at its end.
            self.due_at = self._next_due_at
            if key is NO_KEY and now >= self.due_at:
                self._check_next(now)
