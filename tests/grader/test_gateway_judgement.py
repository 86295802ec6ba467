"""How a gateway's plugin is judged: what is read and drawn, what is right, what a card shows."""

import re
from functools import partial
from itertools import islice

import pytest

from katas.grader.fuzz import sample
from katas.grader.gateway import bad_values, cost_growth, inputs, small_scopes, waits
from katas.grader.gateway.limiter import Dial, Limiter
from katas.grader.gateway.model import Model, deciding, key_of, problems, scope_of
from katas.grader.gateway.scenario import SECOND, Access, Policy, Reload, Scenario
from katas.grader.gateway.shrink import smaller_than
from katas.grader.gateway.words import file_rows, told
from katas.grader.guard import Guard
from katas.grader.kata import ROOT, load_kata
from katas.grader.profile import Profile
from katas.grader.report.policies import policies as policy_lines
from katas.grader.run.grading import failure_of
from katas.grader.run.loading import load
from katas.grader.verdict import Row
from ratelimit import Quota
from tests.grading import grade

KATA = load_kata("gateway_plugin")
RIGHT = KATA.solution.read_text(encoding="utf-8")
LAWS = {level.name: level.law for level in KATA.levels}
KINDS = {
    "scope": inputs.SCOPES,
    "groups": inputs.GROUPED,
    "limits": inputs.LIMITED,
    "count": inputs.COUNTING,
    "together": inputs.TOGETHER,
    "modes": inputs.MODES,
    "files": inputs.FILES,
    "reload": inputs.RELOADS,
}
ONE = (Quota(1, 60 * SECOND),)


def trial_of(path, cases=20):
    guard = Guard(print)
    return KATA.trial(partial(load, KATA, str(path), guard), guard, Profile(cases))


@pytest.fixture
def judged(tmp_path):
    """Return why a level, or one scenario, finds a changed solution wrong; None if it doesn't."""

    def judge(law, *changes):
        source = RIGHT
        for before, after in changes:
            assert before in source
            source = source.replace(before, after)
        path = tmp_path / "gateway_plugin.py"
        path.write_text(source, encoding="utf-8")
        return failure_of(law if callable(law) else lambda trial: trial.follow(Scenario.parse(law)), trial_of(path))

    return judge


# A scenario and its text


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(()),
        Scenario((Policy("a", ONE), Policy("b/c", (*ONE, Quota(2, 7)), "x", None, "r", "s", "header:X", shadow=True))),
        Scenario((Policy(None), Policy("", (5, None)), Policy("a", ONE, "", shadow="no"))),
        Scenario((), (Access(), Reload(), Access("a", "b", ("c", "d"), "e", "f", "g", (("X-A", "1"),), "/", 7))),
        Scenario(
            (Policy(("gold",), None), Policy("a", Quota(1, 7)), Policy("b", "1/minute"), Policy("c", ("1/minute",)))
        ),
        Scenario((), (Reload((Policy("a) b(, \x00  '\"", ONE),)), Access(headers=(("x", ""), ("y", "$`!"))))),
    ],
)
def test_a_scenario_is_read_as_it_is_written(scenario):
    assert Scenario.parse(str(scenario)) == scenario


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_drawn_can_be_read_and_pasted_into_a_shell(kind):
    for scenario in sample(KINDS[kind].scenario, KINDS[kind].length, 60):
        text = str(scenario)
        assert Scenario.parse(text) == scenario
        assert not re.search(r'["$`!]|\\(?!x[0-9a-f]{2})', text)


