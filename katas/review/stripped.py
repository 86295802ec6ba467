"""Source without what explains it: comments and docstrings."""

import ast
import io
import re
import tokenize

_HAS_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def stripped(source: str) -> str:
    """Return the same program without comments and docstrings, laid out as before."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip() or _GONE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _HAS_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            _drop_docstring(lines, node)
    text = "\n".join(line for line in lines if line != _GONE)
    text = re.sub(r"(:\n)\n+(?=[ ]+\S)", r"\1", text)  # a body does not begin with the gap below its docstring
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n") + "\n"


_GONE = "\0"  # in place of a line that is left out


def _drop_docstring(lines: list[str], node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    docstring = node.body[0]
    first, last = docstring.lineno - 1, (docstring.end_lineno or docstring.lineno) - 1
    if len(node.body) == 1 and not isinstance(node, ast.Module):
        before = lines[first].encode()[: docstring.col_offset].decode()  # a column counts bytes
        lines[first] = f"{before}pass"
        first += 1
    lines[first : last + 1] = [_GONE] * (last + 1 - first)
