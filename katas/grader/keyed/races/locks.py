"""Locks that a schedule sees: who waits for one gives the turn to another thread."""

import _thread
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from katas.grader.verdict import Abort, Failure


class Turns:
    """What locks ask whoever runs the threads. Outside of a run there is nobody to wait for."""

    def here(self) -> int | None:
        """Return the number of the thread that is running, None outside of a run."""
        return None

    def point(self, what: str) -> None:
        """Let others come between here."""

    def took(self, lock: "Lock") -> None:
        """Note that the thread holds this lock."""

    def gave(self, owner: int | None) -> None:
        """Note that the thread with this identity holds a lock less."""

    def wait(self, lock: "Lock", *, timed: bool) -> bool:  # noqa: ARG002  as on a schedule
        """Return once the lock is free; or False, after a time-out."""
        raise Abort(Failure("hang", "It waits for a lock that nobody will release."))


OUTSIDE = Turns()
turns = [OUTSIDE]  # of the run that is on


class Lock:
    """As `threading.Lock`; with `again`, as `threading.RLock`."""

    again = False

    def __init__(self) -> None:
        self.owner: int | None = None
        self._times = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:  # noqa: FBT001, FBT002  as in threading
        """Take it, or wait for it."""
        turns[-1].point("acquire")
        me = _thread.get_ident()
        if self.again and self._times and self.owner == me:
            self._times += 1
            return True
        while self._times:
            if not blocking or not turns[-1].wait(self, timed=timeout >= 0):
                return False
        self.owner, self._times = me, 1
        turns[-1].took(self)
        return True

    def release(self) -> None:
        """Give it back."""
        if not self._times or (self.again and self.owner != _thread.get_ident()):
            raise RuntimeError("release unlocked lock")
        self._times -= 1
        if not self._times:
            turns[-1].gave(self.owner)
            turns[-1].point("release")

    def locked(self) -> bool:
        """Return whether it is taken."""
        return self._times > 0

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()


class RLock(Lock):
    """As `threading.RLock`."""

    again = True

    def _is_owned(self) -> bool:
        return self._times > 0 and self.owner == _thread.get_ident()

    def _release_save(self) -> int:
        times, self._times = self._times, 1
        self.release()
        return times

    def _acquire_restore(self, times: int) -> None:
        self.acquire()
        self._times = times


_PATCHED: dict[tuple[Any, str], Any] = {
    (threading, "Lock"): Lock,
    (threading, "RLock"): RLock,
    (threading, "_allocate_lock"): Lock,
    (_thread, "allocate_lock"): Lock,
    (_thread, "RLock"): RLock,
    (queue, "SimpleQueue"): vars(queue)["_PySimpleQueue"],
}


@contextmanager
def seen() -> Iterator[None]:
    """Give code that is imported or run inside the block locks that a schedule sees."""
    real = {place: getattr(*place) for place in _PATCHED}
    for (module, name), lock in _PATCHED.items():
        setattr(module, name, lock)
    try:
        yield
    finally:
        for (module, name), lock in real.items():
            setattr(module, name, lock)