def test_a_long_scenario_may_be_broken_between_words():
    text = "plugin(policy('all', '9/minute', count_by='ip')) access(consumer='ann') reload() access()"
    assert Scenario.parse(text.replace(" ", "\n    ")) == Scenario.parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/8: take(0)", "a scenario looks like"),
        ("access()", "it begins with plugin(...)"),
        ("plugin() plugin()", "after plugin(...) come access(...) and reload(...)"),
        ("plugin(access())", "in plugin(...) stand policies"),
        ("plugin(policy())", "there are plugin(...), policy(name, limits...)"),
        ("plugin(policy('all', 'often'))", "often"),
        ("plugin(policy('all', colour='red'))", "colour"),
        ("plugin() access(consumer=5)", "what a request has is text"),
        ("plugin() access(after=-1)", "after is a number of nanoseconds"),
        ("plugin() access(agent='x')", "agent"),
    ],
)
def test_what_is_no_scenario_is_told_so(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Scenario.parse(text)


def test_a_plugin_is_given_lists_where_a_scenario_has_tuples():
    policy = Policy("all", ONE, ("ann",), count_by=("ip",))
    assert policy.given() == ("all", ONE, ["ann"], None, None, None, ["ip"], False, True, False)
    assert policy.given(list).limits == list(ONE)
    assert Policy("all", None).given(list).limits is None


SHORT = (
    small_scopes.every_pair,
    small_scopes.running_together,
    small_scopes.every_two_groups,
    small_scopes.every_lack,
    small_scopes.every_likeness,
    small_scopes.every_two_rules,
    small_scopes.every_shadow,
    small_scopes.good_files,
    small_scopes.every_blank,
    small_scopes.named_in_full,
    small_scopes.every_change,
    small_scopes.every_other_count,
    small_scopes.every_failure,
    waits.every_width,
    waits.every_two_windows,
    waits.every_close_pair,
    waits.every_tie,
    waits.every_tie_after_a_reload,
    bad_values.in_files,
    bad_values.in_reloads,
)


@pytest.mark.parametrize("every", SHORT)
def test_each_short_scenario_is_read_as_it_is_written(every):
    for scenario in islice(every(), 0, None, 7):
        assert repr(Scenario.parse(str(scenario))) == repr(scenario)  # 0 is not `False`


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        (
            Policy("all", ONE, shadow=0, enabled=1, globally=0.0),
            "limits: [1/minute], shadow: 0, enabled: 1, globally: 0.0",
        ),
        (Policy("all", frozenset(ONE), consumer=False, route=b""), "limits: {1/minute}, consumer: false, route: b''"),
        (Policy("all", ("1/minute",)), "limits: [1/minute]"),
    ],
)
def test_a_value_that_only_equals_the_usual_one_is_shown(policy, line):
    assert [row.call for row in file_rows(1, (policy,))] == ["policy"]
    assert [row.expected for row in file_rows(1, (policy,))] == [f"- {{name: all, {line}}}"]


# What is right


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
    trial = trial_of(KATA.solution)
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


# What else is right, and what is wrong

KEY = '    return ("ip", request.ip) if request.ip else ("", "")\n'
TAKE = "            limiter.take(key)\n"
ALLOWED = "        return Verdict(allowed=True, policy=local.name if local else None, status=200, retry_after=0)\n"
CHECK = "        check(policies)  # all of them, before anything changes\n"


@pytest.mark.parametrize(
    "change",
    [
        ("        return kind, value\n", '        return f"{kind} {value}"\n'),
        (KEY, '    return ("ip", request.ip or None)\n'),
        (TAKE, "            limiter.wait(key)\n            limiter.take(key)\n"),
        ("status=200", "status=HTTPStatus.OK"),
        (ALLOWED, ALLOWED.replace("Verdict(", "SimpleNamespace(")),
        ("self.new_limiter(limits)", "self.new_limiter(list(limits))"),
        (CHECK, f"        policies = tuple(policies)\n{CHECK}"),
    ],
)
def test_what_the_contract_leaves_free_is_free(judged, change):
    def everything(trial):
        for kind in KINDS.values():
            for scenario in sample(kind.scenario, kind.length, 15):
                trial.follow(scenario)

    imports = (
        "from typing import",
        "from http import HTTPStatus\nfrom types import SimpleNamespace\nfrom typing import",
    )
    assert judged(everything, change, imports) is None


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("        return None\n", "None, which is no verdict"),
        (ALLOWED.replace("allowed=True", "allowed=1"), "200 allowed=1, all"),
        (ALLOWED.replace("status=200", "status='200'"), "status='200' allowed, all"),
        (ALLOWED.replace("retry_after=0", "retry_after=0.0"), "200 allowed, all, retry_after=0.0"),
        (ALLOWED.replace("local.name if local else None", "5"), "200 allowed, 5"),
        (ALLOWED.replace("retry_after=0", "retry_after=1"), "200 allowed, all, 0.000000001 s"),
    ],
)
def test_a_verdict_of_the_wrong_form_is_shown_as_it_is(judged, change, shown):
    failure = judged("plugin(policy('all', '1/minute')) access(consumer='ann')", (ALLOWED, change))
    assert failure.kind == "answer"
    assert failure.rows[-1].expected == "200 allowed, all"
    assert failure.rows[-1].yours == shown


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (TAKE, "            raise SystemExit\n", "access() calls exit"),
        (TAKE, "            raise NotImplementedError\n", "access() raises NotImplementedError"),
        (TAKE, "            limiter.take([key])\n", "access() raises TypeError"),
        (TAKE, "            limiter.spend(key)\n", "access() raises AttributeError"),
        ("self.new_limiter(limits)", "self.new_limiter(limits[0])", "__init__() raises TypeError"),
        ("self.new_limiter(limits)", "self.new_limiter([])", "new_limiter takes a policy's limits, got []"),
    ],
)
def test_what_does_not_work_is_told_in_words(judged, before, after, says):
    failure = judged("plugin(policy('all', '1/minute')) access(consumer='ann')", (before, after))
    assert says in failure.message


