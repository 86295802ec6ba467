"""The card names a submission's mistake rightly, or not at all."""

import re
from collections import Counter
from functools import partial

import pytest

from katas.grader.fingerprint import UNFINISHED, Facet, fingerprint, first_wrong, marks, wrong_answers
from katas.grader.guard import Guard
from katas.grader.kata import LADDER, ROOT, load_kata
from katas.grader.profile import Profile
from katas.grader.report.card import Wishes, card
from katas.grader.run import diagnosis
from katas.grader.run.diagnosis import Match, Mistake, diagnose, known_mistakes, match
from katas.grader.run.loading import load
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Failure, Report, Result
from tests.grading import grade
from tests.quality.bank import BANK, every
from tests.quality.names import NAMED_AT_LEAST, WRONG_AT_MOST, bank_left_out, left_out
from tests.quality.unseen import LATEST

TEN = "EeEfEgEhEiEjEkElEmEn"  # the marks of ten wrong answers
KNOWN = {
    "early": Mistake("grants early", "", ["early"], {"grants": TEN, "looks": "Ea"}),
    "early_and_blind": Mistake(
        "grants early and never looks", "", ["early_and_blind"], {"grants": TEN, "looks": "5Bb"}
    ),
    "late": Mistake("waits too long", "", ["late"], {"waits": f"{TEN}LaLbLcLdLeLfLgLhLiLj"}),
}


@pytest.mark.slow
@pytest.mark.parametrize("entry", every("right"), ids=lambda entry: entry.name)
def test_right_solutions_answer_every_probe_right(entry):
    kata, guard = load_kata(entry.kata), Guard(lambda _failure: None)
    trial = kata.trial(partial(load, kata, str(entry.path), guard), guard, Profile())
    assert fingerprint(kata.facets(trial)) == {}


def test_marks_tell_which_probes_went_wrong_and_which_answers_are_the_same():
    found = wrong_answers(marks(["", "1 refused", "", "", "2 granted", "1 refused"]))
    assert list(found) == [1, 4, 5]
    assert found[1] == found[5] != found[4]


def test_a_facet_that_does_not_end_is_not_compared():
    def no_end():
        raise Abort(Failure("hang"))

    facets = [Facet("grants", "", [lambda: "1 refused"]), Facet("huge", "", [no_end], may_not_end=True)]
    prints = fingerprint(facets)
    assert prints == {"grants": marks(["1 refused"]), "huge": UNFINISHED}
    known = {"early": Mistake("grants early", "", ["early"], {"grants": prints["grants"], "huge": "HhIi"})}
    assert match(prints, known) == Match(["early"])
    assert match({"huge": UNFINISHED}, known) is None
    with pytest.raises(Abort):
        fingerprint([Facet("clock", "", [no_end])])


@pytest.mark.parametrize(("at", "alike"), [("take(9) take(0)", True), ("take(0, 0)", False)])
def test_where_no_error_is_due_all_are_alike(at, alike, tmp_path):
    """A sliding log that refuses a late call with whatever error; and one whose error for a wrong cost is another."""
    source = (ROOT / "solutions" / "sliding_log.py").read_text(encoding="utf-8")
    said = set()
    for error in ("IndexError", "ValueError", "TypeError"):
        path = tmp_path / "sliding_log.py"
        path.write_text(source.replace("    def take(self, now: int, cost: int = 1) -> int:\n", f"""\
    def take(self, now: int, cost: int = 1) -> int:
        if now < self.clock or cost < 1:
            raise {error}
"""), encoding="utf-8")  # fmt: skip
        kata, guard = load_kata("sliding_log"), Guard(lambda _failure: None)
        trial = kata.trial(partial(load, kata, str(path), guard), guard, Profile())
        said.add(first_wrong(trial, Timeline.parse(f"1/8: {at}")))
    assert len(said) == (1 if alike else 3)


def test_after_shared_state_nothing_else_is_asked():
    company = Facet("company", "", [lambda: "refused"], alone=True)
    other = Facet("grants", "", [lambda: "1 refused"])
    assert fingerprint([company, other]) == {"company": marks(["refused"])}
    assert fingerprint([Facet("company", "", [lambda: ""], alone=True), other]) == {"grants": marks(["1 refused"])}


def test_all_alike_is_a_match():
    assert match({"grants": TEN, "looks": "5Bb"}, KNOWN) == Match(["early_and_blind"])


def test_most_alike_is_a_match_that_says_how_much():
    prints = {"waits": KNOWN["late"].prints["waits"].replace("Lj", "Xx")}
    assert match(prints, KNOWN) == Match(["late"], share=19 / 20)
    a_fifth_differs = {"waits": KNOWN["late"].prints["waits"].replace("LgLhLiLj", "XgXhXiXj")}
    assert match(a_fifth_differs, KNOWN) == Match(["late"], share=16 / 20)
    half_differs = {"waits": KNOWN["late"].prints["waits"].replace(TEN, TEN.replace("E", "X"))}
    assert match(half_differs, KNOWN) is None


def test_another_kind_that_is_nearly_as_much_alike_leaves_it_open():
    prints = {"waits": KNOWN["late"].prints["waits"].replace("Lj", "Xx")}
    other = Mistake("waits oddly", "", ["other"], {"waits": KNOWN["late"].prints["waits"].replace("Lj", "Yy")})
    assert match(prints, KNOWN | {"other": other}) is None
    form = other._replace(kinds=["odd", "late"])
    assert match(prints, KNOWN | {"form": form}) == Match(["late", "form"], share=19 / 20)


