"""Files that were judged once, before anything was changed for them: how right the grader is about the unseen.

`python -m tests.quality.unseen NAME COMMIT` grades a bank of such files, tests/unseen/NAME, and stores the verdicts
beside it, with the commit of the grader. Once the grader has been changed for a bank, that is as well known as
tests/bank.
"""

import json
import sys
from collections.abc import Sequence
from math import comb
from pathlib import Path
from typing import Any, NamedTuple

from katas.grader.kata import LADDER, ROOT
from katas.review.docstring import docstring
from tests.quality.bank import Entry
from tests.quality.verdicts import Verdict, grading

UNSEEN = ROOT / "tests" / "unseen"
BANKS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
)  # the third has katas that came after the second
LATEST = ("seventh",)  # what each kata was judged by last
STILL_MISSED = frozenset(  # by bank, kata, kind and name: what was judged wrongly then, and is today
    {
        "second/keyed_limiter/wrong/stripes_write_the_time_unguarded",
        "second/redis_token_bucket/wrong/epsilon_in_the_ceiling",
        "fifth/composite_limits/wrong/recursion_per_meter",
        "fifth/keyed_limiter/wrong/snapshot_for_each_round",
        "sixth/keyed_limiter/wrong/snapshot_of_keys",
        "seventh/http_middleware/wrong/hit_called_outside_try",
    }
)
MISSED_SINCE = frozenset({"second/sliding_log/wrong/removes_only_when_the_window_is_full"})  # it was found then
SURE = 0.95


class Judged(NamedTuple):
    """What came of one bank, when it was judged for the first time."""

    commit: str
    verdicts: dict[str, str]  # by kata, kind and name: the level that failed first, "" for a pass
    mistaken: dict[str, str]  # files that are not what their author took them for, with the reason; they don't count

    def missed(self, kind: str) -> list[str]:
        """Return the names of wrong files that passed, or of right ones that did not."""
        return [name for name, level in self.of(kind).items() if bool(level) == (kind == "right")]

    def of(self, kind: str) -> dict[str, str]:
        """Return the verdicts of right or wrong files."""
        found = {name: level for name, level in self.verdicts.items() if name.split("/")[1] == kind}
        return {name: level for name, level in found.items() if name not in self.mistaken}


class Said(NamedTuple):
    """Which mistake a wrong file makes."""

    path: Path
    does: str = (
        ""  # "drops the fraction of a token at every refill"; "" if it does the same as the first that it is like
    )
    like: Sequence[str] = ()  # known mistakes that it is another form of: of the bank, or others like it


def judged(bank: str) -> Judged:
    """Read what came of a bank."""
    return Judged(**json.loads((UNSEEN / f"{bank}.json").read_text(encoding="utf-8")))


def entries(bank: str) -> list[Entry]:
    """Return a bank's files."""
    return [
        Entry(kata, kind, path, docstring(path))
        for kata in LADDER
        for kind in ("right", "wrong")
        for path in sorted((UNSEEN / bank / kata / kind).glob("*.py"))
    ]


def mistakes(kata: str) -> dict[str, Said]:
    """Return what is said of a kata's wrong files, by bank and name."""
    found = json.loads((UNSEEN / "mistakes.json").read_text(encoding="utf-8"))[kata]
    return {
        key: Said((UNSEEN / key.replace("/", f"/{kata}/wrong/")).with_suffix(".py"), **said)
        for key, said in found.items()
    }


def at_most(missed: int, tried: int) -> float:
    """Return the share of misses that so few would be improbable above, as Clopper and Pearson have it (one side)."""
    low, high = missed / tried, 1.0
    for _ in range(40):
        share = (low + high) / 2
        as_few = sum(comb(tried, n) * share**n * (1 - share) ** (tried - n) for n in range(missed + 1))
        low, high = (share, high) if as_few > 1 - SURE else (low, share)
    return high


def misses(kind: str) -> tuple[int, int]:
    """Return how many of the latest files of a kind were judged wrongly, and how many there are."""
    latest = [judged(bank) for bank in LATEST]
    return sum(len(found.missed(kind)) for found in latest), sum(len(found.of(kind)) for found in latest)


def in_words(kind: str, found: Judged) -> str:
    """Say how many were judged wrongly: "12 of 200 wrong ones (6.0 %, and at most 9.6 %)"."""
    missed, tried = len(found.missed(kind)), len(found.of(kind))
    return (
        f"{missed} of {tried} {kind} ones ({100 * missed / tried:.1f} %; at most {100 * at_most(missed, tried):.1f} %)"
    )


def table() -> str:
    """Return the rows of the page, a bank a row, and what is not counted."""
    rows = []
    for bank in BANKS:
        found = judged(bank)
        misses = ", ".join(f"`{name}`" for kind in ("right", "wrong") for name in found.missed(kind)) or "none"
        words = in_words("right", found), in_words("wrong", found), misses
        rows.append(f"| {bank} | {found.commit} | {' | '.join(words)} |")
    mistaken = [f"- `{name}`: {why}" for bank in BANKS for name, why in judged(bank).mistaken.items()]
    return "\n".join([*rows, "", "Not counted, as they are not what their authors took them for:", "", *mistaken])


def total() -> str:
    """Say it in a sentence, which the README quotes."""
    kinds = ["{} of {} {} ones".format(*misses(kind), kind) for kind in ("right", "wrong")]
    return f"Of files that it had never seen, it judged {kinds[0]} and {kinds[1]} wrongly."


def main(bank: str, commit: str) -> None:
    """Grade a bank and store the verdicts."""
    asked = entries(bank)
    with grading(asked) as reports:
        verdicts = {entry.name: Verdict.of(reports[entry.name].result()).level for entry in asked}
    store(bank, {"commit": commit, "verdicts": verdicts, "mistaken": {}})
    for kind in ("right", "wrong"):
        print(in_words(kind, judged(bank)), *judged(bank).missed(kind), sep="\n  ")  # noqa: T201  a command


def store(bank: str, found: dict[str, Any]) -> None:
    """Write what came of a bank."""
    Path(UNSEEN / f"{bank}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
