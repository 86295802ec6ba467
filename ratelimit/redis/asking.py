"""Puts questions to the servers that can answer them. Who carries them, waiting or in asyncio, is another matter."""

from collections.abc import Generator, Sequence
from time import monotonic_ns
from typing import Any, NamedTuple, TypeAlias, TypeVar

from redis import exceptions as errors

from ratelimit.redis.circuit import Circuit
from ratelimit.redis.script import Command, Script

TRIES = 5  # a cluster may send a question on, and a server may not know the script
UNREACHABLE = (errors.RedisError, errors.RedisClusterException, OSError)
FULL = errors.MaxConnectionsError  # the client's pool is, and no server is to blame

T = TypeVar("T")


class Parcel(NamedTuple):
    """Commands for one node of a cluster, or for the only server there is: None."""

    node: Any
    commands: list[Command]


class Lost(NamedTuple):
    """Instead of replies: what went wrong, and whether the server may have run the commands all the same."""

    error: Exception
    sent: bool


class Search(NamedTuple):
    """Look anew who serves which slot. Whoever waits for it waits too if somebody is looking already."""

    awaited: bool


Replies: TypeAlias = list[Any] | Lost
Talk: TypeAlias = Generator[list[Parcel] | Search, Any, T]
"""Yields parcels and is sent `Replies` for each, in their order; or yields a search, and is sent nothing."""


class Question:
    """One command on one key, and what is known of its answer."""

    __slots__ = ("answer", "command", "dead_end", "detour", "error", "key")

    def __init__(self, key: bytes, command: Command) -> None:
        self.key = key
        self.command = command
        self.answer: Any = None  # a reply, or the exception that stands for it
        self.error: Exception | None = None  # why it was not answered the last time
        self.dead_end: Any = None  # the node that could not be reached then
        self.detour: errors.AskError | None = None  # the reply that names another node, better informed than the map

    def commands(self) -> list[Command]:
        """Return what to send; the reply to the last is the one that counts."""
        moving = self.detour is not None and not isinstance(self.detour, errors.MovedError)
        return [("ASKING",), self.command] if moving else [self.command]


Posts: TypeAlias = dict[str, tuple[Any, list[Question]]]  # by name, as redis-py before 7.2 can't hash its nodes


class Asker:
    """Asks each question at the right node, until it is answered.

    A question is sent once. Only a reply that proves that nothing was run (the script is unknown, the slot is served
    elsewhere), or a connection that never came about, lets it be sent again: nothing is spent twice.
    """

    __slots__ = ("_circuits", "_cluster", "_longest", "_script")

    def __init__(self, script: Script, cluster: Any, longest: int | None) -> None:
        self._script = script
        self._cluster = cluster  # it is asked for the node of a key; None if there is but one server
        self._longest = longest  # ns that a circuit stays open; None if errors are raised, and there is none
        self._circuits: dict[str, Circuit] = {}

    def ask(self, questions: Sequence[Question]) -> Talk[None]:
        """Give each question its answer."""
        for _ in range(TRIES):
            posts: Posts = {}
            strayed = [self._strays(question, posts) for question in questions if question.answer is None]
            if posts:
                heard = yield [self._parcel(*post) for post in posts.values()]
                strayed += [self._hear(*post, replies) for post, replies in zip(posts.values(), heard, strict=True)]
            answered = all(question.answer is not None for question in questions)
            if any(strayed):
                yield Search(awaited=not answered)
            if answered:
                return
        for question in questions:
            question.answer = question.error if question.answer is None else question.answer

    def _strays(self, question: Question, posts: Posts) -> bool:
        """Put the question to the others for its node, if it is not answered already; say if it has none."""
        try:
            node = self._cluster and self._node(question)
        except UNREACHABLE as error:
            return self._is_unserved(question, error)
        circuit = self._circuit(node)
        if circuit is not None and isinstance(question.error, errors.SlotNotCoveredError):
            self._circuits[_at(None)].worked()
        if node is not None and node == question.dead_end:
            question.answer = question.error
        elif circuit is not None and not circuit.lets_through():
            question.answer = errors.ConnectionError(f"Redis{_at(node)} was away just now, and is not asked yet again")
        else:
            posts.setdefault(_at(node), (node, []))[1].append(question)
        return False

    def _is_unserved(self, question: Question, error: Exception) -> bool:
        """Take note that no node is known for the question; say if it is worth to look anew."""
        circuit = self._circuit(None)
        if question.error is not None:
            question.answer = error
            if circuit is not None:
                circuit.failed(error)
            return False
        if circuit is not None and not circuit.lets_through():
            question.answer = error
            return False
        question.error = error
        return True

    def _parcel(self, node: Any, post: list[Question]) -> Parcel:
        commands = [command for question in post for command in question.commands()]
        if len(post) > 1:  # so that none of many is sent back for want of the script, and overtaken
            commands[0] = self._script.in_full(commands[0])
        return Parcel(node, commands)

    def _hear(self, node: Any, post: list[Question], replies: Replies) -> bool:
        """Give answers to the questions of one node; say if some must be asked elsewhere."""
        circuit = self._circuit(node)
        if isinstance(replies, Lost):
            final = self._cluster is None or isinstance(replies.error, FULL)
            if circuit is not None and not isinstance(replies.error, FULL):
                circuit.failed(replies.error)
            for question in post:
                question.error, question.dead_end, question.detour = replies.error, node, None
                if replies.sent or final:
                    question.answer = replies.error
            return not final
        if circuit is not None:
            circuit.worked()
        said = iter(replies)
        strayed = [self._strays_on(question, node, [next(said) for _ in question.commands()][-1]) for question in post]
        return any(strayed)

    def _strays_on(self, question: Question, node: Any, reply: Any) -> bool:
        """Take the reply for the answer, unless it tells to ask again; say if it was the wrong node."""
        if isinstance(reply, errors.NoScriptError):
            question.command = self._script.in_full(question.command)
        elif self._cluster is None:
            question.answer = reply
        elif isinstance(reply, errors.AskError):  # a MovedError is one
            question.error = question.detour = reply
            if isinstance(reply, errors.MovedError):
                return True
            question.command = self._script.in_full(question.command)
            return self._named(reply) is None
        elif _serves_no_more(reply):
            question.error, question.dead_end, question.detour = reply, node, None
            return True
        else:
            question.answer = reply
        return False

    def _node(self, question: Question) -> Any:
        """Return the node that the last reply named, or else the one that serves the slot by the map."""
        if question.detour is not None:
            node = self._named(question.detour)
            if node is not None:
                return node
            question.detour = None
        return self._cluster.get_node_from_key(question.key)

    def _named(self, reply: errors.AskError) -> Any:
        """Return the node that a reply names, or None if the map does not have it."""
        try:
            return self._cluster.get_node(reply.host, reply.port)
        except UNREACHABLE:
            return None

    def _circuit(self, node: Any) -> Circuit | None:
        if self._longest is None:
            return None
        name = _at(node)
        circuit = self._circuits.get(name)
        if circuit is None:
            circuit = self._circuits.setdefault(name, Circuit(name, self._longest, monotonic_ns))
        return circuit


def _at(node: Any) -> str:
    return "" if node is None else f" at {node.name}"


def _serves_no_more(reply: Any) -> bool:
    """Say if nothing was run because the node is cut off, or a replica by now that scripts may only look at."""
    return isinstance(reply, errors.ClusterDownError) or (
        isinstance(reply, errors.ResponseError) and "access a non local key" in str(reply)
    )
