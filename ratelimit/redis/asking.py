"""Puts questions to the servers that can answer them. Who carries them, waiting or in asyncio, is another matter."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from redis import exceptions as errors

from ratelimit.redis.circuit import Circuits
from ratelimit.redis.question import UNREACHABLE, Lost, Parcel, Question, Replies, Search, Talk
from ratelimit.redis.script import Script

TRIES = 5  # a cluster may send a question on, and a server may not know the script

Posts: TypeAlias = dict[str, tuple[Any, list[Question]]]  # a node's name -> the node, and the questions to it


class Asker:
    """Asks each question at the right node, until it is answered.

    A question is sent once. Only a reply that proves that nothing was run (the script is unknown, the slot is served
    elsewhere), or a connection that never came about, lets it be sent again: nothing is spent twice.
    """

    __slots__ = ("_circuits", "_cluster", "_script")

    def __init__(self, script: Script, cluster: Any, longest: int) -> None:
        self._script = script
        self._cluster = cluster  # it is asked for the node of a key; None if there is but one server
        self._circuits = Circuits(longest)

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
        """Put the question to the others for its node, unless that is away; say if it has none."""
        try:
            node = self._cluster and self._node(question)
        except UNREACHABLE as error:
            return self._is_unserved(question, error)
        if isinstance(question.error, errors.SlotNotCoveredError):
            self._circuits[_UNSERVED].worked()
        name = _at(node)
        if node is not None and node == question.dead_end:
            question.answer = question.error
        elif not self._circuits[name].lets_through():
            question.answer = errors.ConnectionError(f"Redis{name} was away just now, and is not asked yet again")
        else:
            posts.setdefault(name, (node, []))[1].append(question)
        return False

    def _is_unserved(self, question: Question, error: Exception) -> bool:
        """Take note that no node is known for the question; say if it is worth to look anew."""
        circuit = self._circuits[_UNSERVED]
        if question.error is not None:  # after a search
            circuit.failed(error)
        elif circuit.lets_through():
            question.error = error
            return True
        question.answer = error
        return False

    def _parcel(self, node: Any, post: list[Question]) -> Parcel:
        commands = [command for question in post for command in question.commands()]
        if len(post) > 1:  # so that none of many is sent back for want of the script, and overtaken
            commands[0] = self._script.in_full(commands[0])
        return Parcel(node, commands)

    def _hear(self, node: Any, post: list[Question], replies: Replies) -> bool:
        """Give answers to the questions of one node; say if some must be asked elsewhere."""
        if isinstance(replies, Lost):
            return self._lose(node, post, replies)
        self._circuits[_at(node)].worked()
        said = iter(replies)
        strayed = [self._is_sent_on(question, node, [next(said) for _ in question.commands()][-1]) for question in post]
        return any(strayed)

    def _lose(self, node: Any, post: list[Question], lost: Lost) -> bool:
        full = isinstance(lost.error, errors.MaxConnectionsError)  # the client's own pool: no server is to blame
        if not full:
            self._circuits[_at(node)].failed(lost.error)
        final = full or self._cluster is None
        for question in post:
            question.fail(node, lost.error)
            if final or lost.sent:
                question.answer = lost.error
        return not final

    def _is_sent_on(self, question: Question, node: Any, reply: Any) -> bool:
        """Take the reply for the answer, unless it tells to ask again; say if it was the wrong node."""
        if isinstance(reply, errors.NoScriptError):
            question.command = self._script.in_full(question.command)
        elif self._cluster is None or not isinstance(reply, errors.ResponseError):
            question.answer = reply
        elif isinstance(reply, errors.AskError):  # a MovedError is one
            question.error = question.detour = reply
            question.command = self._script.in_full(question.command)
            return isinstance(reply, errors.MovedError) or self._named(reply) is None
        elif _serves_no_more(reply):
            question.fail(node, reply)
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


_UNSERVED = " for some slots"  # the circuit of those for which no node is known


def _at(node: Any) -> str:
    return "" if node is None else f" at {node.name}"


def _serves_no_more(reply: errors.ResponseError) -> bool:
    """Say if nothing was run because the node is cut off, or a replica by now that scripts may only look at."""
    return isinstance(reply, errors.ClusterDownError) or "access a non local key" in str(reply)
