"""Measures the grader: `python -m tests.quality` does all that `docs/grader-quality.md` shows, in about two hours.

`python -m tests.quality bank page` does only these steps. There are bank, baselines, mutants, seeds and page; each
keeps what the others have found.
"""

import sys

from katas.grader.kata import LADDER, load_kata
from tests.quality import baselines, results
from tests.quality.bank import entries, every
from tests.quality.equivalent import EQUIVALENT
from tests.quality.page import PAGE, page
from tests.quality.results import Results
from tests.quality.seeds import over_seeds, summed
from tests.quality.verdicts import Verdict, grading


def bank(found: Results) -> None:
    """Grade every file in the shipped profile."""
    asked = every("right", "wrong", "variants")
    with grading(asked) as reports:
        done = {entry.name: reports[entry.name].result() for entry in asked}
    for kata in LADDER:
        mine = entries(kata, "right", "wrong", "variants")
        found[kata] |= results.of_the_bank(mine, done) | {"seconds": results.seconds(mine, done)}


def against_baselines(found: Results) -> None:
    """Put the bank to the two usual graders."""
    asked = every("right", "wrong")
    for baseline in baselines.BASELINES:
        passes = baselines.accepted(baseline, asked)
        for kata in LADDER:
            found[kata][baseline] = {
                "right": sum(not passes[entry.name] for entry in entries(kata, "right")),
                "wrong": sum(passes[entry.name] for entry in entries(kata, "wrong")),
            }


def mutants(found: Results) -> None:
    """Grade every small change of the solutions, and name those that pass without a reason."""
    from tests.quality.mutants import survivors  # noqa: PLC0415  needs the extra `quality`

    for kata in LADDER:
        made, survived = survivors(kata)
        for x in survived:
            if (kata, x.before, x.after) not in EQUIVALENT:
                print(f"{kata}:{x.number}: passes, with no reason given: {x.before!r} -> {x.after!r}")  # noqa: T201
        found[kata]["mutants"] = {"made": made, "passed": [[x.before, x.after] for x in survived]}


def seeds(found: Results) -> None:
    """Draw anew fifty times."""
    asked = every("wrong")
    with grading(asked, cases=0) as reports:
        pinned = {entry.name: Verdict.of(reports[entry.name].result()).level for entry in asked}
    drawn = list(over_seeds(pinned))
    for kata in LADDER:
        found[kata]["seeds"] = summed(load_kata(kata), pinned, [seed[kata] for seed in drawn])


def write(found: Results) -> None:
    """Write the page."""
    PAGE.write_text(page(found), encoding="utf-8")


STEPS = {"bank": bank, "baselines": against_baselines, "mutants": mutants, "seeds": seeds, "page": write}


def main(steps: list[str]) -> None:
    """Do the steps that were asked for, all by default, and store after each."""
    for step in steps or STEPS:
        found = {kata: {} for kata in LADDER} | results.stored()
        STEPS[step](found)
        results.store(found)


if __name__ == "__main__":
    main(sys.argv[1:])
