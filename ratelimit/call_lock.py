"""A lock for one call at a time, which also tells a call that waits for itself."""

import os
import sys
from itertools import repeat, starmap
from queue import SimpleQueue
from types import CodeType, FrameType
from typing import TYPE_CHECKING
from weakref import WeakSet, ref

if TYPE_CHECKING:
    from collections.abc import Iterator


class CallLock:
    """Held by one of its owner's calls, from a step of a `for` loop over `tries` or `waits` until `release(None)`.

    Between a call of acquire() and the `try` after it, a signal handler may raise (Ctrl-C, a time-out), and nothing
    would ever release the lock; between a step of a `for` loop and its first statement, none can. And a queue of one
    token is taken and put back in half the time of a `threading.Lock`.

    calls: the code of the owner's methods that hold the lock. One that does not hold it has a variable `held` of False.
    """

    __slots__ = ("__weakref__", "_calls", "_owner", "_token", "release", "tries", "waits")

    def __init__(self, owner: object, calls: frozenset[CodeType]) -> None:
        self._owner, self._calls = ref(owner), calls
        self._token: SimpleQueue[None] = SimpleQueue()  # in the queue while nobody holds the lock
        self._token.put(None)
        self.release = self._token.put
        self.tries: Iterator[None] = starmap(self._token.get, repeat((False,)))  # raises `queue.Empty` if it is held
        self.waits: Iterator[None] = starmap(self._token.get, repeat(()))
        _locks.add(self)

    def is_held_here(self) -> bool:
        """Say whether this thread is inside a call that holds the lock, which would never get it."""
        frame: FrameType | None = sys._getframe()  # noqa: SLF001  the documented way to a caller
        while frame is not None:
            names = frame.f_locals if frame.f_code in self._calls else {}
            if names.get("self") is self._owner() and names.get("held", True):
                return True
            frame = frame.f_back
        return False

    def renew(self) -> None:
        """Release the lock in a forked child, where the thread that held it does not run."""
        if self._token.empty() and not self.is_held_here():
            self.release(None)


_locks: WeakSet[CallLock] = WeakSet()


def _renew_all() -> None:
    for lock in list(_locks):
        lock.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
