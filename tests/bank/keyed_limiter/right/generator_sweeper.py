"""The whole limiter is a coroutine that is sent requests under a lock, and looks at one of its keys for each."""

import threading
from collections import OrderedDict


def _desk(new_meter, clock):
    now = 0
    held = OrderedDict()
    out = [None]
    while True:
        request = yield out.pop()
        if request is None:
            out.append(len(held))
            continue
        try:
            now = max(now, clock())
            out.append(_decide(held, new_meter, now, *request))
        except Exception as error:  # raised here, it would end the generator: hand it over instead
            out.append(error)
        del request  # a suspended frame would keep the key alive


def _decide(held, new_meter, now, key, cost):
    known = key in held
    meter = held[key] if known else new_meter()
    granted = meter.take(now, cost) == 0
    if not known:
        held[key] = meter
    first = next(iter(held))
    if held[first].level(now).reset_after:
        held.move_to_end(first)
    else:
        del held[first]
    return granted


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._lock = threading.Lock()
        self._desk = _desk(new_meter, clock)
        next(self._desk)

    def allow(self, key, cost=1):
        reply = self._ask((key, cost))
        try:
            if isinstance(reply, Exception):
                raise reply
            return reply
        finally:
            del reply  # no cycle of error, traceback and frame

    def __len__(self):
        return self._ask(None)

    def _ask(self, request):
        with self._lock:
            return self._desk.send(request)
