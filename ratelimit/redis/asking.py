"""Puts questions to the servers that can answer them. Who carries them, waiting or in asyncio, is another matter."""

from collections.abc import Generator, Sequence
from time import monotonic_ns
from typing import Any, NamedTuple, TypeAlias, TypeVar

from redis import exceptions as errors

from ratelimit.redis.circuit import Circuit
from ratelimit.redis.script import Command, Script

TRIES = 5  # a cluster may send a question on, and a server may not know the script
UNREACHABLE = (errors.RedisError, errors.RedisClusterException, OSError)

T = TypeVar("T")


class Parcel(NamedTuple):
    """Commands for one node of a cluster, or for the only server there is: None."""

    node: Any
    commands: list[Command]


class Lost(NamedTuple):
    """Instead of replies: what went wrong, and whether the server may have run the commands all the same."""

    error: Exception
    sent: bool


Replies: TypeAlias = list[Any] | Lost
Talk: TypeAlias = Generator[list[Parcel] | None, Any, T]
"""Yields parcels and is sent `Replies` for each, in their order; or yields None: look anew who serves which slot."""


class Question:
    """One command on one key, and what is known of its answer."""

    __slots__ = ("answer", "asking", "command", "dead_end", "error", "key")

    def __init__(self, key: bytes, command: Command) -> None:
        self.key = key
        self.command = command
        self.answer: Any = None  # a reply, or the exception that stands for it
        self.error: Exception | None = None  # why it was not answered the last time
        self.dead_end: Any = None  # the node that could not be reached then
        self.asking: Any = None  # the node to ask for once, while the slot is moving there

    def commands(self) -> list[Command]:
        """Return what to send; the reply to the last is the one that counts."""
        return [("ASKING",), self.command] if self.asking else [self.command]


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
            posts: dict[Any, list[Question]] = {}
            strayed = [self._strays(question, posts) for question in questions if question.answer is None]
            if posts:
                heard = yield [self._parcel(node, post) for node, post in posts.items()]
                strayed += [self._hear(*post, replies) for post, replies in zip(posts.items(), heard, strict=True)]
            if any(strayed):
                yield None
            elif all(question.answer is not None for question in questions):
                return
        for question in questions:
            question.answer = question.error if question.answer is None else question.answer

    def _strays(self, question: Question, posts: dict[Any, list[Question]]) -> bool:
        """Put the question to the others for its node, if it is not answered already; say if it has none."""
        try:
            node = question.asking or (self._cluster and self._cluster.get_node_from_key(question.key))
        except UNREACHABLE as error:
            return self._is_unserved(question, error)
        circuit = self._circuit(node)
        if node is not None and node == question.dead_end:
            question.answer = question.error
        elif circuit is not None and not circuit.lets_through():
            question.answer = errors.ConnectionError(f"Redis{_at(node)} was away just now, and is not asked yet again")
        else:
            posts.setdefault(node, []).append(question)
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
            if circuit is not None:
                circuit.failed(replies.error)
            for question in post:
                question.error, question.dead_end, question.asking = replies.error, node, None
                if replies.sent or self._cluster is None:
                    question.answer = replies.error
            return self._cluster is not None
        if circuit is not None:
            circuit.worked()
        said = iter(replies)
        strayed = [self._strays_on(question, [next(said) for _ in question.commands()][-1]) for question in post]
        return any(strayed)

    def _strays_on(self, question: Question, reply: Any) -> bool:
        """Take the reply for the answer, unless it tells to ask again; say if it was the wrong node."""
        question.asking = None
        if isinstance(reply, errors.NoScriptError):
            question.command = self._script.in_full(question.command)
        elif isinstance(reply, errors.MovedError):
            question.error = reply
            return True
        elif isinstance(reply, errors.AskError):
            question.error = reply
            question.asking = self._cluster.get_node(reply.host, reply.port)
            question.command = self._script.in_full(question.command)
            return question.asking is None
        else:
            question.answer = reply
        return False

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
