"""Looks at one key in each call, so with a new key in every call the hand never reaches the end of the list and starts again."""

import threading

LOOKS = 1


def machine(new_meter, clock):
    lock = threading.Lock()
    place = {}
    keys = []
    meters = []
    hand = 0
    latest = 0

    def drop(i):
        last_key, last_meter = keys.pop(), meters.pop()
        if i < len(keys):
            del place[keys[i]]
            keys[i], meters[i] = last_key, last_meter
            place[last_key] = i
        else:
            del place[last_key]

    def sweep(now):
        nonlocal hand
        for _ in range(min(LOOKS, len(keys))):
            if hand >= len(keys):
                hand = 0
            if meters[hand].level(now).reset_after:
                hand += 1
            else:
                drop(hand)

    def allow(key, cost):
        nonlocal latest
        with lock:
            now = clock()
            if now > latest:
                latest = now
            sweep(latest)
            i = place.get(key, -1)
            if i >= 0:
                return meters[i].take(latest, cost) == 0
            meter = new_meter()
            wait = meter.take(latest, cost)
            place[key] = len(keys)
            keys.append(key)
            meters.append(meter)
            return wait == 0

    def count():
        with lock:
            return len(keys)

    return allow, count


class KeyedLimiter:
    """A thin class around two closures."""

    def __init__(self, new_meter, clock):
        self._allow, self._count = machine(new_meter, clock)

    def allow(self, key, cost=1):
        return self._allow(key, cost)

    def __len__(self):
        return self._count()
