"""Right: parallel lists of keys and meters with an index; a cursor checks three places per call and fills a hole with the last row."""

import threading


class _Table:
    """Rows without order: add, find and remove each take one step."""

    def __init__(self):
        self.keys = []
        self.meters = []
        self.place = {}

    def add(self, key, meter):
        self.place[key] = len(self.keys)
        self.keys.append(key)
        self.meters.append(meter)

    def find(self, key):
        i = self.place.get(key, -1)
        return None if i < 0 else self.meters[i]

    def remove_at(self, i):
        del self.place[self.keys[i]]
        last_key = self.keys.pop()
        last_meter = self.meters.pop()
        if i < len(self.keys):
            self.keys[i] = last_key
            self.meters[i] = last_meter
            self.place[last_key] = i


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.table = _Table()
        self.cursor = 0
        self.highest = 0
        self.lock = threading.Lock()

    def allow(self, key, cost=1):
        self.lock.acquire()
        try:
            now = max(self.clock(), self.highest)
            meter = self.table.find(key)
            if meter is None:
                meter = self.new_meter()
                wait = meter.take(now, cost)
                self.table.add(key, meter)
            else:
                wait = meter.take(now, cost)
            self.highest = now
            self.check_three(now)
        finally:
            self.lock.release()
        return wait == 0

    def check_three(self, now):
        table = self.table
        for _ in range(3):
            if not table.keys:
                return
            if self.cursor >= len(table.keys):
                self.cursor = 0
            if table.meters[self.cursor].level(now).reset_after == 0:
                table.remove_at(self.cursor)  # stay: another row is here now
            else:
                self.cursor += 1

    def __len__(self):
        return len(self.table.keys)
