"""Right: closures and a generator; the janitor is a coroutine that is sent the time and looks at two keys of a FIFO for each time."""

import threading
from collections import deque
from contextlib import ExitStack


def janitor(meters, queue, each=2):
    """Receive the time; forget what is fresh of the next few keys in the queue."""
    while True:
        now = yield
        for _ in range(each):
            if not queue:
                break
            key = queue[0]
            if meters[key].level(now).reset_after:
                queue.rotate(-1)
            else:
                queue.popleft()
                del meters[key]
            del key


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        meters, queue = {}, deque()
        lock = threading.Semaphore(1)
        sweep = janitor(meters, queue)
        next(sweep)
        highest = 0

        def allow(key, cost):
            nonlocal highest
            with lock, ExitStack() as undo:
                now = max(highest, clock())
                if key not in meters:
                    meters[key] = new_meter()
                    undo.callback(meters.pop, key)
                    queue.append(key)
                    undo.callback(queue.pop)
                answer = meters[key].take(now, cost) == 0
                undo.pop_all()  # it went well: undo nothing
                highest = now
                sweep.send(now)
                return answer

        self._allow = allow

        def size():
            with lock:  # a key that is being tried out is not held yet
                return len(meters)

        self._size = size

    def allow(self, key, cost=1):
        return self._allow(key, cost)

    def __len__(self):
        return self._size()
