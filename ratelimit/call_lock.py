"""A lock for one call at a time, which also tells a call that waits for itself."""

import os
import sys
from itertools import repeat, starmap
from queue import Empty, SimpleQueue
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any
from weakref import WeakSet, ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class CallLock:
    """Held by one of its owner's calls, from a step of a `for` loop over `tries` or `waits` until `release(None)`.

    Between a call of acquire() and the `try` after it, a signal handler may raise (Ctrl-C, a time-out), and nothing
    would ever release the lock; between a step of a `for` loop and its first statement, none can. And a queue of one
    token is taken and put back in half the time of a `threading.Lock`.

    In a forked child, all three are new: whoever has waited since before the fork waits for nothing, and looks again.

    calls: the code of the owner's methods that hold the lock. One that does not hold it has a variable `held` of False,
        or has not taken a step yet: it has no `_`.
    bind: is told the owner and this lock, now and in a forked child, so that the owner can keep `tries` and `release`.
    """

    __slots__ = ("__weakref__", "_bind", "_calls", "_owner", "_token", "release", "tries", "waits")

    def __init__(self, owner: object, calls: frozenset[CodeType], bind: "Callable[[Any, CallLock], None]") -> None:
        self._owner, self._calls, self._bind = ref(owner), calls, bind
        self._use(_new_token(free=True))
        _locks.add(self)

    def _use(self, token: "SimpleQueue[None]") -> None:
        """Take and put back this token from now on."""
        self._token = token  # in the queue while nobody holds the lock
        self.release = token.put
        self.tries: Iterator[None] = starmap(token.get, repeat((False,)))  # raises `queue.Empty` if it is held
        self.waits: Iterator[None] = starmap(token.get, repeat(()))
        self._bind(self._owner(), self)

    def is_held_here(self) -> bool:
        """Say whether this thread is inside a call that holds the lock, which would never get it."""
        frame: FrameType | None = sys._getframe()  # noqa: SLF001  the documented way to a caller
        while frame is not None:
            names = frame.f_locals if frame.f_code in self._calls else {}
            if names.get("self") is self._owner() and names.get("held", "_" in names):
                return True
            frame = frame.f_back
        return False

    def raised(self, error: Empty) -> bool:
        """Say whether the lock itself has raised this, as it is held, and not a clock that reads a queue."""
        trace = error.__traceback__ and error.__traceback__.tb_next
        return trace is None or trace.tb_frame.f_locals.get("self") is self._token  # a queue in C, or one in Python

    def renew(self) -> None:
        """Make a new lock in a forked child, free unless this thread holds it: other threads don't run there.

        The old queue can't be used: before Python 3.13 it has a lock in C, which a thread of the parent may have.
        """
        if self._owner() is None:
            return
        old = self._token
        self._use(_new_token(free=not (old.empty() and self.is_held_here())))
        old.put(None)  # if a signal handler of this thread has forked while it waited


def _new_token(*, free: bool) -> "SimpleQueue[None]":
    token: SimpleQueue[None] = SimpleQueue()
    if free:
        token.put(None)
    return token


_locks: WeakSet[CallLock] = WeakSet()


def _renew_all() -> None:
    for lock in list(_locks):
        lock.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
