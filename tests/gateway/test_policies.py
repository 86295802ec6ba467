"""Which policies a request counts in."""

import copy
import pickle
import tracemalloc

import pytest

from ratelimit.gateway import Policies, Request, Rule
from ratelimit.gateway.request import normal_path, request_of
from ratelimit.gateway.scope import RuleError


def names(policies, **request):
    return [asked.rule.name for asked in policies.asked(Request(**request))]


def policies_of(*scopes, **options):
    return Policies([Rule(str(number), "5/minute", scope=scope) for number, scope in enumerate(scopes)], **options)


KONG = [
    {"consumer": "ann", "route": "r", "service": "s"},
    {"group": "g", "route": "r", "service": "s"},
    {"consumer": "ann", "route": "r"},
    {"consumer": "ann", "service": "s"},
    {"group": "g", "route": "r"},
    {"group": "g", "service": "s"},
    {"route": "r", "service": "s"},
    {"consumer": "ann"},
    {"group": "g"},
    {"route": "r"},
    {"service": "s"},
    {},
]


@pytest.mark.parametrize("first", range(12))
def test_of_twelve_scopes_the_most_specific_one_counts(first):
    policies = Policies([Rule(str(n), "5/minute", scope=KONG[n]) for n in reversed(range(first, 12))])
    assert names(policies, consumer="ann", groups=["g"], route="r", service="s") == [str(first)]


def test_of_two_groups_the_alphabetically_first_counts():
    policies = policies_of({"group": "b"}, {"group": "a"})
    assert names(policies, groups=["b", "a"]) == ["1"]


def test_a_scope_that_the_request_lacks_does_not_fit():
    policies = policies_of({"consumer": "ann"}, {"header:x-plan": "gold"}, {"path": "/a"}, {"address": "10.0.0.0/8"})
    assert names(policies) == []
    assert names(policies, consumer="ben", headers={"x-plan": "free"}, path="/b", ip="192.0.2.1") == []


def test_conditions_on_credential_header_path_address_and_method():
    policies = policies_of(
        {"credential": "k"}, {"header:X-Plan": "gold"}, {"path": "/a/*"}, {"address": "10.0.0.0/8"}, {"method": "post"}
    )
    assert names(policies, credential="k") == ["0"]
    assert names(policies, headers={"x-plan": "gold"}) == ["1"]
    assert names(policies, path="/a/b/c?d=/e") == ["2"]
    assert names(policies, ip="10.1.2.3") == names(policies, ip="::ffff:10.1.2.3") == ["3"]
    assert names(policies, method="POST") == ["4"]


def test_the_longest_path_and_the_smallest_network_count():
    policies = policies_of({"path": "/a/*"}, {"path": "/a/b"}, {"path": "/a/b/*"}, {"path": "/*"})
    assert [names(policies, path=path) for path in ("/a", "/a/c", "/a/b", "/a/b/c")] == [["3"], ["0"], ["1"], ["2"]]
    policies = policies_of({"address": "10.0.0.0/8"}, {"address": "10.1.0.0/16"}, {"address": "2001:db8::/32"})
    assert [names(policies, ip=ip) for ip in ("10.2.0.1", "10.1.0.1", "2001:db8::1")] == [["0"], ["1"], ["2"]]


def test_a_path_of_many_slashes_is_looked_up_at_the_depths_that_rules_have():
    policies = policies_of({"path": "/a/*"}, {"path": "/a/b/c/*"})
    path = "/a" * 2_000
    tracemalloc.start()
    try:
        assert names(policies, path=path) == ["0"]
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "path",
    [
        "/search/a",
        "/search/a?b=/c",
        "/search/a#b",
        "/%73earch/a",
        "/search%2Fa",
        "//search///a",
        "/./search/./a",
        "/x/../search/a",
        "/x/%2e%2E/search/a",
        "/../../search/a",
    ],
)
def test_each_spelling_of_a_path_counts_as_the_same_path(path):
    policies = Policies([Rule("p", "5/minute", scope={"path": "/search/*"}, count_by="path")])
    assert [asked.key for asked in policies.asked(Request(path=path))] == ['path /search/a}"p"']


