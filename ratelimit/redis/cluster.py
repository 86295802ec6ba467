"""Puts questions to the nodes of a cluster that can answer them. Who carries them is another matter."""

from collections.abc import Sequence
from typing import Any

from redis import exceptions as errors

from ratelimit.redis.circuit import Circuits
from ratelimit.redis.command import Command, command
from ratelimit.redis.question import UNREACHABLE, Lost, Question, Replies, Search, Talk, pack
from ratelimit.redis.script import Script

TRIES = 5  # a question may be sent on, a node may be lost, and one may not know the script
ASKING = command("ASKING")
UNSERVED = " for some slots"  # the circuit of those for which no node is known


class Errand:
    """A question, and where it has been."""

    __slots__ = ("dead_end", "detour", "error", "question")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.error: Exception | None = None  # why it came back the last time
        self.dead_end: Any = None  # the node that could not answer then
        self.detour: errors.AskError | None = None  # the reply that names another node, better informed than the map

    def commands(self) -> list[Command]:
        """Return what to send; the reply to the last is the one that counts."""
        moving = self.detour is not None and not isinstance(self.detour, errors.MovedError)
        return [ASKING, self.question.command] if moving else [self.question.command]

    def fail(self, node: Any, error: Exception) -> None:
        """Take note that the node could not answer."""
        self.dead_end, self.error, self.detour = node, error, None


class Post:
    """Errands to one node."""

    __slots__ = ("errands", "node")

    def __init__(self, node: Any) -> None:
        self.node = node
        self.errands: list[Errand] = []

    def commands(self) -> list[Command]:
        """Return all that is to be sent."""
        return [command for errand in self.errands for command in errand.commands()]


class Cluster:
    """Asks each question at the node that serves its slot, until it is answered.

    A question is sent once. Only a reply that proves that nothing was run (the script is unknown, the slot is served
    elsewhere), or a connection that never came about, lets it be sent again: nothing is spent twice.

    The map of who serves which slot is the client's. Whatever says that it is old has it searched for anew.
    """

    __slots__ = ("_circuits", "_client", "_script")

    def __init__(self, script: Script, client: Any, longest: int) -> None:
        self._script = script
        self._client = client
        self._circuits = Circuits(longest)

    def ask(self, questions: Sequence[Question]) -> Talk[None]:
        """Give each question its answer."""
        errands = [Errand(question) for question in questions]
        for _ in range(TRIES):
            posts: dict[str, Post] = {}
            old = [self._address(errand, posts) for errand in errands]
            old += yield from self._send(posts)
            errands = [errand for errand in errands if errand.question.answer is None]
            if any(old):
                yield Search(awaited=bool(errands))
            if not errands:
                return
        for errand in errands:
            errand.question.answer = errand.error or errors.ConnectionError(f"asked {TRIES} times in vain")

    def _address(self, errand: Errand, posts: dict[str, Post]) -> bool:
        """Put the errand to the others for its node, unless that is away. Return whether the map looks old."""
        try:
            node = self._node(errand)
        except UNREACHABLE as error:
            return self._keep(errand, error)
        if isinstance(errand.error, errors.SlotNotCoveredError):
            self._circuits[UNSERVED].worked()
        name = f" at {node.name}"
        if node == errand.dead_end:
            errand.question.answer = errand.error
        elif name not in posts and not self._circuits[name].lets_through():
            errand.question.answer = errors.ConnectionError(f"Redis{name} was away just now; it is not asked yet")
        else:
            posts.setdefault(name, Post(node)).errands.append(errand)
        return False

    def _keep(self, errand: Errand, error: Exception) -> bool:
        """Take note that no node is known for the errand. Return whether to search for one."""
        circuit = self._circuits[UNSERVED]
        if errand.error is not None:  # that was after a search
            circuit.failed(error)
        elif circuit.lets_through():
            errand.error = error
            return True
        errand.question.answer = error
        return False

    def _send(self, posts: dict[str, Post]) -> Talk[list[bool]]:
        """Send all posts, and take their replies. Return what the replies say of the map: whether it looks old."""
        if not posts:
            return []
        try:
            replies = yield [pack(self._script, post.node, post.commands()) for post in posts.values()]
        except GeneratorExit:
            for name in posts:
                self._circuits[name].given_up()
            raise
        return [self._hear(name, post, heard) for (name, post), heard in zip(posts.items(), replies, strict=True)]

    def _hear(self, name: str, post: Post, replies: Replies) -> bool:
        if isinstance(replies, Lost):
            self._circuits[name].failed(replies.error)
            for errand in post.errands:
                errand.fail(post.node, replies.error)
                if replies.sent:
                    errand.question.answer = replies.error
            return True
        self._circuits[name].worked()
        said = iter(replies)
        old = [self._take([next(said) for _ in errand.commands()][-1], errand, post.node) for errand in post.errands]
        return any(old)

    def _take(self, reply: Any, errand: Errand, node: Any) -> bool:
        """Take the reply for the answer, unless it says to ask again. Return whether the map looks old."""
        question = errand.question
        if isinstance(reply, errors.NoScriptError):
            question.command = self._script.in_full(question.command)
        elif isinstance(reply, errors.AskError):  # a MovedError is one
            errand.error = errand.detour = reply
            question.command = self._script.in_full(question.command)
            return isinstance(reply, errors.MovedError) or self._named(reply) is None
        elif isinstance(reply, errors.ResponseError) and _serves_no_more(reply):
            errand.fail(node, reply)
            return True
        else:
            question.answer = reply
        return False

    def _node(self, errand: Errand) -> Any:
        """Return the node that the last reply named, or else the one that serves the slot by the map."""
        named = None if errand.detour is None else self._named(errand.detour)
        if named is not None:
            return named
        errand.detour = None
        return self._client.get_node_from_key(errand.question.key)

    def _named(self, reply: errors.AskError) -> Any:
        """Return the node that a reply names, or None if the map does not have it."""
        try:
            return self._client.get_node(reply.host, reply.port)
        except UNREACHABLE:
            return None


def _serves_no_more(reply: errors.ResponseError) -> bool:
    """Say if nothing was run because the node is cut off, or a replica by now that scripts may only look at."""
    return isinstance(reply, errors.ClusterDownError) or "access a non local key" in str(reply)
