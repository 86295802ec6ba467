"""Who has written the limiter of another answer is told that answer, and no other."""

import pytest

from katas.interview.debrief.answers import assumed
from katas.interview.debrief.cost import Cost, cost_in_twist, cost_of
from katas.interview.debrief.decided import by_luck, by_skill
from katas.interview.debrief.page import plain
from katas.interview.debrief.practise import three_things
from katas.interview.debrief.rule import rules_of
from katas.interview.debrief.writing import debriefed
from katas.interview.stages.grading import found, graded
from katas.interview.variants.catalogue import OFFERED, neighbours
from katas.interview.variants.clarifications import supposing
from katas.interview.variants.kata import kata_of
from katas.interview.variants.twist import twists
from katas.interview.variants.variant import Variant
from tests.interview.candidate import Candidate
from tests.interview.limiters import seed_of
from tests.interview.variants.floats import cousins
from tests.interview.variants.solutions import solution

ASKED = ("windows", "edge", "refusals", "burst", "back")
PAIRS = [(variant, key, other) for variant in OFFERED for key in ASKED for other in neighbours(variant).get(key, ())]


def handed_in(begun, variant, text, changed="", new="servers"):
    """An interview in which nothing was asked, with a graded file, which is changed for a twist."""
    session = begun(Candidate(), seed_of(variant.name), mock=True)
    for path in (session.limiter, session.written):
        path.write_text(text)
    session.state.graded["code"] = found(graded(session, kata_of(variant.name), every=True))
    if changed:
        session.interview = session.interview._replace(twist=new)
        session.limiter.write_text(changed)
        session.state.graded["twist"] = found(graded(session, kata_of(f"{variant.name}+{new}"), every=True))
    return session


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variant", "key", "other"), PAIRS[::11], ids=lambda value: value if isinstance(value, str) else value.name
)
def test_a_right_limiter_of_another_answer_is_told_which_one_it_fits(begun, variant, key, other):
    session = handed_in(begun, variant, solution(other))
    rules = rules_of(session)
    sentences, points, still_red, *_ = cost_of(session, rules)
    red = {rule.key for rule in rules if not rule.green}
    if not red:  # it keeps the rule too: a clock that may go back is no trouble where it never does
        assert points == 0
        return
    said = f" would be green if {supposing(other, key)}."
    assert any(sentence.endswith(said) for sentence in sentences), sentences
    assert f"{points} points. " in " ".join(sentences)
    assert not any("no other answer makes it green" in sentence for sentence in sentences)
    assert still_red == ()
    assert points == 100 - session.state.graded["code"]["points"]


@pytest.mark.slow
@pytest.mark.parametrize("variant", OFFERED[::7], ids=lambda variant: variant.name)
def test_a_right_limiter_has_lost_nothing(begun, variant):
    session = handed_in(begun, variant, solution(variant))
    sentences, points, still_red, *_ = cost_of(session, rules_of(session))
    assert (points, still_red) == (0, ())
    assert all(sentence.endswith("it cost no points.") for sentence in sentences)
    assert assumed(variant, session.written, [], ()).answers == {}


def test_a_level_that_another_answer_has_not_is_not_put_down_to_it_after_an_earlier_mistake(begun):
    variant, other = Variant.of("bucket-burst-costs-yes"), Variant.of("grid-costs-yes")
    session = handed_in(begun, variant, solution(other))
    session.state.asked = ["windows"]
    sentences, points, *_ = cost_of(session, rules_of(session))
    (burst,) = sentences
    assert burst.endswith(
        "Level burst is red. What the question cost was not found out: "
        "the mistake at level windows alone may have made it so."
    )
    assert points == 0


EARLY = "granted = all(fits"  # a mistake that the first level shows
WRONG = f"granted = now % 2 == 0 and {EARLY.partition(' = ')[2]}"


def costs(session):
    code = cost_of(session, rules_of(session))
    return code, cost_in_twist(session, rules_of(session, "twist"), code)


