"""Which policies a request counts in, for whom, and how much."""

import pytest

from ratelimit import FixedWindow, TokenBucket
from ratelimit.web import ClientKey, Policy, SharedMemory
from tests.web.asgi_server import Clock, get, limited

# Whom a request counts for


def test_clients_count_apart():
    app = limited(limits=Policy("one", "1/day"), client=ClientKey(["10.0.0.0/8"]))
    asked = [
        ("10.0.0.1", "6.6.6.6, 1.2.3.4"),
        ("10.0.0.1", "7.7.7.7, 1.2.3.4"),
        ("10.0.0.1", "1.2.3.5"),
        ("9.9.9.9", "1.2.3.6"),
    ]
    statuses = [get(app, client=(peer, 1), headers=[("x-forwarded-for", line)]).status for peer, line in asked]
    assert statuses == [200, 429, 200, 200]


def test_a_policy_may_count_by_a_function_and_falls_back_to_the_client():
    async def user(scope):
        return dict(scope["headers"]).get(b"user", b"").decode() or None

    app = limited(limits=Policy("one", "1/day", by=user))
    asked = [("ann", 1), ("ann", 2), ("bob", 2), ("", 2), ("", 2), ("", 3)]
    statuses = [get(app, client=(f"192.0.2.{peer}", 1), headers=[("user", name)]).status for name, peer in asked]
    assert statuses == [200, 429, 200, 200, 429, 200]


def test_several_policies_decide_at_once_and_a_refusal_counts_in_none():
    everybody = Policy("everybody", "4/day", by="everybody")
    app = limited(limits=[Policy("client", "3/day"), everybody])
    asked = [1, 1, 1, 1, 1, 2, 2, 3]
    answers = [get(app, client=(f"192.0.2.{peer}", 1)) for peer in asked]
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429, 200, 429, 429]
    assert answers[3].json()["violated-policies"] == ["client"]
    assert answers[6].json()["violated-policies"] == ["everybody"]
    assert answers[0].header("ratelimit-policy") == '"client";q=3;w=86400, "everybody";q=4;w=86400'
    assert answers[0].header("ratelimit").startswith('"client";r=2;')
    assert answers[5].header("ratelimit").startswith('"everybody";r=0;')


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_function_chooses_the_policies_of_each_request(asynchronous):
    free, pro = Policy("free", "1/day"), Policy("pro", "3/day")
    everybody = Policy("everybody", "5/day", by="everybody")
    plans = {"/free": [free, everybody], "/pro": (pro, everybody), "/one": free, "/none": None, "/empty": []}

    def choose(scope):
        return plans[scope["path"]]

    async def choose_later(scope):
        return choose(scope)

    app = limited(limits=choose_later if asynchronous else choose)
    paths = ["/free", "/free", "/one", "/none", "/pro", "/pro", "/pro", "/pro", "/none", "/empty"]
    answers = get(app, *paths)
    assert [answer.status for answer in answers] == [200, 429, 429, 200, 200, 200, 200, 429, 200, 200]
    assert answers[-1].header("ratelimit") is None
    assert answers[6].header("ratelimit").startswith('"pro";r=0;')


def test_policies_share_a_counter_only_if_they_are_the_same():
    memory = SharedMemory(Clock())
    one, other = Policy("one", "1/day"), Policy("other", "1/day")
    apps = [limited(limits=limits, new_limiter=memory) for limits in (one, other, one, [other, one])]
    assert [get(app).status for app in apps] == [200, 200, 429, 429]


def test_limits_that_are_alike_count_apart():
    by_name = Policy("name", "1/day", by=lambda scope: scope["path"])
    app = limited(limits=[Policy("client", "1/day"), by_name])
    asked = [(1, "/a"), (2, "/a"), (2, "/b"), (1, "/c")]
    assert [get(app, path, client=(f"192.0.2.{peer}", 1)).status for peer, path in asked] == [200, 429, 200, 429]


def test_a_policy_may_have_several_algorithms():
    app = limited(limits=Policy("a", "1/day; 5/week", algorithm=[TokenBucket, FixedWindow]))
    answers = get(app, "/", "/")
    assert [answer.status for answer in answers] == [200, 429]
    assert answers[1].json()["violated-policies"] == ["a 1/day"]


# What a request costs


@pytest.mark.parametrize("path", ["/health", "/static/a.css", "/static/"])
def test_exempt_paths_do_not_count(path):
    app = limited(limits=Policy("one", "1/day"), exempt_paths=["/health", "/static/*"])
    answers = get(app, path, path, "/")
    assert [answer.status for answer in answers] == [200] * 3
    assert answers[0].header("ratelimit") is None


@pytest.mark.parametrize("path", ["/healthy", "/health/x", "/static", "/x/static/a", "/static/../private"])
def test_other_paths_count(path):
    app = limited(limits=Policy("one", "1/day"), exempt_paths=["/health", "/static/*"])
    assert [answer.status for answer in get(app, path, path)] == [200, 429]


@pytest.mark.parametrize(("path", "counts"), [("/api/health", False), ("/health", False), ("/api/api/health", True)])
def test_what_an_app_is_mounted_at_is_no_part_of_an_exempt_path(path, counts):
    app = limited(limits=Policy("one", "1/day"), exempt_paths=["/health"])  # some servers leave it out of the path
    assert [answer.status for answer in get(app, path, path, root_path="/api")] == [200, 429 if counts else 200]


def test_exempt_methods_do_not_count():
    app = limited(limits=Policy("one", "1/day"), exempt_methods=["OPTIONS"])
    methods = ["OPTIONS", "OPTIONS", "GET", "HEAD", "OPTIONS"]
    assert [get(app, method=method).status for method in methods] == [200, 200, 200, 429, 200]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_function_says_what_a_request_costs(asynchronous):
    def cost(scope):
        return int(scope["path"][1:])

    async def cost_later(scope):
        return cost(scope)

    answers = get(
        limited(limits=Policy("ten", "10/day"), cost=cost_later if asynchronous else cost), "/7", "/4", "/3", "/0"
    )
    assert [answer.status for answer in answers] == [200, 429, 200, 200]
    assert answers[3].header("ratelimit") is None


def test_a_cost_that_is_never_granted_is_refused_without_a_time_to_come_back():
    app = limited(limits=[Policy("two", "2/day"), Policy("ten", "10/day")], cost=3)
    answer = get(app)
    assert answer.status == 429
    assert answer.header("retry-after") is None
    assert answer.json()["violated-policies"] == ["two"]
    assert answer.json()["detail"] == "The request costs 3 units, more than are ever granted at once. No wait helps."


@pytest.mark.parametrize(("cost", "error"), [(-1, ValueError), (1.0, TypeError), (True, TypeError), (None, TypeError)])
def test_a_cost_that_is_none_is_an_error(cost, error):
    with pytest.raises(error, match="cost must be"):
        limited(cost=cost)
    assert isinstance(get(limited(cost=lambda scope: cost)).error, error)
