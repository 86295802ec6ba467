"""What `make quality` measured, stored so that the page and the README quote the same numbers."""

import json
from statistics import median
from typing import Any

from katas.grader.kata import ROOT
from katas.grader.verdict import Report
from tests.quality.bank import Entry, sampled
from tests.quality.verdicts import Verdict

STORED = ROOT / "tests" / "quality" / "results.json"
Results = dict[str, dict[str, Any]]  # kata -> what was measured, by name


def stored() -> Results:
    """Read the results."""
    found: Results = json.loads(STORED.read_text(encoding="utf-8"))
    return found


def store(results: Results) -> None:
    """Write the results."""
    STORED.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def of_the_bank(entries: list[Entry], reports: dict[str, Report]) -> dict[str, Any]:
    """Sum up one kata's verdicts: all that is the same in every run."""
    verdicts = {entry: Verdict.of(reports[entry.name]) for entry in entries}
    right, wrong, variants = (
        [entry for entry in entries if entry.kind == kind] for kind in ("right", "wrong", "variants")
    )
    calls = sorted(verdicts[entry].calls for entry in wrong if verdicts[entry].calls)
    kinds = {entry.path.stem: entry.mistake for entry in wrong}
    named = {entry: {kinds[name] for name in verdict.named} for entry, verdict in verdicts.items()}
    rightly = {entry for entry, names in named.items() if kinds.get(entry.mistake, entry.mistake) in names}
    misnamed = [entry for entry, names in named.items() if names and entry not in rightly]
    by_answers = [entry for entry in wrong if verdicts[entry].kind in ("answer", "crash")]
    return {
        "right": len(right),
        "accepted": sum(not verdicts[entry].level for entry in right),
        "wrong": len(wrong),
        "rejected": sum(bool(verdicts[entry].level) for entry in wrong),
        "misplaced": {
            entry.path.stem: [entry.level, verdicts[entry].level]
            for entry in wrong
            if verdicts[entry].level != entry.level
        },
        "calls": [median(calls), calls[-1]],
        "by_answers": len(by_answers),
        "named": len(rightly.intersection(by_answers)),
        "misnamed": [entry.name for entry in misnamed if entry.kind == "wrong"],
        "variants": len(variants),
        "variants_rejected": sum(bool(verdicts[entry].level) for entry in variants),
        "variants_named": len(rightly.intersection(variants)),
        "variants_misnamed": [entry.name for entry in misnamed if entry.kind == "variants"],
    }


def sample(entries: list[Entry], reports: dict[str, Report]) -> list[str]:
    """Return what `make test` grades: the quickest that touch all levels, groups of probes and kinds."""
    slow_first = sorted(entries, key=lambda entry: -reports[entry.name].seconds)
    return sorted(entry.name for entry in sampled(slow_first))


def seconds(entries: list[Entry], reports: dict[str, Report]) -> dict[str, list[float]]:
    """Return the median and the longest time to a card, of passes and of failures."""
    found = {}
    for kind in ("right", "wrong"):
        times = sorted(reports[entry.name].seconds for entry in entries if entry.kind == kind)
        found[kind] = [round(median(times), 1), round(times[-1], 1)]
    return found
