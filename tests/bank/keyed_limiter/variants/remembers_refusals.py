"""Variant of wrong/remembers_refusals: a dataclass for each key, in a dict and in a queue."""

from collections import deque
from dataclasses import dataclass
from threading import Lock


@dataclass(eq=False)
class Client:
    key: object
    meter: object
    refused_until: int = 0

    def ask(self, now: int, cost: int) -> bool:
        if now < self.refused_until:
            return False
        wait = self.meter.take(now, cost)
        self.refused_until = now + wait
        return wait == 0


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.make, self.read = new_meter, clock
        self.mutex = Lock()
        self.clients, self.queue = {}, deque()
        self.now = 0

    def allow(self, key, cost: int = 1) -> bool:
        with self.mutex:
            now = max(self.now, self.read())
            client = self.clients.get(key)
            if client is not None:
                answer = client.ask(now, cost)
            else:
                client = Client(key, self.make())
                answer = client.ask(now, cost)
                self.clients[key] = client
                self.queue.append(client)
            self.now = now
            oldest = self.queue.popleft()
            if oldest.meter.level(now).reset_after > 0:
                self.queue.append(oldest)
            else:
                self.clients.pop(oldest.key)
            return answer

    def __len__(self) -> int:
        with self.mutex:
            return len(self.clients)
