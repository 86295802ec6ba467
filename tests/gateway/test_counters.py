"""One decision for all policies of a request."""

import gc
import json
from collections import Counter
from io import StringIO

import pytest

from ratelimit import Decision, FixedWindow, TokenBucket
from ratelimit.decision import DegradedDecision
from ratelimit.gateway import Counters, Policies, Request, Rule
from ratelimit.gateway import counters as counters_module
from ratelimit.gateway import descriptors as descriptors_module
from ratelimit.gateway.access_log import AccessLog
from ratelimit.gateway.asked import Asked
from ratelimit.gateway.descriptors import Descriptors, Node
from ratelimit.web import SharedMemory, shared_memory
from ratelimit.web.coroutines import run
from ratelimit.web.problem import problem

SECOND = 1_000_000_000


class Gateway:
    """Policies with counters, at a time that the test sets."""

    def __init__(self, *rules):
        self.now = 0
        self.counters = Counters(SharedMemory(lambda: self.now))
        self.policies = Policies(rules)

    def access(self, hits=1, **request):
        return run(self.counters.decide(self.policies.asked(Request(**request), hits)))

    def grants(self, times, **request):
        return sum(self.access(**request).allowed for _ in range(times))


def test_a_request_without_a_policy_passes_and_is_told_nothing():
    verdict = Gateway().access()
    assert (verdict.allowed, verdict.policy, verdict.status, verdict.fields()) == (True, None, 200, [])


def test_each_consumer_has_its_own_counter_and_is_told_so():
    gateway = Gateway(Rule("free", "3/minute"))
    assert gateway.grants(5, consumer="ann") == gateway.grants(5, consumer="ben") == 3
    verdict = gateway.access(consumer="ann")
    assert (verdict.status, verdict.policy, verdict.wait, verdict.violated()) == (429, "free", 20 * SECOND, ["free"])
    assert verdict.fields() == [
        ("RateLimit-Policy", '"free";q=3;w=60'),
        ("RateLimit", '"free";r=0;t=20'),
        ("Retry-After", "20"),
    ]


def test_what_a_global_rule_refuses_counts_in_no_policy():
    gateway = Gateway(Rule("all", "2/hour", globally=True, count_by="everybody"), Rule("mine", "3/minute"))
    assert gateway.grants(9, consumer="ann") == 2
    verdict = gateway.access(consumer="ann")
    assert (verdict.policy, verdict.wait) == ("all", 1800 * SECOND)
    gateway.policies = Policies([Rule("mine", "3/minute")])
    assert gateway.grants(9, consumer="ann") == 1


def test_policies_of_different_weights_count_all_or_nothing():
    gateway = Gateway(
        Rule("all", "10/hour", globally=True, count_by="everybody", weight=5),
        Rule("mine", "9/minute", weight=2),
    )
    assert gateway.grants(9, consumer="ann") == 2
    verdict = gateway.access(consumer="ann")
    assert (verdict.policy, verdict.violated()) == ("all", ["all"])
    gateway.policies = Policies([Rule("mine", "9/minute")])
    assert gateway.grants(9, consumer="ann") == 5


def test_several_windows_of_one_policy_decide_together():
    gateway = Gateway(Rule("two", "2/second; 3/hour", algorithm=FixedWindow))
    assert gateway.grants(5) == 2
    gateway.now = SECOND
    assert gateway.grants(5) == 1
    assert gateway.access().violated() == ["two 3/hour"]


def test_a_policy_in_shadow_counts_and_refuses_nobody():
    gateway = Gateway(Rule("new", "1/minute", shadow=True), Rule("all", "3/minute", globally=True))
    verdicts = [gateway.access() for _ in range(4)]
    assert [verdict.allowed for verdict in verdicts] == [True, True, True, False]
    assert [verdict.shadows for verdict in verdicts] == [(), ["new"], ["new"], ["new"]]
    assert "new" not in str(verdicts[0].fields())


def test_a_policy_in_shadow_switches_none_off_that_is_in_force():
    new = Rule("new", "1/minute", scope={"path": "/search/*"}, shadow=True)
    gateway = Gateway(Rule("default", "2/minute"), new)
    verdicts = [gateway.access(path="/search/a") for _ in range(3)]
    assert [verdict.allowed for verdict in verdicts] == [True, True, False]
    assert {verdict.policy for verdict in verdicts} == {"default"}
    assert [verdict.shadows for verdict in verdicts] == [(), ["new"], ["new"]]


def test_a_policy_without_limits_counts_nothing():
    gateway = Gateway(Rule("staff", None, scope={"consumer": "ann"}), Rule("free", "1/minute"))
    assert gateway.grants(9, consumer="ann") == 9
    assert gateway.access(consumer="ann").policy == "staff"


def test_a_policy_that_blocks_refuses_and_nothing_is_spent():
    gateway = Gateway(Rule("closed", "blocked", scope={"route": "r"}), Rule("all", "1/minute", globally=True))
    verdict = gateway.access(route="r")
    assert (verdict.status, verdict.policy, verdict.retry_after(), verdict.fields()) == (429, "closed", None, [])
    assert problem(verdict)["detail"] == "The request is blocked. No wait helps."
    assert gateway.grants(3) == 1


