"""The numbers in a submission."""

import ast
from contextlib import suppress
from pathlib import Path


def constants_of(path: str) -> tuple[int, ...]:
    """Return the whole numbers in a file, and what its sums and products of them come to."""
    found = set()
    for node in ast.walk(ast.parse(Path(path).read_bytes())):
        if isinstance(node, (ast.Constant, ast.BinOp)):
            with suppress(Exception):  # names are no constants
                value = eval(compile(ast.Expression(node), path, "eval"), {"__builtins__": {}})  # noqa: S307  constants
                if type(value) in (int, float) and value == int(value):
                    found.add(int(value))
    return tuple(sorted(found))
