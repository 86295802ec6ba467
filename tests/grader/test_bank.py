"""The grader is graded: right submissions get 100, wrong ones don't, each in one short card that names the mistake."""

import pytest

from katas.grader.kata import LADDER, ROOT, load_kata
from katas.grader.report.card import Wishes, card
from tests.grading import too_long
from tests.quality import results, unseen
from tests.quality.bank import entries, every, known_in, touches
from tests.quality.equivalent import EQUIVALENT
from tests.quality.mistakes import described
from tests.quality.page import ERRORS, PAGE, errors, page, totals
from tests.quality.verdicts import Verdict

BANK = {entry.name: entry for entry in every("right", "wrong", "variants")}
VARYING = {  # what they answer depends on the machine's clock
    "gcra/wrong/time_zero_means_no_time",
    "http_middleware/wrong/t_is_an_epoch",
    "keyed_limiter/wrong/brings_its_own_clock",
    "keyed_limiter/wrong/looks_by_the_wall_clock",
    "keyed_limiter/wrong/time_zero_means_no_time",
    "token_bucket/wrong/time_zero_means_no_time",
}
UNDRAWN = {"http_middleware", "gateway_plugin"}  # of these, `python -m tests.quality seeds` has not been run yet
every_kata = pytest.mark.parametrize("kata", LADDER)


SAMPLED = {name for found in results.stored().values() for name in found["sample"]}  # what `make test` grades


@pytest.mark.parametrize("name", [pytest.param(x, marks=[] if x in SAMPLED else pytest.mark.slow) for x in BANK])
def test_right_is_accepted_and_wrong_is_rejected(name, report_of):
    entry, report = BANK[name], report_of(BANK[name])
    text = card(load_kata(report.kata), report, Wishes(hints=3, why=False))
    assert too_long(text) == []
    if entry.kind == "right":
        assert report.passed, text
        return
    assert not report.passed
    failure = report.first_failed.failure
    assert failure.kind in ("answer", "cost", "race", "hang", "crash", "exit"), text
    words = sum(
        failure.timeline.count(f"{name}(")
        for name in ("take", "level", "allow", "http", "websocket", "access", "reload")
    )
    assert words <= 8  # many calls alike are one
    assert not failure.timeline or str(load_kata(report.kata).parse(failure.timeline)) == failure.timeline
    if entry.kind == "wrong" and report.prints and name not in VARYING:
        known = known_in(entry.kata).get(entry.path.stem)
        assert known == (entry.does, entry.shipped, [entry.mistake], report.prints), "stale: run `make mistakes`"
        assert entry.path.stem in report.diagnosis.names, text


@every_kata
def test_the_sample_touches_every_level_every_group_of_probes_and_every_kind(kata):
    mine = entries(kata, "right", "wrong", "variants")
    graded = [entry for entry in mine if entry.name in SAMPLED]
    renew = f"run `python -m tests.quality bank page {kata}`"
    assert set().union(*map(touches, graded)) == set().union(*map(touches, mine)), renew
    assert len(graded) == len(results.stored()[kata]["sample"]), renew


@pytest.mark.slow
@pytest.mark.whole_bank
@every_kata
def test_the_quality_that_is_told_is_the_quality_that_is_there(kata, report_of):
    mine = entries(kata, "right", "wrong", "variants")
    found = results.of_the_bank(mine, {entry.name: report_of(entry) for entry in mine})
    told = results.stored()[kata]
    assert {name: told[name] for name in found} == found, "run `python -m tests.quality bank page`"
    assert found["right"] >= 8
    assert found["wrong"] >= 25
    assert len(found["misplaced"]) <= found["wrong"] / 10
    assert found["calls"][0] <= 4
    assert found["misnamed"] == found["variants_misnamed"] == []


@pytest.mark.slow
@pytest.mark.whole_bank
@every_kata
def test_every_law_kills_a_wrong_solution(kata, report_of):
    reds = {Verdict.of(report_of(entry)).level for entry in entries(kata, "wrong")}
    assert reds == {level.name for level in load_kata(kata).levels}


@every_kata
def test_a_wrong_solution_says_which_level_it_breaks(kata):
    levels = {level.name for level in load_kata(kata).levels}
    assert {entry.level for entry in entries(kata, "wrong")} <= levels


@every_kata
def test_known_mistakes_are_those_of_the_bank_and_of_files_that_were_unseen(kata):
    assert known_in(kata).keys() <= described(kata).keys()


@every_kata
def test_of_each_file_that_was_unseen_it_is_told_which_mistake_it_makes(kata):
    files = ((bank, entry) for bank in unseen.BANKS for entry in unseen.entries(bank))
    wrong = {f"{bank}/{entry.path.stem}" for bank, entry in files if (entry.kata, entry.kind) == (kata, "wrong")}
    assert set(unseen.mistakes(kata)) == wrong


def test_fifty_seeds_reject_no_right_one_and_one_in_a_hundred_wrong_ones_passes_at_most():
    assert {kata for kata in LADDER if "seeds" not in results.stored()[kata]} == UNDRAWN
    for kata in set(LADDER) - UNDRAWN:
        seeds = results.stored()[kata]["seeds"]
        assert seeds["rejected"] == []
        assert seeds["with_pins"] >= 0.99 * seeds["tried"]


def test_every_mutant_that_passes_has_a_reason():
    for kata in LADDER:
        assert [x for x in results.stored()[kata]["mutants"]["passed"] if (kata, *x) not in EQUIVALENT] == []


@pytest.mark.rest
def test_the_page_and_the_readme_say_what_was_measured():
    found = results.stored()
    assert PAGE.read_text(encoding="utf-8") == page(found), "run `python -m tests.quality page`"
    assert ERRORS.read_text(encoding="utf-8") == f"{errors(found)}\n", "run `python -m tests.quality page`"
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert totals(found) in readme
