"""What a file says of itself."""

import ast
from pathlib import Path

QUOTES = '"""'


def docstring(path: Path) -> str:
    """Return a file's docstring, "" if it has none. Where it comes first, the rest of the file is not parsed."""
    text = path.read_text(encoding="utf-8")
    if text.startswith(QUOTES):
        text = text[: text.index(QUOTES, len(QUOTES)) + len(QUOTES)]
    return ast.get_docstring(ast.parse(text)) or ""