def test_a_twist_that_is_red_by_an_answer_not_asked_for_is_no_lack_of_skill(begun):
    variant, other = Variant.of("sliding-after-yes"), Variant.of("sliding-yes")
    right = solution(other, "servers")
    session = handed_in(begun, variant, solution(other).replace(EARLY, WRONG), right)
    code, twist = costs(session)
    assert code.still_red[0] == "limit"
    assert twist.still_red == ()
    assert twist.points == 100 - session.state.graded["twist"]["points"] > 30
    first, last = twist.sentences
    assert first.startswith("After the twist: Does a request still count at the very tick")
    assert first.endswith("They would be green if a request counted no more at the very tick at which its period ends.")
    assert "the file after the twist, limiter.py, would have 100 of 100 points; " in last
    told = "The twist: its own level, servers, is red by what you did not ask"
    assert any(each.startswith(told) for each in by_skill(session, rules_of(session), code, twist))
    practised = [each.why for each in three_things(session, rules_of(session), code, twist)]
    assert not any(why.startswith("The twist") for why in practised)
    assert f"{twist.points} points of the twist were lost" in " ".join(practised)


@pytest.mark.slow
def test_a_twist_that_is_wrong_under_every_answer_is_to_be_practised(begun):
    variant, other = Variant.of("sliding-after-yes"), Variant.of("sliding-yes")
    session = handed_in(begun, variant, solution(other), solution(other))
    code, twist = costs(session)
    assert twist.still_red == ("servers",)
    assert len(twist.sentences) == 1  # the answer that the code fits is told of the code
    assert "The twist: its own level, servers, is red, by a mistake of its own." in by_skill(
        session, rules_of(session), code, twist
    )
    assert any(
        "The twist: its own level, servers, is red." in each.why
        for each in three_things(session, rules_of(session), code, twist)
    )


@pytest.mark.slow
def test_what_an_early_mistake_hides_is_put_down_to_nothing_else(begun):
    variant = Variant.of("sliding-yes")
    session = handed_in(begun, variant, solution(variant).replace(EARLY, WRONG))
    code, twist = costs(session)
    assert code.still_red[0] == "limit"
    hider = "the mistake at level limit alone may have made it so."
    assert all(each.endswith(hider) or "green all the same" in each for each in code.sentences)
    assert hider in code.sentences[0]
    (told,) = [each for each in by_skill(session, rules_of(session), code, twist) if each.startswith("Level limit")]
    mattered = "none of the questions that mattered is about it. Whether there are more mistakes was not looked for: "
    assert told.startswith(f"Level limit is red; {mattered}")
    (why,) = [
        each.why for each in three_things(session, rules_of(session), code, twist) if "limiter itself" in each.why
    ]
    assert why.startswith(
        "The limiter itself: level limit is red, and no answer to what you did not ask makes it green."
    )


@pytest.mark.slow
def test_a_mistake_of_the_twist_is_its_own_beside_an_earlier_one(begun):
    variant, other = Variant.of("bucket-burst-back-yes"), Variant.of("bucket-burst-yes")
    twice = cousins(other, "refund")["tokens"].replace("self.last.pop(", "self.last.get(")
    session = handed_in(begun, variant, cousins(other)["tokens"], twice, "refund")
    code, twist = costs(session)
    assert (code.still_red, twist.still_red) == (("everything",), ("everything", "refund"))
    assert twist.hidden == ""
    told = by_skill(session, rules_of(session), code, twist)
    assert "The twist: its own level, refund, is red, by a mistake of its own." in told
    first, *_ = three_things(session, rules_of(session), code, twist)
    assert "The twist: its own level, refund, is red." in first.why
    page = plain(debriefed(session), 80)
    said = "Red all the same\n- Level everything would be red too if the clock never went back: all of it"
    assert said in page
    assert "Quota(limit=1, period=10, burst=2)" in page.partition(said)[2].partition("What the twist")[0]


