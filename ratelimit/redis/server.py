"""Puts questions to the only server there is. Who carries them, waiting or in asyncio, is another matter."""

from collections.abc import Sequence
from time import monotonic_ns
from typing import Any

from redis import exceptions as errors

from ratelimit.redis.circuit import Circuit
from ratelimit.redis.question import Lost, Question, Talk, pack
from ratelimit.redis.script import Script


class Server:
    """Asks once; and once more what was not run, as the server did not know the script."""

    __slots__ = ("_circuit", "_script")

    def __init__(self, script: Script, longest: int) -> None:
        self._script = script
        self._circuit = Circuit("", longest, monotonic_ns)

    def is_away(self) -> bool:
        """Say whether the server was away when it was asked last."""
        return self._circuit.is_open()

    def ask(self, questions: Sequence[Question]) -> Talk[None]:
        """Give each question its answer."""
        while questions:
            answers = yield from self._answers(questions)
            for question, answer in zip(questions, answers, strict=True):
                question.answer = answer
            questions = [question for question in questions if isinstance(question.answer, errors.NoScriptError)]
            for question in questions:
                question.command = self._script.in_full(question.command)

    def _answers(self, questions: Sequence[Question]) -> Talk[list[Any]]:
        if not self._circuit.lets_through():
            away = errors.ConnectionError("Redis was away just now; it is not asked yet")
            return [away] * len(questions)
        try:
            (replies,) = yield [pack(self._script, None, [question.command for question in questions])]
        except GeneratorExit:
            self._circuit.given_up()
            raise
        if isinstance(replies, Lost):
            self._circuit.failed(replies.error)
            return [replies.error] * len(questions)
        self._circuit.worked()
        return list(replies)
