"""The numbers in a submission: where its behaviour may change, and so what is to be tried.

A threshold is a number somewhere in the file: in its code, folded or not, a default, an attribute of a class or module.
The same file has the same numbers on every machine.
"""

import dis
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations_with_replacement
from math import isfinite
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

MOST_BITS = 200  # of a number that is tried
MOST = 12  # numbers of a file, the smallest ones; there are rarely more than five
_TRIVIAL = 2  # what small timelines have anyhow
_LINE = "__firstlineno__"  # from Python 3.13 on, each class has the number of its line


def constants_of(path: str) -> tuple[int, ...]:
    """Return the numbers above 2 in a file, in order; then what products and powers of them add."""
    found = sorted({number for number in _all(path) if _TRIVIAL < number < 2**MOST_BITS})[:MOST]
    products = [one * other for one, other in combinations_with_replacement(found, 2)]
    powers = [base**number for base in (2, 10) for number in found if number <= 64]
    more = sorted({number for number in products + powers if number < 2**MOST_BITS} - set(found))
    return (*found, *more[:MOST])


def computes_with_fractions(path: str) -> bool:
    """Whether the file's code may hold a float or a `Decimal`: it divides, or names what returns one."""
    names = {"float", "Decimal", "ceil", "floor", "sqrt", "round", "log", "log2", "pow", "fsum", "numpy", "timedelta"}
    for code in codes_of(path):
        if names & {*code.co_names, *code.co_freevars} or any(isinstance(one, float) for one in code.co_consts):
            return True
        if any(each.opname == "BINARY_OP" and each.argrepr in ("/", "/=") for each in dis.get_instructions(code)):
            return True
    return False


def codes_of(path: str) -> Iterator[CodeType]:
    """Yield the code of the file, and of all functions in it."""
    waiting = [compile(Path(path).read_bytes(), path, "exec")]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]


def _all(path: str) -> Iterator[int]:
    with suppress(OSError, SyntaxError, ValueError):
        for code in codes_of(path):
            where = code.co_firstlineno if _LINE in code.co_names else None
            yield from _numbers(tuple(each for each in code.co_consts if each != where))
    for module in [module for module in sys.modules.values() if getattr(module, "__file__", None) == path]:
        yield from _held(module)


def _held(module: ModuleType) -> Iterator[int]:
    """Yield what the module, its classes and its functions' defaults hold."""
    for value in list(vars(module).values()):
        yield from _numbers(value)
        if isinstance(value, type) and value.__module__ == module.__name__:
            for name, attribute in vars(value).items():
                yield from _numbers(attribute if name != _LINE else ())
                yield from _defaults(attribute)
        yield from _defaults(value)


def _defaults(value: Any) -> Iterator[int]:
    if isinstance(value, FunctionType):
        yield from _numbers(value.__defaults__ or ())
        yield from _numbers(tuple((value.__kwdefaults__ or {}).values()))


def _numbers(value: Any) -> Iterator[int]:
    if type(value) is int:
        yield abs(value)
    elif type(value) is float and isfinite(value):
        yield abs(int(value))
    elif isinstance(value, (tuple, frozenset, list, set)):
        for each in list(value)[:100]:
            yield from _numbers(each)
