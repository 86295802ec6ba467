"""What the contract of a gateway's plugin says, as the model has it."""

import re
from functools import partial

import pytest

from katas.grader.fuzz import sample
from katas.grader.gateway import bad_values, inputs, small_scopes, waits
from katas.grader.gateway.limiter import Dial, Limiter
from katas.grader.gateway.model import Model, deciding, key_of, problems, scope_of
from katas.grader.gateway.scenario import SECOND, Access, Policy, Reload, Scenario
from katas.grader.gateway.words import told
from katas.grader.kata import ROOT
from ratelimit import Quota
from tests.grader.gateway.solution import KATA, KINDS, ONE
from tests.grading import trial_of


def test_a_limiter_counts_what_it_granted_in_the_last_period_and_a_refusal_is_free():
    dial = Dial()
    limiter = Limiter([Quota(1, 10), Quota(2, 100)], dial)
    assert [limiter.wait("a"), limiter.take("a"), limiter.take("a"), limiter.take("b")] == [0, 0, 10, 0]
    dial.now = 10
    assert [limiter.take("a"), limiter.wait("a")] == [0, 90]
    dial.now = 100
    assert limiter.take("a") == 0


def names(policies, **fields):
    return [policy.name for policy in deciding(policies, Access(**fields).request)]


def test_a_consumer_with_a_service_beats_a_group_with_a_route():
    file = [Policy("two", ONE, group="g", route="r"), Policy("one", ONE, "c", service="s")]
    assert names(file, consumer="c", groups=("g",), route="r", service="s") == ["one"]


def test_of_two_groups_the_first_by_name_counts_and_a_kind_before_any_group():
    file = [Policy("b", ONE, group="b"), Policy("a", ONE, group="a"), Policy("c", ONE, group="c", route="r")]
    assert names(file, groups=("b", "a")) == ["a"]
    assert names(file, groups=("b", "a", "c"), route="r") == ["c"]


def test_all_rules_that_fit_count_by_name_after_the_local_policy():
    file = [Policy("z", ONE, globally=True), Policy("m", ONE), Policy("a", ONE, "c", globally=True)]
    assert names(file, consumer="c") == ["m", "a", "z"]
    assert names(file) == ["m", "z"]


@pytest.mark.parametrize(
    ("by", "fields", "key"),
    [
        ("consumer", {"consumer": "ann", "ip": "1"}, ("consumer", "ann")),
        ("consumer", {"consumer": "", "ip": "1"}, ("ip", "1")),
        ("credential", {"consumer": "ann"}, ("", "")),
        ("header:X-Key", {"headers": (("x-KEY", "k"),)}, ("header:x-key", "k")),
        ("header:X-Key", {"headers": (("x-key", ""),), "ip": "1"}, ("ip", "1")),
        ("path", {"path": "/"}, ("path", "/")),
    ],
)
def test_a_request_is_counted_by_what_is_named_else_by_its_address(by, fields, key):
    assert key_of(Policy("all", ONE, count_by=by), Access(**fields).request) == key


@pytest.mark.parametrize("defect", inputs.DEFECTS, ids=str)
def test_each_defect_is_a_problem_that_names_its_field(defect):
    [problem, *_] = problems([Policy("gold", ONE)._replace(**defect)])
    assert set(problem.fields) & set(defect)


def test_rules_and_disabled_policies_may_have_a_scope_that_another_has():
    twins = [Policy("a", ONE), Policy("b", ONE)]
    assert [problem.other for problem in problems(twins)] == ["a"]
    assert problems([twins[0], twins[1]._replace(globally=True)]) == []
    assert problems([twins[0], twins[1]._replace(enabled=False)]) == []


def test_good_files_are_good_and_files_with_a_mistake_are_not():
    assert [problems(each.policies) for each in small_scopes.good_files() if problems(each.policies)] == []
    assert all(problems(each.policies) for each in small_scopes.named_in_full())
    assert [problems(each.policies) for each in small_scopes.every_blank() if problems(each.policies)] == []
    for scenario in small_scopes.every_failure():
        first, *later = (event.policies for event in scenario.events if isinstance(event, Reload))
        assert problems(first)
        assert not any(map(problems, later))


