"""Variant of wrong/something_left_is_new: a dict from keys to meters and one from turns to keys."""

from threading import Condition


class KeyedLimiter:
    """Keys stand in line by the number of their turn; the lowest number is looked at next."""

    def __init__(self, new_meter, clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.turn = Condition()
        self.meters, self.line = {}, {}
        self.lowest = self.next_number = 0
        self.now = 0

    def allow(self, key, cost: int = 1) -> bool:
        with self.turn:
            now = max(self.clock(), self.now)
            if key in self.meters:
                wait = self.meters[key].take(now, cost)
            else:
                meter = self.new_meter()
                wait = meter.take(now, cost)
                self.meters[key] = meter
                self._line_up(key)
            self.now = now
            self._serve()
            return not wait

    def _line_up(self, key) -> None:
        self.line[self.next_number] = key
        self.next_number += 1

    def _serve(self) -> None:
        key = self.line.pop(self.lowest)
        self.lowest += 1
        level = self.meters[key].level(self.now)
        if level.remaining > 0:
            del self.meters[key]
        else:
            self._line_up(key)

    def __len__(self) -> int:
        with self.turn:
            return len(self.meters)