def test_two_kinds_that_no_probe_tells_apart_are_not_named():
    assert match(KNOWN["late"].prints, KNOWN | {"slow": KNOWN["late"]._replace(kinds=["slow"])}) is None
    assert match(KNOWN["late"].prints, KNOWN | {"later": KNOWN["late"]}) == Match(["late", "later"])


def test_the_first_wrong_facet_tells_one_of_several_mistakes():
    prints = {**KNOWN["late"].prints, "looks": TEN + TEN}
    assert match(prints, KNOWN) == Match(["late"], facet="waits")


def test_a_submission_that_is_right_where_the_known_one_is_wrong_does_not_have_its_mistake():
    prints = {"grants": TEN, "waits": "XaXb"}
    assert match(prints, KNOWN) is None
    assert match({**prints, "looks": "Xa"}, KNOWN) == Match(["early"], facet="grants")


def test_a_few_wrong_answers_in_the_first_facet_are_no_sign():
    known = KNOWN | {"odd": Mistake("is odd", "", ["odd"], {"grants": "OaOb"})}
    assert match({"grants": "OaOb", "waits": "XaXb"}, known) is None
    assert match({"grants": "OaOb"}, known) == Match(["odd"])


def test_one_answer_to_everything_is_no_sign_of_any_one_mistake():
    known = KNOWN | {"all": Mistake("grants all", "", ["all"], {"grants": f"~{TEN}", "looks": "Xx"})}
    assert match({"grants": f"~{TEN}", "looks": "XxYyZz"}, known) is None
    assert match({"grants": f"~{TEN}", "looks": "Xx"}, known) == Match(["all"])


def test_no_match_no_claim():
    assert match({"grants": "Xx", **KNOWN["late"].prints}, {"late": KNOWN["late"]}) == Match(["late"], share=20 / 21)
    assert match({"grants": TEN + TEN, **KNOWN["late"].prints}, {"late": KNOWN["late"]}) is None
    assert match({}, KNOWN) is None


def test_few_mistakes_that_are_not_known_are_named_wrongly():
    came = Counter(each.came for kata in LADDER for each in left_out(known_mistakes(load_kata(kata))))
    assert came["wrong"] <= WRONG_AT_MOST * came.total()


@pytest.mark.parametrize("bank", LATEST)
def test_most_files_of_an_unseen_bank_are_named_and_few_of_them_wrongly(bank):
    came = Counter(each.came for kata in LADDER for each in bank_left_out(known_mistakes(load_kata(kata)), bank))
    assert came["right"] >= NAMED_AT_LEAST * came.total()
    assert came["wrong"] <= WRONG_AT_MOST * came.total()


def test_the_card_names_the_mistake_and_who_shipped_it():
    text = " ".join(
        grade("token_bucket", "--solution", wrong("token_bucket", "drops_fractions_at_grants")).text.split()
    )
    assert "your TokenBucket answers exactly like one that keeps the fraction of a token while it refuses, but" in text
    assert "Seen in the wild: throttled-py 3.5.0 lost the fraction at every admission" in text


def test_the_card_says_how_many_answers_are_the_same_if_not_all_are():
    kata = load_kata("gcra")
    prints = dict(known_mistakes(kata)["tat_lags_behind"].prints)
    facet = next(facet for facet, found in prints.items() if len(wrong_answers(found)) > 20)
    prints[facet] = f"{prints[facet][:-4]}AaBb"
    words = diagnose(kata, [], prints).words
    assert words.startswith("your GCRA answers almost exactly like one that does not lift the TAT to now")
    assert words.endswith(" (99 % of the wrong answers, yours and its, are the same).")


def test_two_forms_of_a_mistake_stand_below_each_other(monkeypatch):
    known = {"one": KNOWN["late"]._replace(does="waits"), "other": KNOWN["late"]._replace(does="makes wait")}
    monkeypatch.setattr(diagnosis, "known_mistakes", lambda _kata: known)
    kata, report = (
        load_kata("gcra"),
        Report("gcra", "mine.py", [Result("burst", 100, "a law", "failed", Failure("answer"))]),
    )
    report.diagnosis = diagnose(kata, [], KNOWN["late"].prints)
    told = (
        "\nDiagnosis: your GCRA answers exactly like either of these:\n  - one that waits.\n  - one that makes wait.\n"
    )
    assert told in card(kata, report, Wishes())


def test_a_mistake_is_named_before_level_is_written(tmp_path):
    source = (BANK / "gcra" / "wrong" / "tat_lags_behind.py").read_text(encoding="utf-8")
    path = tmp_path / "gcra.py"
    path.write_text(
        re.sub(r"def level\(.*", "def level(self, now):\n        raise NotImplementedError\n", source, flags=re.DOTALL)
    )
    text = " ".join(grade("gcra", "--solution", str(path)).text.split())
    assert "your GCRA grants and refuses exactly like one that does not lift the TAT to now" in text


def test_an_unknown_mistake_gets_no_name_and_no_story(tmp_path):
    path = tmp_path / "token_bucket.py"
    source = (ROOT / "solutions" / "token_bucket.py").read_text(encoding="utf-8")
    path.write_text(source.replace("need = cost", "need = (1 + (now % 7 == 3)) * cost"), encoding="utf-8")
    text = grade("token_bucket", "--solution", str(path)).text
    assert "Diagnosis" not in text
    assert "in the wild" not in text
    assert "In an interview" not in text


def wrong(kata, name):
    return f"tests/bank/{kata}/wrong/{name}.py"