def test_a_cost_that_is_never_granted_is_refused_without_a_wait():
    gateway = Gateway(Rule("all", "9/minute", globally=True), Rule("mine", "3/minute"))
    verdict = gateway.access(hits=4)
    assert (verdict.status, verdict.policy, verdict.wait, verdict.violated()) == (429, "mine", None, ["mine"])
    assert "Retry-After" not in dict(verdict.fields())
    assert gateway.grants(9) == 3


def test_no_hits_count_nothing():
    gateway = Gateway(Rule("mine", "1/minute"))
    assert [gateway.access(hits=0).allowed for _ in range(3)] == [True] * 3
    assert gateway.grants(3) == 1


def test_counters_of_limits_that_did_not_change_survive_a_change_of_everything_else():
    gateway = Gateway(Rule("a", "2/minute"), Rule("b", "2/minute", scope={"consumer": "ben"}))
    assert gateway.grants(1) == gateway.grants(1, consumer="ben") == 1
    changed = Rule("a", "2/minute", scope={"route": "r"}, on_error="deny")
    gateway.policies = Policies([changed, Rule("b", "3/minute", scope={"consumer": "ben"})])
    gateway.counters.forget_rules()
    assert gateway.grants(5, route="r") == 1
    assert gateway.grants(5, consumer="ben") == 3


@pytest.mark.parametrize(("on_error", "status"), [("allow", 200), ("deny", 503)])
def test_while_the_counters_fail_each_policy_says_what_to_do(on_error, status, caplog):
    class Away:
        def hit(self, *_):
            raise ConnectionError

    counters = Counters(lambda *_, **__: Away())
    policies = Policies([Rule("mine", "1/minute", on_error=on_error, algorithm=TokenBucket)])
    verdict = run(counters.decide(policies.asked(Request())))
    assert (verdict.status, verdict.policy, verdict.is_counted) == (status, "mine", False)
    assert verdict.fields() == ([] if status == 200 else [("Retry-After", "1")])
    assert "on_error decides" in caplog.text


@pytest.mark.parametrize(("on_error", "allowed"), [("allow", True), ("deny", False)])
def test_limits_that_cannot_be_counted_are_as_counters_that_fail(on_error, allowed):
    counters = Counters(cannot_count)
    policies = Policies([Rule("mine", "1/minute", on_error=on_error)])
    verdict = run(counters.decide(policies.asked(Request())))
    assert (verdict.allowed, verdict.is_counted) == (allowed, False)


def cannot_count(*_, **__):
    raise ValueError("period must be shorter")


def test_of_two_keys_of_one_policy_the_access_log_tells_the_one_that_decides():
    counters = Counters(SharedMemory(lambda: 0))
    rule = Rule("mine", "1/minute")
    ann, ben = [Asked(rule, rule.key(Request(consumer=name)), 1) for name in ("ann", "ben")]
    run(counters.decide([ben]))
    verdict = run(counters.decide([ann, ben]))
    assert (verdict.policy, verdict.deciding) == ("mine", ben)
    file = StringIO()
    AccessLog(file)([ann, ben], verdict, 0)
    assert json.loads(file.getvalue())["key"] == "consumer ben"


def test_limits_in_envoys_requests_that_are_ever_new_take_no_more_memory_than_those_that_count(monkeypatch):
    monkeypatch.setattr(counters_module, "_MOST_KEPT", 200)
    monkeypatch.setattr(shared_memory, "_FEW", 200)
    monkeypatch.setattr(descriptors_module, "_MOST_OVERRIDES", 200)
    gateway = Gateway()
    descriptors = Descriptors("edge", Node())
    entries = [("user", "ann")]

    def held():
        gc.collect()
        return Counter(type(each).__name__ for each in gc.get_objects())

    def ask(units):
        [asked] = descriptors.asked([(entries, (units, "second"), 1)])
        return run(gateway.counters.decide([asked])).allowed

    before = held()
    kept = descriptors.asked([(entries, (2, "day"), 1)])
    assert run(gateway.counters.decide(kept)).allowed
    for number in range(2000):
        gateway.now += 3 * SECOND
        assert ask(10 + number)
    after = held()
    for kind in ("MemoryLimiter", "SharedLimiter", "PolicySet", "EnvoyRule"):
        assert after[kind] - before[kind] <= 700
    kept = descriptors.asked([(entries, (2, "day"), 1)])
    assert [run(gateway.counters.decide(kept)).allowed for _ in range(2)] == [True, False]


class SilentServer:
    """Makes limiters that wait for a server that is away, each for itself."""

    def __init__(self):
        self.asked = 0

    def __call__(self, algorithms, quotas, **_):
        return self

    async def hit(self, key, cost=1):
        self.asked += 1
        return DegradedDecision.marked(
            Decision(allowed=True, remaining=0, retry_after=0, reset_after=0, delay=0), ConnectionError()
        )


@pytest.mark.parametrize("as_envoy_counts", [False, True])
def test_while_the_counters_are_away_a_request_waits_for_them_once(as_envoy_counts):
    server = SilentServer()
    counters = Counters(server)
    rules = [Rule("a", "3/minute"), Rule("b", "4/minute", shadow=True), Rule("c", "5/minute", weight=2)]
    if as_envoy_counts:
        rules += [Rule("d", "6/minute", on_error="deny"), Rule("e", "7/minute", shadow=True, on_error="deny")]
    asked = [Asked(rule, "key", rule.weight) for rule in rules]
    verdict = run(counters.decide_each(asked) if as_envoy_counts else counters.decide(asked))
    assert (verdict.allowed, verdict.is_counted, server.asked) == (not as_envoy_counts, False, 1)
