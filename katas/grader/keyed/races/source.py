"""A submission's text."""

import ast
import linecache
from functools import cache
from pathlib import Path


def text_of(path: str, line: int, *, ends: bool = False) -> str:
    """Return a line without its indent; where a "with" ends, the words for that."""
    text = linecache.getline(path, line).strip()
    return f"(end of {text.partition('#')[0].strip().rstrip(':')})" if ends else text


@cache
def withs(path: str) -> set[int]:
    """Return the lines on which a "with" begins: it ends there too."""
    return {node.lineno for node in ast.walk(ast.parse(Path(path).read_bytes())) if isinstance(node, ast.With)}


@cache
def has_one_lock(path: str) -> bool:
    """Whether all its "with" are of one attribute: who is about to enter one waits for whoever holds a lock."""
    tree = ast.parse(Path(path).read_bytes())
    entered = [item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items]
    return all(isinstance(each, ast.Attribute) for each in entered) and len({*map(ast.unparse, entered)}) == 1