@pytest.mark.slow
@pytest.mark.parametrize("new", ["plans", "two windows", "refund", "servers"])
def test_an_early_mistake_may_hide_what_the_twist_is_like(begun, new):
    variant = Variant.of("sliding-yes")
    wrong = solution(variant, new).replace(EARLY, WRONG)
    session = handed_in(begun, variant, solution(variant).replace(EARLY, WRONG), wrong, new)
    code, twist = costs(session)
    assert twist.hidden == "limit"
    (told,) = [each for each in by_skill(session, rules_of(session), code, twist) if each.startswith("The twist: ")]
    assert told == (
        f"The twist: its own level, {new}, is red, but the mistake at level limit alone may have made it so: "
        "whether there is one of its own was not looked for."
    )
    assert not any(each.why.startswith("The twist") for each in three_things(session, rules_of(session), code, twist))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["grid-yes", "first-wait", "sliding-after-yes", "bucket-costs-wait"])
def test_a_twist_that_was_not_written_is_its_own_mistake(begun, name):
    variant = Variant.of(name)
    for new in twists(variant):
        wrong = solution(variant).replace(EARLY, "granted = now < 100 and all(fits")
        session = handed_in(begun, variant, wrong, wrong, new)
        _, twist = costs(session)
        assert len(twist.still_red) > 1
        assert twist.hidden == "", new


WAITS = """
class RateLimiter:
    def __init__(self, quota):
        self.quota, self.seen = quota, {}

    def take(self, now, client):
        seen = self.seen.setdefault(client, [])
        seen[:] = [each for each in seen if each > now - self.quota.period]
        if len(seen) < self.quota.limit:
            seen.append(now)
            return 0
        return seen[0] + self.quota.period - now + 1
"""
REFUNDS = """
    def refund(self, now, client):
        if self.seen.get(client):
            self.seen[client].pop()
"""


def test_a_mistake_of_the_twist_is_shown_by_grants_where_only_waits_were_wrong(begun):
    session = handed_in(begun, Variant.of("sliding-wait"), WAITS, WAITS + REFUNDS, "refund")
    code, twist = costs(session)
    assert (twist.still_red[0], twist.hidden) == ("wait", "")
    assert "The twist: its own level, refund, is red, by a mistake of its own." in by_skill(
        session, rules_of(session), code, twist
    )
    found = debriefed(session)
    assert "This is shown where any wait will do." in found.twist_red
    assert found.twist_timeline.count("refund(ann)") == 2


def test_a_twist_that_may_be_right_but_for_the_waits_has_no_timeline_of_theirs(begun):
    right = REFUNDS.replace("if self.seen.get(client):", "if self.last.pop(client, None) in self.seen.get(client, []):")
    right = (WAITS + right).replace("quota, {}\n", "quota, {}\n        self.last = {}\n")
    right = right.replace("seen.append(now)\n", "seen.append(now)\n            self.last[client] = now\n")
    session = handed_in(begun, Variant.of("sliding-wait"), WAITS, right, "refund")
    _, twist = costs(session)
    assert twist.hidden == "wait"
    found = debriefed(session)
    assert found.twist_red.startswith(
        "Nothing that is known: level refund is red, but green where any wait will do: the mistake at level wait"
    )
    assert found.twist_timeline == ""


def test_what_was_put_to_a_question_before_the_twist_is_their_own_after_it(begun):
    variant, late = Variant.of("sliding-wait"), WAITS.replace("each > now", "each >= now")
    session = handed_in(begun, variant, late, WAITS + REFUNDS, "refund")
    code, twist = costs(session)
    assert code.still_red == ()
    assert any(
        told.startswith("After the twist, level wait is red; none of the questions that mattered is about it.")
        for told in by_skill(session, rules_of(session), code, twist)
    )


def test_that_a_bucket_gives_a_token_when_it_is_due_is_no_luck(begun):
    variant = Variant.of("bucket-yes")
    session = handed_in(begun, variant, solution(variant))
    session.state.asked = ["edge"]
    rules = rules_of(session)
    assert [rule.key for rule in rules] == ["windows"]
    assert len(by_luck(session, rules, Cost([]))) == 1
    asked = "You asked what has only one answer where clients have buckets: Does a request still count at the very tick"
    assert by_skill(session, rules, Cost([]), Cost([]))[0].startswith(asked)


def test_each_answer_can_be_supposed_in_words_of_its_own():
    for variant, key, other in PAIRS:
        assert supposing(variant, key) != supposing(other, key)
        assert not supposing(variant, key).endswith(".")