def test_each_bad_value_is_a_problem_of_its_field_in_a_file_and_in_a_reload():
    for scenario in bad_values.in_files():
        [bad] = [policy for policy in scenario.policies if policy.name != "other"]
        [problem, *_] = problems(scenario.policies)
        assert problem.policy == (bad.name if bad.name == "gold" else "")
        assert len(problem.fields) == 1
    for field, scenario in zip(bad_values.BAD, bad_values.in_reloads(), strict=True):
        files = [event.policies for event in scenario.events if isinstance(event, Reload)]
        assert len(files) == len(bad_values.BAD[field])
        assert all((field,) in {problem.fields for problem in problems(file)} for file in files)


def answers_of(scenario):
    dial = Dial()
    model = Model(dial)
    assert model.reload(scenario.policies) == []
    for event in scenario.events:
        if isinstance(event, Reload):
            assert model.reload(event.policies) == []
        else:
            dial.now += event.after
            yield model.access(event.request)


def test_a_wait_of_each_width_is_told_to_the_nanosecond():
    for wait, scenario in zip(waits.WIDTHS, waits.every_width(), strict=True):
        told_waits = [verdict.retry_after for verdict in answers_of(scenario)]
        assert told_waits == [0, wait, wait - wait // 3, 1, 0, wait]
    assert any(float(wait) != wait for wait in waits.WIDTHS)
    assert max(waits.WIDTHS) > 2**64


def test_of_two_waits_that_hardly_differ_the_longer_one_is_told():
    for scenario in waits.every_two_windows():
        last = list(answers_of(scenario))[-1]
        assert last.retry_after == max(quota.period for quota in scenario.policies[0].limits)
    named = []
    for scenario in waits.every_close_pair():
        last = list(answers_of(scenario))[-1]
        longer = max(scenario.policies, key=lambda policy: policy.limits[0].period)
        assert (last.policy, last.retry_after) == (longer.name, longer.limits[0].period)
        named.append((last.policy, longer.globally))
    assert {name for name, _ in named} == {"a", "b"}


def test_of_equal_waits_the_local_policy_is_told_else_the_first_rule_by_name():
    pairs = set()
    for scenario in (*waits.every_tie(), *waits.every_tie_after_a_reload()):
        *_, last = answers_of(scenario)
        file = next((event.policies for event in scenario.events if isinstance(event, Reload)), scenario.policies)
        tied = [policy for policy in file if policy.limits != (Quota(1, SECOND),)]
        local = [policy.name for policy in tied if not policy.globally]
        assert not last.allowed
        assert [last.policy] == (local or [min(policy.name for policy in tied)])
        pairs.add(tuple((scope_of(policy), policy.globally) for policy in tied))
    scopes = [scope_of(policy) for each in small_scopes.every_pair() for policy in each.policies[:1]]
    assert {((one, True), (other, True)) for one in scopes for other in scopes} <= pairs
    assert {((one, False), (other, True)) for one in scopes for other in scopes} <= pairs


def test_under_another_count_by_who_lacks_it_has_the_same_key():
    for fields in ({"ip": "1"}, {}):
        request = Access(**fields).request
        assert len({key_of(Policy("all", ONE, count_by=by), request) for by in ("path", "header:X", "ip")}) == 1


def test_a_bad_file_changes_nothing_and_a_good_one_keeps_counters_by_name_and_limits():
    model = Model(Dial())
    model.reload([Policy("all", ONE)])
    ask = partial(model.access, Access("ann").request)
    assert ask().allowed
    assert model.reload([Policy("new", ONE), Policy("all")])
    assert not ask().allowed
    model.reload([Policy("all", ONE, shadow=True)])
    assert ask().allowed
    model.reload([Policy("all", ONE)])
    assert not ask().allowed
    model.reload([])
    model.reload([Policy("all", ONE)])
    assert ask().allowed


@pytest.mark.parametrize("kind", KINDS)
def test_the_solution_is_right_in_what_is_drawn(kind):
    trial = trial_of(KATA.name, KATA.solution, cases=20)
    for scenario in sample(KINDS[kind].scenario, KINDS[kind].length, 40):
        trial.follow(scenario)


def test_the_example_of_the_brief_is_what_the_model_says():
    text = (ROOT / "katas" / KATA.name / "README.md").read_text(encoding="utf-8")
    [typed] = re.findall(r'--replay "(.*?)"', text, re.DOTALL)
    scenario = Scenario.parse(re.sub(r" \\\n +", " ", typed))
    answers = re.findall(r"\| `((?:200|429) .*?)`", text)
    dial = Dial()
    model = Model(dial)
    assert model.reload(scenario.policies) == []
    assert len(answers) == scenario.requests
    for event, answer in zip(scenario.events, answers, strict=True):
        dial.now += event.after
        assert told(model.access(event.request)) == answer
