"""Tasks that ask at the same time share a round trip: most of what a request costs is paid once for each trip."""

from asyncio import AbstractEventLoop, CancelledError, Future, Task, get_running_loop, sleep
from collections.abc import Callable, Coroutine, Iterator
from itertools import islice
from typing import Any, TypeAlias

from ratelimit.redis.exchange import MAX_COMMANDS, Batch, ConnectionLost, Replies, new_batch
from ratelimit.redis.script import Script

RoundTrip: TypeAlias = Callable[[Batch], Coroutine[Any, Any, Replies]]


class Call:
    """What one task asks, and the future of its replies."""

    __slots__ = ("batch", "replies")

    def __init__(self, batch: Batch, replies: Future[Replies]) -> None:
        self.batch = batch
        self.replies = replies


class Trip:
    """The calls of tasks that share a trip, in their order, and the task that makes it."""

    __slots__ = ("calls", "loop", "task")

    def __init__(self, loop: AbstractEventLoop) -> None:
        self.loop = loop
        self.calls: list[Call] = []
        self.task: Task[None] | None = None  # None: it has not begun

    async def replies(self, call: Call) -> Replies:
        """Wait for the replies to a call. A trip that nobody waits for any more is cancelled."""
        try:
            return await call.replies
        except CancelledError:
            call.replies.cancel()
            if self.task is None:
                self.calls.remove(call)  # so it is not sent, and spends nothing
            elif all(other.replies.cancelled() for other in self.calls):
                self.task.cancel()
            raise


class SharedTrips:
    """Sends what tasks ask in one turn of the event loop in one go, to each node.

    The first to ask waits for one turn, and takes along whatever the others ask meanwhile.
    """

    __slots__ = ("_boarding", "_round_trip", "_script", "_tasks")

    def __init__(self, script: Script, round_trip: RoundTrip) -> None:
        self._script = script
        self._round_trip = round_trip
        self._boarding: dict[tuple[str, bool], Trip] = {}
        self._tasks: set[Task[None]] = set()  # a loop holds none of its tasks

    async def send(self, batch: Batch) -> Replies:
        """Return the replies to a batch."""
        where = "" if batch.node is None else str(batch.node.name), batch.fresh
        loop = get_running_loop()
        trip = self._boarding.get(where)
        if trip is None or trip.loop is not loop:  # another loop, which was stopped in between, left it behind
            trip = self._boarding[where] = Trip(loop)
            return await self._lead(trip, where, batch)
        call = Call(batch, loop.create_future())
        trip.calls.append(call)
        return await trip.replies(call)

    async def _lead(self, trip: Trip, where: tuple[str, bool], batch: Batch) -> Replies:
        """Wait for one turn, then begin the trip; alone, without a task for it."""
        try:
            await sleep(0)
        except BaseException:
            self._leave(trip, where)
            if trip.calls:
                self._begin(trip)
            raise
        self._leave(trip, where)
        if not trip.calls:
            return await self._round_trip(batch)
        call = Call(batch, trip.loop.create_future())
        trip.calls.insert(0, call)
        self._begin(trip)
        return await trip.replies(call)

    def _leave(self, trip: Trip, where: tuple[str, bool]) -> None:
        if self._boarding.get(where) is trip:
            del self._boarding[where]

    def _begin(self, trip: Trip) -> None:
        trip.task = trip.loop.create_task(self._run(trip.calls))
        self._tasks.add(trip.task)
        trip.task.add_done_callback(self._tasks.discard)

    async def _run(self, calls: list[Call]) -> None:
        """Make the trip, in pieces if there are very many commands. Whatever happens, each call has an outcome."""
        try:
            for piece in _pieces(calls):
                commands = [command for call in piece for command in call.batch.commands]
                node, _, fresh = piece[0].batch
                replies = await self._round_trip(new_batch(self._script, node, commands, fresh=fresh))
                lost = isinstance(replies, ConnectionLost)
                unread = iter(() if isinstance(replies, ConnectionLost) else replies)
                for call in piece:
                    own = replies if lost else [*islice(unread, len(call.batch.commands))]
                    if not call.replies.done():
                        call.replies.set_result(own)
        except Exception as error:  # noqa: BLE001  the pool's, or a mistake: it is raised where it is waited for
            for call in calls:
                if not call.replies.done():
                    call.replies.set_exception(error)
        finally:
            for call in calls:
                call.replies.cancel()  # the task was cancelled: does nothing to those that are done


def _pieces(calls: list[Call]) -> Iterator[list[Call]]:
    """Split the calls so that the commands of each piece are not too many; a single call's never are."""
    piece: list[Call] = []
    size = 0
    for call in calls:
        if piece and size + len(call.batch.commands) > MAX_COMMANDS:
            yield piece
            piece, size = [], 0
        piece.append(call)
        size += len(call.batch.commands)
    yield piece
