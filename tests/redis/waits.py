"""Watches a coroutine whenever it waits."""

import types
from itertools import count


@types.coroutine
def watched(coroutine, waits):
    """Run the coroutine, and call `waits` with the number of each of its waits, from 0, before it waits."""
    send, value = coroutine.send, None
    for number in count():
        try:
            awaited = send(value)
        except StopIteration as end:
            return end.value
        waits(number)
        try:
            value = yield awaited
            send = coroutine.send
        except BaseException as error:  # noqa: BLE001  it is the coroutine's
            send, value = coroutine.throw, error
