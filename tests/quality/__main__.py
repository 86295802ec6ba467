"""Measures the grader: `python -m tests.quality` does all that `docs/grader-quality.md` shows, in about two hours.

`python -m tests.quality bank page` does only these steps. There are bank, baselines, mutants, seeds and page; each
keeps what the others have found. `python -m tests.quality seeds gcra` does it for that kata alone.
"""

import sys
from collections.abc import Sequence

from katas.grader.kata import LADDER, load_kata
from tests.quality import baselines, results
from tests.quality.bank import entries, every
from tests.quality.equivalent import EQUIVALENT
from tests.quality.page import ERRORS, PAGE, errors, page
from tests.quality.results import Results
from tests.quality.seeds import over_seeds, summed
from tests.quality.verdicts import Verdict, grading


def bank(found: Results, katas: Sequence[str]) -> None:
    """Grade every file in the shipped profile."""
    asked = [entry for entry in every("right", "wrong", "variants") if entry.kata in katas]
    with grading(asked) as reports:
        done = {entry.name: reports[entry.name].result() for entry in asked}
    for kata in katas:
        mine = entries(kata, "right", "wrong", "variants")
        timed = {"seconds": results.seconds(mine, done), "sample": results.sample(mine, done)}
        found[kata] |= results.of_the_bank(mine, done) | timed


def against_baselines(found: Results, katas: Sequence[str]) -> None:
    """Grade the bank with the two usual graders."""
    asked = [entry for entry in every("right", "wrong") if entry.kata in katas]
    for baseline in baselines.BASELINES:
        passes = baselines.accepted(baseline, asked)
        for kata in katas:
            found[kata][baseline] = {
                "right": sum(not passes[entry.name] for entry in entries(kata, "right")),
                "wrong": sum(passes[entry.name] for entry in entries(kata, "wrong")),
            }


def mutants(found: Results, katas: Sequence[str]) -> None:
    """Grade every small change of the solutions, and name those that pass without a reason."""
    from tests.quality.mutants import survivors  # noqa: PLC0415  needs the extra `quality`

    for kata in katas:
        made, survived = survivors(kata)
        for x in survived:
            if (kata, x.before, x.after) not in EQUIVALENT:
                print(f"{kata}:{x.number}: passes, with no reason given: {x.before!r} -> {x.after!r}")  # noqa: T201
        found[kata]["mutants"] = {"made": made, "passed": [[x.before, x.after] for x in survived]}


def seeds(found: Results, katas: Sequence[str]) -> None:
    """Draw with fifty seeds."""
    asked = [entry for entry in every("wrong") if entry.kata in katas]
    with grading(asked, cases=0) as reports:
        pinned = {entry.name: Verdict.of(reports[entry.name].result()).level for entry in asked}
    drawn = list(over_seeds(katas, pinned))
    for kata in katas:
        found[kata]["seeds"] = summed(load_kata(kata), pinned, [seed[kata] for seed in drawn])


def write(found: Results, _katas: Sequence[str]) -> None:
    """Write the page, and the sentence on the card."""
    PAGE.write_text(page(found), encoding="utf-8")
    ERRORS.write_text(f"{errors(found)}\n", encoding="utf-8")


STEPS = {"bank": bank, "baselines": against_baselines, "mutants": mutants, "seeds": seeds, "page": write}


def main(asked: Sequence[str]) -> None:
    """Do the named steps for the named katas, all by default. Store after each."""
    katas = [name for name in asked if name in LADDER] or LADDER
    for step in [name for name in asked if name not in LADDER] or STEPS:
        found = {kata: {} for kata in LADDER} | results.stored()
        STEPS[step](found, katas)
        results.store(found)


if __name__ == "__main__":
    main(sys.argv[1:])
