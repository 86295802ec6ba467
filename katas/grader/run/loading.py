"""Finds a submission, `PATH` or `MODULE:CLASS`, and imports it."""

import ast
import importlib
import os
import sys
from collections.abc import Callable
from importlib.util import decode_source, find_spec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, cast

from katas.grader.crash import crash
from katas.grader.guard import Guard
from katas.grader.kata import ROOT, Kata
from katas.grader.verdict import Broken, Failure

# What a solution may import from the library: the contract's types, not the answers.
_ALLOWED = {"Quota", "Level", "Meter", "Paced", "Clock"}
_TYPES = {"quota", "decision", "protocols"}  # the modules that define them


def file_of(kata: Kata, submission: str) -> Path:
    """Return the file that a PATH means: it may be a folder's."""
    path = Path(submission)
    return path / f"{kata.name}.py" if path.is_dir() else path


def load(kata: Kata, submission: str, guard: Guard, *, anew: bool = False) -> Callable[..., Any]:
    """Return the class to grade. Raises `Broken` with the reason in plain words.

    `anew` imports it again, with the modules beside it that it imports: what those import may be patched by now.
    """
    os.chdir(guard.home)  # it may have changed the folder when it was first imported
    if ":" in submission and not Path(submission).exists():
        if anew:
            _forget_modules(ROOT)
        found = _from_module(submission, guard)
    else:
        path = file_of(kata, submission)
        if anew:
            _forget_modules(path.parent.resolve(), "ratelimit")  # which may stand in that folder as well
        found = _from_file(kata, path, guard)
    tampering = guard.tampering()
    if tampering is not None:
        raise Broken(tampering)
    return found


def _from_file(kata: Kata, path: Path, guard: Guard) -> Callable[..., Any]:
    if not path.is_file():
        raise Broken(Failure("load", f"There is no file {path}. Give --solution a PATH or MODULE:CLASS."))
    guard.path = str(path.resolve())
    tree, code = _compiled(path, guard)
    _refuse_answers(tree, guard)
    module = ModuleType(f"submission_{path.stem}")
    module.__dict__["__file__"] = guard.path
    module.__dict__["print"] = _print
    sys.modules[module.__name__] = module  # dataclasses look their module up
    sys.path.append(str(path.parent.resolve()))  # last: a random.py beside it is not for the grader
    _call("Importing the file", guard, exec, code, module.__dict__)
    found: Callable[..., Any] | None = vars(module).get(kata.class_name)
    if not callable(found):
        names = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        others = f"it defines {', '.join(names)}" if names else "it defines no class"
        raise Broken(Failure("load", f"The file must define class {kata.class_name}; {others}."))
    return found


def _print(*values: object, **options: Any) -> None:
    """Print as Python does, but for a number that is too long for a text: a line to look at an answer breaks none."""
    try:
        print(*values, **options)  # noqa: T201  the submission prints
    except ValueError as error:
        if "integer string conversion" not in str(error):
            raise


def _compiled(path: Path, guard: Guard) -> tuple[ast.Module, CodeType]:
    try:
        tree = ast.parse(decode_source(path.read_bytes()), guard.path)
        return tree, compile(tree, guard.path, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError, OSError) as error:
        reason = getattr(error, "msg", None) or str(error) or "it is nested too deeply"
        if isinstance(error, UnicodeDecodeError) or "encoding" in reason:
            reason = "it is not UTF-8"
        message = f"Python can't read the file: {reason}."
        raise Broken(Failure("load", message, line=guard.line_of_error(error))) from error


def _from_module(submission: str, guard: Guard) -> Callable[..., Any]:
    name, _, attribute = submission.partition(":")
    sys.path.append(guard.home)
    spec = _call(f"Importing {name}", guard, find_spec, name)
    guard.path = str(spec.origin) if spec else ""
    module = _call(f"Importing {name}", guard, importlib.import_module, name)
    found: Callable[..., Any] | None = getattr(module, attribute, None)
    if not callable(found):
        raise Broken(
            Failure("load", f"Module {name} has no class {attribute}. Give --solution a PATH or MODULE:CLASS.")
        )
    guard.path = str(getattr(sys.modules.get(found.__module__), "__file__", ""))
    return found


def _forget_modules(folder: Path, *kept: str) -> None:
    for name, module in list(sys.modules.items()):
        path = Path(getattr(module, "__file__", None) or sys.base_prefix)
        installed = path.is_relative_to(sys.prefix) or path.is_relative_to(sys.base_prefix)
        if path.is_relative_to(folder) and not installed and not name.startswith(("katas", "__main__", *kept)):
            del sys.modules[name]


def _call(what: str, guard: Guard, function: Callable[..., Any], *args: Any) -> Any:
    try:
        return guard(what, function, *args)
    except (Exception, SystemExit) as error:
        raise Broken(crash(guard, what, error)) from error


def hide_answers() -> None:
    """Leave a submission nothing of the library but the contract's types, however it asks."""
    for name in [name for name in sys.modules if name.startswith("ratelimit.")]:
        if name.split(".")[1] not in _TYPES:
            sys.modules[name] = cast("ModuleType", None)  # importing it raises
    package = sys.modules["ratelimit"]
    for name in [name for name in vars(package) if not name.startswith("__") and name not in _ALLOWED | _TYPES]:
        delattr(package, name)


def _refuse_answers(tree: ast.Module, guard: Guard) -> None:
    """Refuse a solution that imports the library's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            root, names = (node.module or "").split(".")[0], {name.name for name in node.names}
        elif isinstance(node, ast.Import):
            theirs = [
                name.name for name in node.names if name.name.split(".")[0] in ("ratelimit", "katas", "solutions")
            ]
            root, names = "", set(theirs) - {"ratelimit"}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ratelimit":
            root, names = "ratelimit", {node.attr}
        else:
            continue
        wrong = names - _ALLOWED if root == "ratelimit" else names if root in ("", "katas", "solutions") else set()
        if wrong:
            reason = f"From ratelimit a solution may import only {', '.join(sorted(_ALLOWED))}; this imports "
            raise Broken(Failure("load", reason + ", ".join(sorted(wrong)) + ".", line=guard.show(node.lineno)))
