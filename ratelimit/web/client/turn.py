"""When a request may leave, and whether it is repeated if it was refused."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Self

from ratelimit.decision import SECOND
from ratelimit.web.client.said import Said, ToldLimit, read_answer
from ratelimit.web.client.wait_too_long import WaitTooLong

if TYPE_CHECKING:
    from ratelimit.web.client.destination import Destination, Place
    from ratelimit.web.client.pace import Pace


class Turn:
    """One request's way, from the moment at which it is asked for to its last answer.

    ```
    with pace.turn("GET", url) as turn:
        while True:
            while wait := turn.wait():
                sleep(wait)
            answer = send()
            if not turn.again(answer.status, answer.headers):
                return answer
    ```
    """

    __slots__ = ("_destination", "_pace", "_place", "_refusals", "_repeats", "cost", "key", "limiter")

    def __init__(self, pace: "Pace", key: Hashable, cost: int, repeats: int) -> None:
        self._pace = pace
        self.key = key
        self.cost = cost
        self.limiter = pace.limiter
        self._repeats = repeats
        self._refusals = 0
        self._destination: Destination | None = None  # while it has a place, or no answer yet
        self._place: Place | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._pace.lock:
            self._give_up()

    def wait(self) -> int:
        """Return for how many nanoseconds to wait, and then ask again; 0: send it now.

        Raises `WaitTooLong` if a server has asked for more than the longest wait.
        """
        return self._wait(leave=True)

    def due(self) -> int:
        """Do as `wait`, but a request that may be sent stays in line until `wait` lets it go."""
        return self._wait(leave=False)

    def _wait(self, *, leave: bool) -> int:
        pace = self._pace
        with pace.lock:
            now = pace.clock()
            if self._destination is None or self._place is None:
                destination = pace.destination(self.key, now)
                self._place = destination.reserve(now, pace.late(), self.cost)
                self._destination = destination
            try:
                wait = self._destination.due(self._place, now)
            except WaitTooLong:
                self._give_up()
                raise
            if leave and not wait:
                self._destination.leave(self._place, now)
            return wait

    def again(self, status: int, headers: Iterable[tuple[str, str]]) -> bool:
        """Note what the answer says, and return whether to send the request again; then `wait` tells when."""
        pace = self._pace
        said = read_answer(headers, pace.wall_clock())
        with pace.lock:
            now = pace.clock()
            destination, self._destination = self._destination, None
            place, self._place = self._place, None
            if destination is None or place is None:
                raise RuntimeError("again must be asked once for each wait")
            wait = _refusal(status, said)
            destination.note(place, now, _until(wait, said.limits) if wait else said.limits)
            if wait is None:
                return False
            if not wait:
                wait = min(SECOND << min(self._refusals, 20), max(pace.longest, 1))
            destination.cool(now, wait)
        self._refusals += 1
        return self._refusals <= self._repeats and wait <= pace.longest

    def _give_up(self) -> None:
        if self._destination is not None and self._place is not None:
            self._destination.give_up(self._place)
            self._destination = self._place = None


def _refusal(status: int, said: Said) -> int | None:
    """Return the wait that a refusal tells, 0 if it tells none; None if the answer is no refusal.

    403 is one if it tells a wait, as GitHub refuses with it; 503 if it has `Retry-After`, as all else it tells anyway.
    """
    waits = [told.after for told in said.limits.values() if not told.left]
    wait = said.wait or max(waits, default=said.wait)
    if status == 429:
        return wait or 0
    if status == 403:
        return wait
    return said.wait if status == 503 else None


def _until(wait: int, limits: Mapping[str, ToldLimit]) -> dict[str, ToldLimit]:
    """Return the limits of a refusal: what it says of the wait goes before what it says of each."""
    return {name: told if told.left else told._replace(after=wait) for name, told in limits.items()}
