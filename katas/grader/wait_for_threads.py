"""Waits for threads by what they do and not by the clock, so that a busy machine makes no difference.

Linux tells whether a thread sleeps, and how often it woke. On other systems, a thread that is given some time is
assumed to have come as far as it can.
"""

from pathlib import Path
from threading import Thread

from katas.grader.guard import nap

GLANCE = 0.005  # seconds between two looks: a thread that waits for the interpreter's own lock gets it in this time
UNTOLD = 0.03  # seconds, on systems that don't tell


def settle(thread: Thread) -> None:
    """Return once the thread has ended, or can't go on before something else happens."""
    while thread.is_alive() and not slept(thread):
        pass


def all_end(threads: list[Thread], idle: float) -> bool:
    """Wait for the threads to end. Return False if those that are left sleep for so many seconds without a break."""
    still = 0.0
    while left := [thread for thread in threads if thread.is_alive()]:
        still = still + GLANCE if all(map(slept, left)) else 0.0
        if still > idle:
            return False
    return True


def slept(thread: Thread) -> bool:
    """Wait a moment, and tell whether the thread slept all the time."""
    before = _state(thread)
    nap(GLANCE if before else UNTOLD)
    after = _state(thread)
    return before == after and (not before or before[0].startswith("State:\tS"))


def _state(thread: Thread) -> list[str]:
    """Return whether it runs, and how often it got a processor; nothing where that can't be read."""
    try:
        text = Path(f"/proc/self/task/{thread.native_id}/status").read_text(encoding="ascii")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.startswith(("State:", "voluntary", "nonvoluntary"))]
