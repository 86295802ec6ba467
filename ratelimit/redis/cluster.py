"""Gets replies from the nodes of a cluster. The I/O, blocking or in asyncio, is done elsewhere."""

from collections.abc import Sequence
from typing import Any

from ratelimit.keys import Keys
from ratelimit.redis.circuit_breaker import CircuitBreakers
from ratelimit.redis.command import Command, command
from ratelimit.redis.error_reply import code, is_not_primary
from ratelimit.redis.exchange import ConnectionLost, Exchange, RefreshSlotMap, Replies, Request, new_batch
from ratelimit.redis.library import Library
from ratelimit.redis.script import Script

MAX_ATTEMPTS = 5  # a request may be redirected, a node may be lost, and one may not know the script
ASKING = command("ASKING")
UNCOVERED = " for some slots"  # the circuit breaker for slots that no known node serves


class RoutedRequest:
    """A request, and what its last attempt came to."""

    __slots__ = ("error", "failed_node", "redirect", "request")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.error: Exception | None = None  # of the last attempt
        self.failed_node: Any = None  # the node that could not answer it
        self.redirect: Any = None  # the reply that names another node, which the map may not know

    def commands(self) -> list[Command]:
        """Return what to send; the reply to the last command counts."""
        asking = self.redirect is not None and code(self.redirect) == "ASK"
        return [ASKING, self.request.command] if asking else [self.request.command]

    def fail(self, node: Any, error: Exception) -> None:
        """Record that the node could not answer."""
        self.failed_node, self.error, self.redirect = node, error, None


class NodeBatch:
    """The requests for one node."""

    __slots__ = ("node", "requests")

    def __init__(self, node: Any) -> None:
        self.node = node
        self.requests: list[RoutedRequest] = []

    def commands(self) -> list[Command]:
        """Return all that must be sent."""
        return [command for request in self.requests for command in request.commands()]


class Cluster:
    """Sends each request to the node that serves its slot, until it is answered.

    A request is sent once. Only a reply that proves that nothing was run (the script is unknown, another node serves
    the slot), or a connection that was never made, lets it be sent again: nothing is spent twice.

    The map from slots to nodes is the client's. Whatever shows that it is stale makes the client refresh it.
    """

    __slots__ = ("_breakers", "_client", "_library", "_script")

    def __init__(self, script: Script, library: Library, client: Any, max_pause: int) -> None:
        self._script = script
        self._library = library
        self._client = client
        self._breakers = CircuitBreakers(max_pause)

    def check_one_slot(self, keys: Keys, names: Sequence[bytes]) -> None:
        """Raise `ValueError` for Redis keys that no script can change together, as they are in different slots."""
        if len({self._client.keyslot(name) for name in names}) > 1:
            raise ValueError(
                f"keys must share a slot in a cluster, got {keys!r}: "
                "ask a limiter for each, and refund to the first if the second refuses"
            )

    def exchange(self, requests: Sequence[Request]) -> Exchange[None]:
        """Give each request its reply."""
        pending = [RoutedRequest(request) for request in requests]
        try:
            for _ in range(MAX_ATTEMPTS):
                batches: dict[str, NodeBatch] = {}
                stale = [self._route(routed, batches, requests) for routed in pending]
                stale += yield from self._send(batches)
                pending = [routed for routed in pending if routed.request.reply is None]
                if any(stale):
                    yield RefreshSlotMap(wait=bool(pending))
                if not pending:
                    return
        except BaseException:
            self._breakers.abandoned(requests)
            raise
        for routed in pending:
            silent = f"no reply after {MAX_ATTEMPTS} attempts"
            routed.request.reply = routed.error or self._library.connection_error(silent)

    def _route(self, routed: RoutedRequest, batches: dict[str, NodeBatch], by: object) -> bool:
        """Add the request to its node's batch, unless the node is away. Return whether the slot map looks stale."""
        try:
            node = self._node(routed)
        except self._library.unreachable as error:
            return self._no_node(routed, error, by)
        if type(routed.error).__name__ == "SlotNotCoveredError":
            self._breakers[UNCOVERED].succeeded()
        name = f" at {node.name}"
        if node == routed.failed_node:
            routed.request.reply = routed.error
        elif name not in batches and not self._breakers[name].allows_request(by):
            routed.request.reply = self._library.connection_error(
                f"Redis{name} did not answer a moment ago; it was not asked again yet"
            )
        else:
            batches.setdefault(name, NodeBatch(node)).requests.append(routed)
        return False

    def _no_node(self, routed: RoutedRequest, error: Exception, by: object) -> bool:
        """Record that no known node serves the slot. Return whether to refresh the slot map."""
        breaker = self._breakers[UNCOVERED]
        if routed.error is not None:  # the map was refreshed already
            breaker.failed(error)
        elif breaker.allows_request(by):
            routed.error = error
            return True
        routed.request.reply = error
        return False

    def _send(self, batches: dict[str, NodeBatch]) -> Exchange[list[bool]]:
        """Send all batches, and take their replies. Return whether these show that the slot map is stale."""
        if not batches:
            return []
        replies = yield [new_batch(self._script, batch.node, batch.commands()) for batch in batches.values()]
        received = zip(batches.items(), replies, strict=True)
        return [self._receive(name, batch, answer) for (name, batch), answer in received]

    def _receive(self, name: str, batch: NodeBatch, replies: Replies) -> bool:
        if isinstance(replies, ConnectionLost):
            self._breakers[name].failed(replies.error)
            for routed in batch.requests:
                routed.fail(batch.node, replies.error)
                if replies.sent:
                    routed.request.reply = replies.error
            return True
        self._breakers[name].succeeded()
        unread = iter(replies)
        stale = [
            self._accept([next(unread) for _ in routed.commands()][-1], routed, batch.node) for routed in batch.requests
        ]
        return any(stale)

    def _accept(self, reply: Any, routed: RoutedRequest, node: Any) -> bool:
        """Keep the reply, unless it says to ask again. Return whether the slot map looks stale."""
        request = routed.request
        found = code(reply) if isinstance(reply, Exception) else ""
        if found == "NOSCRIPT":
            request.command = self._script.in_full(request.command)
        elif found in {"ASK", "MOVED"}:
            routed.error = routed.redirect = reply
            request.command = self._script.in_full(request.command)
            return found == "MOVED" or self._redirected_node(reply) is None
        elif found == "TRYAGAIN":
            routed.error = reply
        elif found and _was_not_run(reply):
            routed.fail(node, reply)
            return True
        else:
            request.reply = reply
        return False

    def _node(self, routed: RoutedRequest) -> Any:
        """Return the node that the last reply named, or else the one that serves the slot by the map."""
        named = None if routed.redirect is None else self._redirected_node(routed.redirect)
        if named is not None:
            return named
        routed.redirect = None
        return self._client.get_node_from_key(routed.request.key)

    def _redirected_node(self, reply: Any) -> Any:
        """Return the node that a reply names, or None if the map does not have it."""
        try:
            return self._client.get_node(reply.host, reply.port)
        except self._library.unreachable:
            return None


def _was_not_run(reply: Exception) -> bool:
    """Say whether the node ran nothing, as it is cut off, or is now a replica, whose keys a script can only read."""
    return is_not_primary(reply) or "access a non local key" in str(reply)
