"""The card names a submission's mistake rightly, or not at all."""

import re
from functools import partial

import pytest

from katas.grader.fingerprint import Facet, fingerprint
from katas.grader.guard import Guard
from katas.grader.kata import LADDER, ROOT, load_kata
from katas.grader.profile import Profile
from katas.grader.run.diagnosis import Mistake, matches
from katas.grader.run.loading import load
from tests.grading import grade
from tests.quality.bank import BANK, entries, every

FACETS = [Facet(name, f"does {name}", []) for name in ("grants", "waits", "looks")]
KNOWN = {
    "early": Mistake("grants early", "", {"grants": "e", "looks": "e"}),
    "early_and_blind": Mistake("grants early and never looks", "", {"grants": "e", "looks": "b"}),
    "late": Mistake("waits too long", "", {"waits": "l"}),
}


FIRST = [entries(kata, "right")[0] for kata in LADDER]


@pytest.mark.parametrize(
    "entry",
    [pytest.param(entry, marks=[] if entry in FIRST else pytest.mark.slow, id=entry.name) for entry in every("right")],
)
def test_right_solutions_answer_every_probe_right(entry):
    kata, guard = load_kata(entry.kata), Guard(lambda _failure: None)
    trial = kata.trial(partial(load, kata, str(entry.path), guard), guard, Profile())
    assert fingerprint(kata.facets(trial)) == {}


def test_all_alike_is_a_match():
    assert matches({"grants": "e", "looks": "b"}, KNOWN, FACETS) == (["early_and_blind"], None)


def test_the_first_wrong_facet_tells_one_of_several_mistakes():
    assert matches({"waits": "l", "looks": "?"}, KNOWN, FACETS) == (["late"], FACETS[1])


def test_later_facets_narrow_the_choice():
    assert matches({"grants": "e", "waits": "?", "looks": "b"}, KNOWN, FACETS) == (["early_and_blind"], FACETS[0])


def test_one_answer_to_everything_is_no_sign_of_any_one_mistake():
    known = KNOWN | {"all": Mistake("grants all", "", {"grants": "~g", "looks": "x"})}
    assert matches({"grants": "~g", "looks": "?"}, known, FACETS)[0] == []
    assert matches({"grants": "~g", "looks": "x"}, known, FACETS)[0] == ["all"]


def test_no_match_no_claim():
    assert matches({"grants": "?", "waits": "l"}, KNOWN, FACETS)[0] == []
    assert matches({}, KNOWN, FACETS)[0] == []


def test_the_card_names_the_mistake_and_who_shipped_it():
    text = " ".join(
        grade("token_bucket", "--solution", wrong("token_bucket", "drops_fractions_at_grants")).text.split()
    )
    assert "your TokenBucket answers exactly like one that keeps the fraction of a token while it refuses, but" in text
    assert "Seen in the wild: throttled-py 3.5.0 lost the fraction at every admission" in text


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
