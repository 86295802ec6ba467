"""Files that the grader had not seen when it judged them first: today it is right about them, or the page says so."""

import pytest

from tests.quality.bank import known_in
from tests.quality.unseen import BANKS, MISSED_SINCE, STILL_MISSED, at_most, entries, judged

EVERY = 4  # of the wrong ones that were found at once, one in so many is graded again


def sampled(bank):
    """All right ones, all that were judged wrongly, and some of the others."""
    found, missed = entries(bank), {*judged(bank).missed("wrong"), *judged(bank).missed("right")}
    return [each for n, each in enumerate(found) if each.kind == "right" or each.name in missed or n % EVERY == 0]


SIZES = {
    "first": (48, 200),
    "second": (48, 200),
    "third": (21, 120),
    "fourth": (69, 302),
    "fifth": (55, 251),
    "sixth": (60, 311),
    "seventh": (62, 263),
}
FILES = {f"{bank}/{entry.name}": (bank, entry) for bank in BANKS for entry in sampled(bank)}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_it_is_judged_rightly_or_the_page_names_it(name, report_of):
    bank, entry = FILES[name]
    found = judged(bank)
    told = name in STILL_MISSED | MISSED_SINCE or entry.name in found.mistaken
    report = report_of(entry)
    assert report.submission == entry.submission
    assert report.passed == ((entry.kind == "right") != told)
    known = known_in(entry.kata).get(f"{bank}/{entry.path.stem}")
    if report.prints and known:
        assert known.prints == report.prints, "stale: run `make mistakes`"


def test_what_is_still_missed_was_missed_then():
    missed = {f"{bank}/{name}" for bank in BANKS for kind in ("right", "wrong") for name in judged(bank).missed(kind)}
    assert missed >= STILL_MISSED
    assert missed.isdisjoint(MISSED_SINCE)


@pytest.mark.parametrize("bank", BANKS)
def test_a_bank_is_large_enough_and_its_verdicts_are_complete(bank):
    found = judged(bank)
    assert {entry.name for entry in entries(bank)} == set(found.verdicts)
    assert len(found.verdicts) == sum(SIZES[bank])


@pytest.mark.parametrize(
    ("missed", "tried", "percent"), [(0, 48, 6.05), (0, 200, 1.49), (4, 200, 4.52), (27, 200, 18.13)]
)
def test_the_bound_is_that_of_clopper_and_pearson(missed, tried, percent):
    assert round(100 * at_most(missed, tried), 2) == pytest.approx(percent, abs=0.02)
