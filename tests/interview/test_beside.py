"""What an early mistake hides is looked for where that mistake's rule decides nothing."""

import pytest

from katas.interview.debrief.beside import Beside, beside, fitting
from katas.interview.debrief.cost import cost_in_twist, cost_of
from katas.interview.debrief.decided import by_luck, by_skill
from katas.interview.debrief.rule import rules_of
from katas.interview.debrief.writing import debriefed
from katas.interview.variants.variant import Variant
from tests.interview.limiters import GRID, sliding
from tests.interview.test_cost_of_not_asking import handed_in

VARIANT = Variant.of("sliding-wait")
# Keeps what is a period old, and says 0 then without counting the request.
EDGE = """
class RateLimiter:
    def __init__(self, quota):
        self.quota, self.seen = quota, {}

    def take(self, now, client):
        seen = self.seen.setdefault(client, [])
        seen[:] = [each for each in seen if each >= now - self.quota.period]
        if len(seen) < self.quota.limit:
            seen.append(now)
            return 0
        return seen[0] + self.quota.period - now
"""
TWICE = """
    def refund(self, now, client):
        if self.seen.get(client):
            self.seen[client].pop()
"""
ONCE = TWICE.replace("if self.seen.get(client):", "if self.last.pop(client, None) in self.seen.get(client, []):")
REMEMBERS = EDGE.replace("quota, {}\n", "quota, {}\n        self.last = {}\n").replace(
    "seen.append(now)\n", "seen.append(now)\n            self.last[client] = now\n"
)
ASK_REFUSALS = "Do refused requests count as well?"
HIDES = "elsewhere the mistake at level edge hides it"
WHERE = "where the tick at which a period ends decides nothing, and any wait will do"


def told(session):
    rules = rules_of(session)
    code = cost_of(session, rules)
    twist = cost_in_twist(session, rules_of(session, "twist"), code)
    return code, by_luck(session, rules, code), by_skill(session, rules, code, twist)


def test_a_mistake_of_the_twist_is_shown_where_the_earlier_one_decides_nothing(begun):
    session = handed_in(begun, VARIANT, EDGE, EDGE + TWICE, "refund")
    session.state.asked = ["windows"]
    code, luck, skill = told(session)
    assert "The twist: its own level, refund, is red, by a mistake of its own." in skill
    (edge,) = [each for each in skill if each.startswith("Level edge")]
    assert "No other answer makes it green." in edge
    assert edge.endswith(f" W{WHERE[1:]}, levels refusals and everything are green: no other mistake was found.")
    assert luck == [
        f"You did not ask: {ASK_REFUSALS} Your code fits the answer {WHERE}; {HIDES}.",
    ]
    assert code.points == 0
    (windows,) = [each for each in skill if each.startswith("You asked: Over which")]
    assert windows.endswith("Level windows is green; the tick at which a period ends is judged at level edge.")
    found = debriefed(session)
    assert f"At 0 your file grants what must be refused. This is shown {WHERE}. Red as before" in found.twist_red
    assert found.twist_timeline.count("refund(ann)") == 2
    assert any("The twist: its own level, refund, is red." in each.why for each in found.practise)


FORGETS = """
class RateLimiter:
    def __init__(self, quota):
        self.quota, self.clients = quota, {}

    def allow(self, now, client):
        tokens, last = self.clients.get(client, (self.quota.burst, now))
        tokens = min(self.quota.burst, tokens + (now - last) * (self.quota.limit / self.quota.period))
        if tokens < 1:
            self.clients[client] = (LEFT, now)
            return False
        self.clients[client] = (tokens - 1, now)
        return True
"""


def test_another_mistake_that_the_twist_brings_to_light_is_shown_and_nobody_says_that_there_is_none(begun):
    lost, kept = FORGETS.replace("LEFT", "self.clients[client][0]"), FORGETS.replace("LEFT", "tokens")
    session = handed_in(begun, Variant.of("bucket-burst-yes"), lost, kept + TWICE, "refund")
    session.state.asked = ["windows", "burst"]
    _, _, skill = told(session)
    (windows,) = [each for each in skill if each.startswith("Level windows")]
    assert windows.endswith(": no other mistake was found there, but one in the twist.")
    (burst,) = [each for each in skill if "at once than the limit" in each]
    assert burst.endswith("red before the twist, but the mistake at level windows may have made it so.")
    found = debriefed(session)
    assert found.twist_timeline


def test_a_twist_that_is_right_beside_an_earlier_mistake_is_told_so(begun):
    session = handed_in(begun, VARIANT, EDGE, REMEMBERS + ONCE, "refund")
    _, _, skill = told(session)
    (twist,) = [each for each in skill if each.startswith("The twist: ")]
    said = f"is red, but green {WHERE}: the mistake at level edge may be all that is wrong there."
    assert twist == f"The twist: its own level, refund, {said}"
    found = debriefed(session)
    assert found.twist_red.startswith(f"Nothing that is known: level refund {said}")
    assert found.twist_timeline == ""


@pytest.mark.parametrize(
    ("asked", "refusals", "told"), [(False, False, "real"), (True, False, "refused requests counted as well")]
)
def test_which_answer_a_file_fits_is_found_beside_an_earlier_mistake(tmp_path, asked, refusals, told):
    variant = Variant.of("sliding-refusals-yes" if refusals else "sliding-yes")
    path = tmp_path / "limiter.py"
    path.write_text(sliding(after=True, refusals=asked))
    near = beside(variant, path, ("edge", "refusals", "everything"))
    assert fitting(variant, path, "refusals", near) == told


def test_nothing_is_said_where_nothing_was_looked_for(tmp_path):
    path = tmp_path / "limiter.py"
    path.write_text(GRID)
    variant = Variant.of("sliding-yes")
    assert beside(variant, path, ("limit", "windows")) == Beside()
    assert beside(variant, path, ("everything",)) == Beside()
    assert beside(variant, path, ()) == Beside()
    assert fitting(variant, path, "refusals", Beside()) == ""