BY_NAME = "key=lambda rule: rule.name"
WAIT = "key=lambda each: each[0]"
SEVERAL = """class Several:
    def __init__(self, limiters):
        self.limiters = limiters

    def wait(self, key):
        return max((each.wait(key) for each in self.limiters), key=float)

    def take(self, key):
        for each in self.limiters if not self.wait(key) else ():
            each.take(key)


class Plugin:"""


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("law", "changes"),
    [
        ("limits", [("retry_after=wait)", "retry_after=round(wait / 1e9 * 1e9))")]),
        ("limits", [("retry_after=wait)", "retry_after=min(wait, 2**63 - 1))")]),
        (
            "limits",
            [
                ("class Plugin:", SEVERAL),
                ("self.new_limiter(limits)", "Several([self.new_limiter([x]) for x in limits])"),
            ],
        ),
        ("together", [(WAIT, WAIT.replace("each[0]", "float(each[0])"))]),
        ("together", [(WAIT, WAIT.replace("each[0]", "(each[0] > 0, each[0] // 1000)"))]),
        ("together", [(BY_NAME, "key=lambda rule: (rule.group is None, rule.name)")]),
        ("together", [(BY_NAME, "key=lambda rule: (rule.count_by, rule.name)")]),
        ("together", [(BY_NAME, "key=lambda rule: (len(rule.name), rule.name)")]),
        ("files", [("is None or is_text(", "in (None, 0) or is_text(")]),
        ("files", [("isinstance(policy.limits, Sequence)", "isinstance(policy.limits, (Sequence, frozenset))")]),
    ],
)
def test_waits_ties_and_bad_values_are_told_apart(judged, law, changes):
    before = KATA.levels[[level.name for level in KATA.levels].index(law) - 1]
    assert judged(before.law, *changes) is None
    assert judged(LAWS[law], *changes) is not None


READ = "        check(policies)  # all of them, before anything changes\n"
KIND = "        kind = count_by.lower()\n"
KEPT = "            kept = self.limiters.get(policy.name)\n"
FIELDS = "*FIELDS, 'name', 'limits', 'count_by', 'shadow', 'enabled', 'globally'"
FILE = f"        file = [tuple(getattr(p, f) for f in ({FIELDS})) for p in policies]\n"
EQUAL = """\
        if file == getattr(self, "last", None):
            return
"""
EQUALLY_BAD = """\
        if file == getattr(self, "last", None):
            raise ValueError(self.said)
        try:
            check(policies)
        except ValueError as error:
            self.last, self.said = file, str(error)
            raise
"""
DISABLED_TWICE = """\
            off, self.off = policy.name in getattr(self, "off", ()), [p.name for p in policies if not p.enabled]
            kept = None if off and not policy.enabled else self.limiters.get(policy.name)
"""
DISABLED_IS_NOT_READ = """\
            kept = self.limiters.get(policy.name)
            if kept and not policy.enabled:
                limiters[policy.name] = kept
                continue
"""
GROUP = "return policy.consumer, policy.group,"


@pytest.mark.parametrize(
    ("law", "changes"),
    [
        ("reload", [(READ, f"{FILE}{EQUAL}{READ}        self.last = file\n")]),
        ("reload", [(READ, f"{FILE}{EQUALLY_BAD}")]),
        ("reload", [(KEPT, DISABLED_TWICE)]),
        ("reload", [(KEPT, DISABLED_IS_NOT_READ)]),
        ("count", [(KIND, "        kind = HEADER + count_by.lower().lstrip(HEADER)\n")]),
        ("count", [(KIND, '        kind = HEADER + count_by.lower().split(":")[1]\n')]),
        ("count", [("        return kind, value\n", '        return kind, value.removeprefix("path")\n')]),
        ("scope", [(GROUP, GROUP.replace("policy.group", "policy.group and (policy.group.lstrip('group:') or None)"))]),
    ],
)
def test_equal_files_histories_and_stripped_names_are_told_apart(judged, law, changes):
    assert judged(LAWS[law], *changes).kind == "answer"