@pytest.mark.parametrize(
    ("path", "normal"),
    [
        ("/a/%3Fb", "/a/?b"),
        ("/%2541", "/%41"),
        ("/a/..", "/"),
        ("/a/b/..", "/a/"),
        ("/a//", "/a/"),
        ("/.a/..b", "/.a/..b"),
        ("//", "/"),
        ("/%zz", "/%zz"),
        ("/%ff", "/\ufffdFF"),
        ("/%FE", "/\ufffdFE"),
        ("/%EF%BF%BDFF", "/\ufffd\ufffdFF"),
        ("/\ufffdFF", "/\ufffd\ufffdFF"),
        ("/%25FF", "/%FF"),
        ("http://shop.example/search/x?y", "/search/x"),
        ("https://[::1]:80", "/"),
        ("http://shop.example?x", "/"),
        ("*", "*"),
        ("", "/"),
    ],
)
def test_a_path_is_decoded_once_and_keeps_its_last_slash(path, normal):
    assert normal_path(path) == normal


def test_the_path_of_a_policy_may_be_written_in_any_spelling():
    assert names(policies_of({"path": "/caf%C3%A9/*"}), path="/café/a") == ["0"]


def test_a_global_rule_counts_once_for_a_path_like_its_pattern_and_for_a_group_named_twice():
    policies = Policies(
        [
            Rule("path", "9/minute", scope={"path": "/a/*"}, globally=True),
            Rule("group", "9/minute", scope={"group": "g"}, globally=True),
        ]
    )
    assert names(policies, path="/a/*") == ["path"]
    assert names(policies, groups=["g", "g"]) == ["group"]


def test_more_conditions_are_more_specific_and_a_consumer_is_more_than_any():
    policies = policies_of({"path": "/a"}, {"path": "/a", "method": "GET"}, {"consumer": "ann"})
    assert names(policies, path="/a", method="GET") == ["1"]
    assert names(policies, path="/a", method="GET", consumer="ann") == ["2"]


def test_of_as_many_conditions_that_on_a_credential_counts_then_path_address_method_and_headers_by_name():
    on = [
        {"credential": "k"},
        {"path": "/a"},
        {"address": "10.0.0.0/8"},
        {"method": "GET"},
        {"header:a": "1"},
        {"header:b": "1"},
    ]
    request = {"credential": "k", "path": "/a", "ip": "10.0.0.1", "method": "GET", "headers": {"a": "1", "b": "1"}}
    for first in range(len(on)):
        policies = Policies([Rule(str(n), "5/minute", scope=on[n]) for n in reversed(range(first, len(on)))])
        assert names(policies, **request) == [str(first)]
    assert names(policies_of({"address": "10.0.0.0/8", "method": "GET"}, on[1] | on[4]), **request) == ["1"]


@pytest.mark.parametrize(
    ("counts", "other"),
    [
        ({"path": "/a/b/*", "address": "10.0.0.0/8"}, {"path": "/a/*", "address": "10.1.0.0/16"}),
        ({"group": "z", "path": "/a/b/*"}, {"group": "a", "path": "/a/*"}),
        ({"group": "z", "address": "10.1.0.0/16"}, {"group": "a", "address": "10.0.0.0/8"}),
        ({"group": "a", "method": "GET"}, {"group": "z", "method": "GET"}),
    ],
)
def test_the_longer_path_is_before_the_smaller_network_and_that_before_the_name_of_a_group(counts, other):
    request = {"path": "/a/b/c", "ip": "10.1.0.1", "groups": ["a", "z"], "method": "GET"}
    assert names(policies_of(counts, other), **request) == names(policies_of(counts), **request) == ["0"]


