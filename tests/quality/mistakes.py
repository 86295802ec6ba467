"""Rebuilds katas/*/mistakes.json, by which a card names a mistake: `make mistakes`, after bank or probes changed.

`python -m tests.quality.mistakes gcra` does it for that kata alone.
"""

import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from unittest.mock import patch

from katas.grader.fingerprint import fingerprint, wrong_answers
from katas.grader.guard import Guard
from katas.grader.kata import LADDER, load_kata
from katas.grader.profile import Profile
from katas.grader.run.diagnosis import Mistake, file_of_mistakes
from katas.grader.run.loading import load
from katas.grader.verdict import Abort
from tests.quality.bank import Entry, entries
from tests.quality.guarded import guarded


def main(katas: Sequence[str]) -> None:
    """Write one file a kata."""
    os.environ["PYTHONHASHSEED"] = "0"  # as in the graded process
    with ProcessPoolExecutor(mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for name, mistakes in zip(katas, pool.map(mistakes_of, katas), strict=True):
            text = json.dumps(mistakes, indent=1, ensure_ascii=False)
            file_of_mistakes(load_kata(name)).write_text(f"{text}\n", encoding="utf-8")
            print(f"{name}: {len(mistakes)} mistakes that probes tell from right answers")  # noqa: T201  a command


def mistakes_of(name: str) -> dict[str, dict[str, object]]:
    """Fingerprint a kata's wrong solutions; those that answer rightly, or by the machine's clock, have none."""
    found = {}
    with guarded() as guard:
        for entry in entries(name, "wrong"):
            prints = prints_of(name, entry, guard)
            with patch("time.time_ns", lambda: 0), patch("time.monotonic_ns", lambda: 0):
                again = prints_of(name, entry, guard)
            if any(map(wrong_answers, prints.values())) and prints == again:
                found[entry.path.stem] = Mistake(entry.does, entry.shipped, entry.mistake, prints)._asdict()
    return found


def prints_of(name: str, entry: Entry, guard: Guard) -> dict[str, str]:
    """Return the fingerprint; nothing if a call doesn't return."""
    kata = load_kata(name)
    try:
        return fingerprint(kata.facets(kata.trial(partial(load, kata, str(entry.path), guard), guard, Profile())))
    except Abort:
        return {}


if __name__ == "__main__":
    main(sys.argv[1:] or LADDER)
