"""Files that the grader had not seen when it judged them first: today it is right about them, or the page says so."""

import pytest

from tests.quality.unseen import BANKS, at_most, entries, judged

FILES = {f"{bank}/{entry.name}": (bank, entry) for bank in BANKS for entry in entries(bank)}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_it_is_judged_rightly_or_the_page_names_it(name, report_of):
    bank, entry = FILES[name]
    told = bank == BANKS[-1] and entry.name in judged(bank).missed(entry.kind)
    assert report_of(entry).passed == ((entry.kind == "right") != told)


@pytest.mark.parametrize("bank", BANKS)
def test_a_bank_is_large_enough_and_its_verdicts_are_complete(bank):
    assert {entry.name for entry in entries(bank)} == set(judged(bank).verdicts)
    assert (len(judged(bank).of("right")), len(judged(bank).of("wrong"))) == (48, 200)


@pytest.mark.parametrize(
    ("missed", "tried", "percent"), [(0, 48, 6.05), (0, 200, 1.49), (4, 200, 4.52), (27, 200, 18.13)]
)
def test_the_bound_is_that_of_clopper_and_pearson(missed, tried, percent):
    assert round(100 * at_most(missed, tried), 2) == pytest.approx(percent, abs=0.02)