def test_the_levels_name_the_law_that_is_broken_and_not_a_later_one(judged):
    broken = {
        "groups": ("sorted({group for group in request.groups if group})", "list(request.groups)"),
        "count": (KEY, '    return ("", "")\n'),
        "modes": ("if not policy.shadow]", "]"),
        "reload": ("kept if kept and kept[0] == limits else (", "("),
    }
    order = [level.name for level in KATA.levels]
    for name, change in broken.items():
        assert judged(LAWS[order[order.index(name) - 1]], change) is None, name
        assert judged(LAWS[name], change) is not None, name


SHADOW = "plugin(policy('all', '1/minute', shadow=True)) access(consumer='ann')"


def test_what_a_shadow_policy_spends_is_counted_where_no_verdict_shows_it(judged):
    spares = (TAKE, "            limiter.take(key) if _.shadow is False else None\n")
    failure = judged(SHADOW, spares)
    assert failure.message == "The verdict is right, but not what it spends."
    assert failure.rows[-1].expected == "200 allowed, all, 1 unit spent so far"
    assert failure.rows[-1].yours == "200 allowed, all, 0 units spent so far"
    assert judged(SHADOW.replace(", shadow=True", ""), spares) is None


KEEP = "        self.its = policies\n"
FULL = "plugin(policy('all', '1/minute')) access(consumer='ann')"


@pytest.mark.parametrize(
    ("scenario", "change"),
    [
        (
            "plugin(policy('all', '1/minute')) reload() access(consumer='ann')",
            (
                CHECK,
                f"        if vars(self).get('its') is policies:\n            return\n{KEEP}{CHECK}",
            ),
        ),
        (
            f"{FULL} reload(policy('all', '1/minute')) access(consumer='ann')",
            ("tuple(policy.limits)", "policy.limits[:]"),
        ),
        (
            f"{FULL} reload(policy('all', '1/minute burst 3')) access(consumer='ann')",
            ("kept[0] == limits", "str(kept[0][0]).split(' burst')[0] == str(limits[0]).split(' burst')[0]"),
        ),
        (
            "plugin(policy('all', '1/minute', count_by='header:a')) access(headers={'A': 'x'})",
            (
                "    if count_by.startswith(HEADER):\n",
                "    request.headers.update()\n    if count_by.startswith(HEADER):\n",
            ),
        ),
        (
            "plugin(policy('all', limits=quota('1/minute')))",
            ("isinstance(policy.limits, Sequence) and len(policy.limits)", "1"),
        ),
        ("plugin(policy(['all'], '1/minute'))", ("    if not is_text(policy.name):", "    if {policy.name: 1} == {}:")),
    ],
)
def test_what_only_one_scenario_shows_is_shown(judged, scenario, change):
    assert judged(scenario) is None
    assert judged(scenario, change) is not None


def test_the_first_request_after_a_file_is_read_and_one_of_a_new_kind_are_counted_too(judged):
    keep = ("        self.rules = rules\n", "        self.rules, self.seen, self.all = rules, set(), enabled\n")
    start = "        scopes = list(scopes_of(request))\n"
    first = (start, f"        self.seen = self.seen or {{each.name for each in self.all}}\n{start}")
    each = (
        start,
        f"""{start}        if request.consumer not in self.seen:
            self.seen |= {{request.consumer}} | {{len(each.name) for each in self.all}}
""",
    )
    assert judged(LAWS["lookup"], keep) is None
    for change in (first, each):
        assert "It must look its policies up" in judged(LAWS["lookup"], keep, change).message


def test_a_list_that_is_kept_is_empty_later(judged):
    change = ("        self.limiters = limiters\n", "        self.limiters, self.kept = limiters, policies\n")
    late = (
        "        scopes = list(scopes_of(request))\n",
        "        scopes = list(scopes_of(request)) * len(self.kept)\n",
    )
    failure = judged("plugin(policy('all', '1/minute')) access(consumer='ann')", change, late)
    assert failure.rows[-1].yours == "200 allowed, no policy"


def test_a_call_that_does_not_end_is_shown(tmp_path):
    path = tmp_path / "gateway_plugin.py"
    path.write_text(RIGHT.replace(TAKE, "            while True:\n                pass\n"), encoding="utf-8")
    card = grade(KATA.name, "--solution", str(path))
    assert "access() did not return within 1 s" in card.text
    assert "  > 1. " in card.text


