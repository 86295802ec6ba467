"""A limiter that fails lets requests pass, closes the service, or has a stand-in."""

import asyncio

import pytest

from ratelimit import AsyncMemoryLimiter
from ratelimit.decision import DegradedDecision, JointDecision, Level
from ratelimit.web import Policy, SharedMemory
from tests.web.asgi_server import Clock, Failing, app_of, get, limited

SECOND = 1_000_000_000


def test_by_default_requests_pass_without_fields_and_it_is_logged(caplog):
    app = app_of()
    answer = get(limited(app, new_limiter=Failing))
    assert (answer.status, app.calls) == (200, 1)
    assert answer.headers == [("content-type", "text/plain")]
    assert "ConnectionError('away')" in caplog.text


def test_closed_answers_503():
    app = app_of()
    answer = get(limited(app, new_limiter=Failing, on_error="closed"))
    assert (answer.status, app.calls) == (503, 0)
    assert answer.header("retry-after") == "1"
    assert answer.header("ratelimit") is None
    assert answer.json()["type"].endswith("#temporary-reduced-capacity")
    assert answer.json()["status"] == 503


def test_a_stand_in_decides_without_fields():
    app = limited(new_limiter=Failing, on_error=SharedMemory(Clock()))
    answers = get(app, "/", "/", "/")
    assert [answer.status for answer in answers] == [200, 200, 503]
    assert [answer.header("ratelimit") for answer in answers] == [None] * 3
    assert answers[2].header("retry-after") == "30"


def test_what_a_stand_in_has_taken_is_settled_there():
    memory, limits = SharedMemory(Clock()), Policy("ten", "10/second; 20/day")
    for cost, statuses in [(0, [200] * 12), (5, [200, 200, 503])]:
        app = limited(limits=limits, new_limiter=Failing, on_error=memory, settle=lambda scope, status, cost=cost: cost)
        assert [answer.status for answer in get(app, *["/"] * len(statuses))] == statuses


def test_a_stand_in_gets_back_what_an_inner_middleware_refuses():
    options = {"new_limiter": Failing, "on_error": SharedMemory(Clock())}
    outer, inner = ({"limits": Policy(name, quota), **options} for name, quota in [("out", "3/day"), ("in", "1/day")])
    both = limited(limited(**inner), **outer)
    assert [answer.status for answer in get(both, *["/"] * 5)] == [200] + [503] * 4
    assert [answer.status for answer in get(limited(**outer), *["/"] * 3)] == [200, 200, 503]


def test_what_a_stand_in_was_not_asked_for_is_not_given_back():
    given_back = []

    class StandIn(Failing):
        async def hit(self, key, cost=1):
            return DegradedDecision.marked(JointDecision.of(0, (Level(0, 9 * SECOND),), 0, 0), ConnectionError())

        async def refund(self, key, cost=1):
            given_back.append(cost)

    get(limited(new_limiter=Failing, on_error=StandIn, settle=lambda scope, status: 0))
    assert given_back == []


def test_a_failure_is_logged_once_a_second(caplog):
    app = limited(new_limiter=Failing)
    get(app, "/", "/", "/")
    assert len(caplog.records) == 1


def test_a_cancelled_request_is_no_failure():
    class Cancelled(Failing):
        error = asyncio.CancelledError()

    app = app_of()
    answer = get(limited(app, new_limiter=Cancelled))
    assert isinstance(answer.error, asyncio.CancelledError)
    assert app.calls == 0


def test_a_stand_in_that_fails_as_well_lets_requests_pass_and_is_logged(caplog):
    app = limited(new_limiter=Failing, on_error=Failing, settle=lambda scope, status: 0)
    assert [answer.status for answer in get(app, "/", "/", "/")] == [200] * 3
    told = "The limiter has failed, and so has its stand-in, so that the request passes: ConnectionError('away'): Conn"
    assert told in caplog.text


def test_what_on_error_of_the_limiter_itself_decides_has_no_fields():
    class Degraded(Failing):
        async def hit(self, key, cost=1):
            wait = 0 if key.startswith("client 192.0.2.1}") else SECOND
            return DegradedDecision.marked(JointDecision.of(wait, (Level(0, wait),), 0, 0), ConnectionError())

    app = limited(new_limiter=Degraded)
    passed, refused = get(app), get(app, client=("192.0.2.2", 1))
    assert (passed.status, refused.status) == (200, 503)
    assert passed.header("ratelimit") is refused.header("ratelimit") is None
    assert refused.header("retry-after") == "1"


def test_a_limiter_that_cannot_settle_does_not_spoil_the_answer(caplog):
    class Limiter:
        def __init__(self, *arguments, **options):
            self.limiter = AsyncMemoryLimiter(*arguments, **options)
            self.hit = self.limiter.hit

        async def refund(self, key, cost):
            raise ConnectionError("away")

    answer = get(limited(new_limiter=Limiter, settle=lambda scope, status: 0))
    assert answer.status == 200
    assert answer.error is None
    assert "could not settle" in caplog.text


@pytest.mark.parametrize(("granted", "degraded", "refunds"), [(False, False, []), (True, True, []), (True, False, [1])])
def test_what_the_limiter_has_not_taken_is_not_given_back(granted, degraded, refunds):
    given_back = []

    class Limiter(Failing):
        async def hit(self, key, cost=1):
            wait = 0 if granted else SECOND
            decision = JointDecision.of(wait, (Level(0, 9 * SECOND),), 0, 0)
            return DegradedDecision.marked(decision, ConnectionError()) if degraded else decision

        async def refund(self, key, cost=1):
            given_back.append(cost)

    get(limited(new_limiter=Limiter, settle=lambda scope, status: 0, dry_run=True))
    assert given_back == refunds
