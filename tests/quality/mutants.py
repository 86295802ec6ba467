"""Grades every small change of every solution: what passes is equivalent, for a reason, or shows a gap in a law."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from katas.grader.kata import load_kata
from katas.grader.run.process import Order, grade


class Mutant(NamedTuple):
    """A solution with one change."""

    number: int  # of the changed line
    before: str
    after: str
    code: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield each change that cosmic-ray knows to make, once."""
    seen = {source}
    for name in operator_names():
        for occurrence in count():
            try:
                code = mutate_code(source, get_operator(name)(), occurrence)
            except TypeError:  # an operator that asks for the names to be replaced
                break
            if code is None:
                break
            if code not in seen and (change := _change(source, code)):
                seen.add(code)
                yield Mutant(*change, code)


def _change(source: str, code: str) -> tuple[int, str, str] | None:
    """Return the number of the line that differs, and both versions of it."""
    old, new = source.splitlines(), code.splitlines()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(old), reversed(new), strict=False)))
    before, after = old[same : len(old) - tail], new[same : len(new) - tail]
    return (same + 1, " ".join(before).strip(), " ".join(after).strip()) if before or after else None


def survivors(kata: str) -> tuple[int, list[Mutant]]:
    """Return how many mutants a kata's solution has, and those that its grader accepts."""
    found = list(mutants(load_kata(kata).solution.read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = pool.map(lambda pair: _passes(kata, Path(folder) / str(pair[0]), pair[1]), enumerate(found))
        return len(found), [mutant for mutant, survives in zip(found, passed, strict=True) if survives]


def _passes(kata: str, folder: Path, mutant: Mutant) -> bool:
    folder.mkdir()
    path = folder / f"{kata}.py"
    path.write_text(mutant.code, encoding="utf-8")
    return grade(load_kata(kata), Order(str(path))).passed