def test_global_rules_count_beside_the_local_one():
    all_of_it = [Rule("all", "9/minute", globally=True), Rule("r", "9/minute", globally=True, scope={"route": "r"})]
    policies = Policies([*all_of_it, Rule("local", "5/minute")])
    assert names(policies, route="r") == ["local", "r", "all"]
    assert names(policies) == ["local", "all"]


def tried(*rules):
    """Make policies of rules that are in shadow or in force."""
    return Policies([Rule(name, "5/minute", scope=scope, shadow=shadow) for name, scope, shadow in rules])


def test_a_rule_in_shadow_counts_beside_the_one_that_is_in_force_without_it():
    policies = tried(("all", {}, False), ("r", {"route": "r"}, False), ("new", {"route": "r", "path": "/a"}, True))
    assert names(policies, route="r", path="/a") == ["r", "new"]
    assert names(policies, route="r") == ["r"]
    assert [rule.name for rule in policies.passed_over(Request(route="r", path="/a"))] == ["all"]


def test_a_rule_in_shadow_counts_only_what_it_would_count_in_force():
    policies = tried(("ann", {"consumer": "ann"}, False), ("new", {}, True))
    assert names(policies, consumer="ann") == ["ann"]
    assert names(policies, consumer="ben") == ["new"]


def test_of_several_rules_in_shadow_the_one_counts_that_would_if_all_were_in_force():
    policies = tried(("all", {}, False), ("new", {}, True), ("newer", {"route": "r"}, True))
    assert names(policies, route="r") == ["all", "newer"]
    assert names(policies) == ["all", "new"]


@pytest.mark.parametrize("shadow", [False, True])
def test_a_rule_in_shadow_may_be_for_the_same_as_one_in_force_in_either_order(shadow):
    policies = tried(("first", {"route": "r"}, shadow), ("second", {"route": "r"}, not shadow))
    assert names(policies, route="r") == (["second", "first"] if shadow else ["first", "second"])


def test_a_disabled_policy_is_as_if_it_were_not_there():
    off = Rule("off", "1/minute", scope={"consumer": "ann"}, enabled=False)
    policies = Policies([off, Rule("ann", "5/minute", scope={"consumer": "ann"})])
    assert names(policies, consumer="ann") == ["ann"]


def test_a_credential_tells_the_consumer_and_the_consumer_its_groups():
    policies = policies_of({"group": "gold"}, consumers={"key": "ann"}, groups={"ann": ["gold"]})
    assert names(policies, credential="key") == ["0"]
    assert policies.asked(Request(credential="key"))[0].key == 'consumer ann}"0"'
    assert names(policies, credential="other") == []


@pytest.mark.parametrize(
    ("count_by", "key"),
    [
        ("consumer", "consumer ann"),
        ("credential", "credential k"),
        ("ip", "ip 192.0.2.1"),
        ("path", "path /a"),
        ("route", "route r"),
        ("service", "service s"),
        ("header:X-Tenant", "header:x-tenant t"),
        ("everybody", "everybody"),
    ],
)
def test_a_policy_counts_by_what_it_says_and_by_address_where_that_is_missing(count_by, key):
    policies = Policies([Rule("p", "5/minute", count_by=count_by)])
    told = {"consumer": "ann", "credential": "k", "path": "/a?b", "route": "r", "service": "s"}
    request = Request(**told, ip="192.0.2.1", headers={"x-tenant": "t"})
    assert policies.asked(request)[0].key == f'{key}}}"p"'
    if count_by not in ("everybody", "ip"):
        assert policies.asked(Request(ip="192.0.2.1"))[0].key == 'ip 192.0.2.1}"p"'
    if count_by != "everybody":
        assert policies.asked(Request())[0].key == 'nobody}"p"'


