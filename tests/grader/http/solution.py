"""The solution of http_middleware, its levels, and what is drawn for them."""

from katas.grader.http import inputs
from katas.grader.kata import load_kata

KATA = load_kata("http_middleware")
RIGHT = KATA.solution.read_text(encoding="utf-8")
LAWS = {level.name: level.law for level in KATA.levels}
KINDS = {name: value for name, value in vars(inputs).items() if isinstance(value, inputs.HttpInputs)}
SEND = "            await send(message)\n"
