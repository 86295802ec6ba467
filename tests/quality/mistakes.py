"""Rebuilds katas/*/mistakes.json, by which a card names a mistake: `make mistakes`, after bank or probes changed.

They are those of the bank and of the files in tests/unseen. `python -m tests.quality.mistakes gcra` does it for that
kata alone.
"""

import json
import os
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from katas.grader.fingerprint import fingerprint, wrong_answers
from katas.grader.guard import Guard
from katas.grader.kata import LADDER, load_kata
from katas.grader.profile import Profile
from katas.grader.run.diagnosis import Mistake, file_of_mistakes
from katas.grader.run.loading import load
from katas.grader.verdict import Abort
from tests.quality.bank import entries
from tests.quality.guarded import guarded
from tests.quality.unseen import mistakes

MACHINE = re.compile(r"^\s*(import|from) (time|datetime|threading|asyncio|random)\b|\bid\(", re.MULTILINE)


class Described(NamedTuple):
    """A wrong solution, and what a card says of it."""

    path: Path
    does: str
    shipped: str
    kinds: list[str]


def main(katas: Sequence[str]) -> None:
    """Write one file a kata."""
    os.environ["PYTHONHASHSEED"] = "0"  # as in the graded process
    processes = get_context("forkserver")
    processes.set_forkserver_preload([fingerprint.__module__, guarded.__module__, entries.__module__])
    with ProcessPoolExecutor(os.cpu_count(), processes, max_tasks_per_child=1) as pool:  # a file may break what it has
        for name in katas:
            known = described(name)
            told = pool.map(partial(prints_of, name), [each.path for each in known.values()])
            mistakes = {
                key: Mistake(each.does, each.shipped, each.kinds, prints)._asdict()
                for (key, each), prints in zip(known.items(), told, strict=True)
                if any(map(wrong_answers, prints.values()))
            }
            text = json.dumps(mistakes, indent=1, ensure_ascii=False)
            file_of_mistakes(load_kata(name)).write_text(f"{text}\n", encoding="utf-8")
            print(f"{name}: {len(mistakes)} mistakes that probes tell from right answers")  # noqa: T201  a command


def prints_of(name: str, path: Path) -> dict[str, str]:
    """Fingerprint a wrong solution; one that answers rightly, or by the machine's clock or addresses, has none."""
    with guarded() as guard:
        prints = printed(name, path, guard)
        if MACHINE.search(path.read_text(encoding="utf-8")):
            with patch("time.time_ns", lambda: 0), patch("time.monotonic_ns", lambda: 0):
                prints = prints if prints == printed(name, path, guard) else {}
    return prints


def described(name: str) -> dict[str, Described]:
    """Return a kata's wrong solutions, in the bank and in tests/unseen, and what is said of them."""
    found = {
        each.path.stem: Described(each.path, each.does, each.shipped, [each.mistake]) for each in entries(name, "wrong")
    }
    for key, said in mistakes(name).items():
        forms = [found[other] for other in said.like]
        kinds = list(dict.fromkeys(kind for form in forms for kind in form.kinds)) or [key]
        found[key] = Described(said.path, said.does or forms[0].does, "", kinds)
    return found


def printed(name: str, path: Path, guard: Guard) -> dict[str, str]:
    """Return the fingerprint; nothing if a call doesn't return."""
    kata = load_kata(name)
    try:
        return fingerprint(kata.facets(kata.trial(partial(load, kata, str(path), guard), guard, Profile())))
    except Abort:
        return {}


if __name__ == "__main__":
    main(sys.argv[1:] or LADDER)