def test_an_entry_named_ip_is_a_header_which_clients_can_write_and_no_address():
    request = request_of([[("remote_address", "192.0.2.1")], [("ip", "203.0.113.9")]])
    assert (request.ip, request.headers) == ("192.0.2.1", {"ip": "203.0.113.9"})


def test_a_masked_address_is_the_address_if_there_is_no_other():
    masked = [("masked_remote_address", "192.0.2.0/24")]
    assert request_of([masked]).ip == "192.0.2.0/24"
    for several in ([masked, [("remote_address", "192.0.2.1")]], [[("remote_address", "192.0.2.1")], masked]):
        assert request_of(several).ip == "192.0.2.1"


def test_an_ipv6_client_has_one_counter_for_its_network():
    policies = Policies([Rule("p", "5/minute", count_by="ip")])
    keys = {policies.asked(Request(ip=ip))[0].key for ip in ("2001:db8::1", "2001:db8::2:3:4:5")}
    assert keys == {'ip 2001:db8::/64}"p"'}


def test_what_two_policies_have_in_common_is_told_without_values_which_may_be_secrets():
    with pytest.raises(RuleError, match=r"got the same: credential, header:x-key$"):
        policies_of(*[{"credential": "secret", "header:x-key": "secret"}] * 2)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: tried(("a", {}, True), ("b", {}, True)), "b: scope must differ from that of a, got the same: none"),
        (lambda: policies_of({}, {}), "1: scope must differ from that of 0, got the same: none"),
        (lambda: policies_of({"address": "10.0.0.0/8"}, {"address": "::ffff:10.0.0.0/104"}), "1: scope must differ"),
        (lambda: policies_of({"address": "10.0.0.1/8"}), "0: address must be an address or a network"),
        (lambda: policies_of({"path": "a"}), "0: path must begin with /"),
        (lambda: policies_of({"path": "/files/%2A"}), "0: path must have a * only as /* at its end"),
        (lambda: policies_of({"path": "/a%2a/*"}), "0: path must have a * only as /* at its end, as"),
        (lambda: Policies([Rule("a", "5/minute"), Rule("a", None)]), "a: name must be that of one policy"),
        (lambda: Rule("a", "5/blink"), "a: limits unit must be one of"),
        (lambda: Rule("a", "5/minute", count_by="colour"), "a: count_by must be one of consumer, credential"),
        (lambda: Rule("a", "5/minute", scope={"colour": "red"}), "a: scope must be of consumer, group"),
        (lambda: Rule("a", "5/minute", scope={"consumer": "c", "group": "g"}), "a: scope must have a consumer or a"),
        (lambda: Rule("a", "5/minute", weight=0), "a: weight must be a whole number of at least 1, got 0"),
        (lambda: Rule("a", "5/minute", on_error="maybe"), "a: on_error must be one of allow, deny, got 'maybe'"),
    ],
)
def test_what_is_no_policy_is_refused_by_name_and_field(make, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the message is compared
        make()
    assert str(error.value).startswith(message)


def test_what_is_known_of_a_request_that_comes_again_is_what_is_found_for_a_new_one():
    rules = [Rule("ann", "5/minute", scope={"consumer": "ann"}), Rule("all", "5/minute", globally=True, weight=2)]
    policies = Policies(rules)
    for consumer in ("ann", "ben", "ann"):
        for hits in (1, 3):
            asked = policies.asked_by((("consumer", consumer), ("path", "/a?b")), hits)
            assert list(asked) == policies.asked(Request(consumer=consumer, path="/a?b"), hits)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda request: pickle.loads(pickle.dumps(request))])  # noqa: S301  our own
def test_a_request_can_be_copied_and_pickled(copied):
    for request in (Request(ip="192.0.2.1"), Request(path="/", headers={"a": "b"})):
        assert copied(request) == request


def test_policies_can_be_neither_copied_nor_pickled_and_say_so():
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="Policies can't be pickled or copied"):
            attempt(Policies([]))