def test_a_plugin_without_reload_is_told_so(judged):
    failure = judged("plugin() reload()", ("    def reload(self", "    def load(self"), ("self.reload(", "self.load("))
    assert failure.message == "reload() raises AttributeError: 'Plugin' object has no attribute 'reload'"


def test_what_two_plugins_share_shows(judged):
    change = ('"""Limits each request by', '"""All share one table.\n\n    """\n    limiters = {}\n    """Limits by')
    own = ("        self.limiters: dict[str, tuple[tuple[Quota, ...], Limiter]] = {}", "        pass")
    shared = ("        self.limiters = limiters\n", "        self.limiters.update(limiters)\n")
    failure = judged(LAWS["limits"], change, own, shared) or judged(LAWS["scope"], change, own, shared)
    assert "another plugin" in failure.message


# What is shown


@pytest.mark.parametrize(
    ("law", "change", "shown"),
    [
        (
            "groups",
            ("sorted({group for group in request.groups if group})", "list(request.groups)"),
            (
                "plugin(policy('all', '1/minute', group='gold'), policy('new', '1/minute', group='free')) "
                "access(groups=['gold', 'free'])"
            ),
        ),
        (
            "reload",
            ("kept if kept and kept[0] == limits else (", "("),
            (
                "plugin(policy('all', '1/minute')) access(consumer='ann') reload(policy('all', '1/minute')) "
                "access(consumer='ann')"
            ),
        ),
    ],
)
def test_what_is_shown_is_as_small_as_can_be(judged, law, change, shown):
    assert judged(LAWS[law], change).timeline == shown


def test_what_is_smaller_can_be_typed_too():
    for scenario in sample(inputs.RELOADS.scenario, 8, 10):
        for smaller in islice(smaller_than(scenario), 200):
            assert Scenario.parse(str(smaller)) == smaller


def test_a_policy_file_stands_above_the_requests_and_both_verdicts_below_the_one_that_differs():
    rows = (
        Row(1, "policy", "- {name: all, limits: [1/minute]}", ""),
        Row(1, "consumer ann", "200 allowed, all", "200 allowed, all"),
        Row(2, "policy", "- {name: new, limits: [1/minute]}", ""),
        Row(2, "reload(policies)", "loaded", "loaded"),
        Row(3, "consumer ann", "200 allowed, new", "429 refused, new, 60 s"),
    )
    assert policy_lines("Smallest policy file found", rows, "", "new counts consumer 'ann': grants", width=80) == [
        "Smallest policy file found:",
        "    - {name: all, limits: [1/minute]}",
        "  1. consumer ann",
        "        200 allowed, all",
        "  then this file:",
        "    - {name: new, limits: [1/minute]}",
        "  2. reload(policies)",
        "        loaded",
        "  > 3. consumer ann",
        "        expected  200 allowed, new",
        "        yours     429 refused, new, 60 s",
        "    <- new counts consumer 'ann': grants",
    ]


def test_no_line_is_wider_than_the_card():
    rows = (
        Row(1, "policy", "- {name: " + "long " * 30 + "}", ""),
        Row(1, "groups " + "gold, " * 40, "ValueError that names " + "all and limits, or " * 9, "loaded"),
    )
    assert max(map(len, policy_lines("Policy file", rows, "", "why " * 40, width=80))) <= 80


def test_a_file_of_many_policies_has_two_of_each_kind_of_scope_last():
    few, many = cost_growth.policies(cost_growth.FEW), cost_growth.policies(cost_growth.MANY)
    assert many[-len(few) :] == few
    assert problems(many) == []
    for request in cost_growth.requests():
        assert deciding(few, request) == deciding(many, request)


def test_the_short_scenarios_reach_each_kind_of_scope():
    pairs = [scenario for scenario in small_scopes.every_pair() if len(scenario.policies) == 2]
    assert len(pairs) == 12 * 11
    chosen = {deciding(each.policies, each.events[0].request)[0].name for each in pairs}
    assert chosen == {"one", "two"}


@pytest.mark.slow
def test_a_card_replays_what_it_shows():
    path = "tests/bank/gateway_plugin/wrong/groups_as_they_come.py"
    card = grade(KATA.name, "--solution", path)
    assert card.status == 1
    [typed] = re.findall(r'--replay "(.*?)"', card.text, re.DOTALL)
    again = grade(KATA.name, "--solution", path, "--replay", typed)
    assert again.status == 1
    assert "The verdict names another policy." in again.text
    wrong = grade(KATA.name, "--replay", "1/8: take(0)")
    assert wrong.status == 4
    assert "--replay: a scenario looks like" in wrong.text
