"""When an answer is complete, its units are given back or charged, as the service says."""

import asyncio

import pytest

from ratelimit.web import Policy, SharedMemory
from tests.web.asgi_server import Clock, app_of, get, limited, scope_of, serve

SECOND = 1_000_000_000


def test_a_response_that_failed_is_given_back():
    for status, left in [(500, 2), (200, 1)]:
        app = limited(app_of(status), settle=lambda scope, status: 0 if status >= 500 else None)
        assert get(app).header("ratelimit").startswith('"default";r=1;')
        assert get(app).header("ratelimit").startswith(f'"default";r={left - 1};')


def test_a_response_that_raised_is_given_back():
    async def app(scope, receive, send):
        raise KeyError

    async def settle(scope, status):
        statuses.append(status)
        return 0

    statuses = []
    middleware = limited(app, limits=Policy("one", "1/day"), settle=settle)
    assert [type(get(middleware).error) for _ in range(3)] == [KeyError] * 3
    assert statuses == [500] * 3


def test_a_server_that_cancels_the_app_has_lost_the_client_which_is_no_failure():
    async def app(scope, receive, send):
        await asyncio.sleep(3600)

    async def main():
        task = asyncio.ensure_future(serve(limited(app, settle=lambda scope, status: statuses.append(status))))
        await asyncio.sleep(0)
        task.cancel()
        return (await task).error

    statuses = []
    assert isinstance(asyncio.run(main()), asyncio.CancelledError)
    assert statuses == [499]


@pytest.mark.parametrize(
    ("begins", "raises", "status"), [(True, True, 200), (True, False, 200), (False, True, 500), (False, False, 499)]
)
def test_a_client_that_leaves_early_is_not_taken_for_a_failure(begins, raises, status):
    async def app(scope, receive, send):
        if begins:
            await send({"type": "http.response.start", "status": 200})
            await send({"type": "http.response.body", "more_body": True})
        if raises:
            raise OSError("the client has gone")

    statuses = []
    get(limited(app, settle=lambda scope, status: statuses.append(status)))
    assert statuses == [status]


@pytest.mark.parametrize(("begins", "what", "status"), [
    (False, "raises", 499),
    (False, "answers 500", 499),
    (False, "ends", 499),
    (True, "raises", 200),
    (True, "answers 500", 200),
])  # fmt: skip
def test_a_client_that_leaves_during_its_upload_is_not_taken_for_a_failure(begins, what, status):
    async def app(scope, receive, send):
        assert (await receive())["body"] == b"half"
        if begins:
            await send({"type": "http.response.start", "status": 200})
        assert (await receive())["type"] == "http.disconnect"
        if what == "answers 500":
            await send({"type": "http.response.start", "status": 500})
            await send({"type": "http.response.body"})
        elif what == "raises":
            raise RuntimeError("the client has gone")

    statuses = []
    middleware = limited(app, settle=lambda scope, status: statuses.append(status))
    asyncio.run(serve(middleware, messages=[{"type": "http.request", "body": b"half", "more_body": True}]))
    assert statuses == [status]


def test_a_response_that_turned_out_dearer_is_charged():
    clock = Clock()
    app = limited(limits=Policy("ten", "10/second"), clock=clock, settle=lambda scope, status: scope["tokens"])
    get(app, tokens=25)
    assert get(app, tokens=0).header("retry-after") == "2"
    clock.now = 16 * SECOND // 10
    assert get(app, tokens=0).status == 200


def test_a_response_is_settled_as_soon_as_it_is_complete_and_once():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 201})
        await send({"type": "http.response.body", "more_body": True})
        order.append("half")
        await send({"type": "http.response.body"})
        order.append("in the background")

    order = []
    get(limited(app, settle=lambda scope, status: order.append(status)))
    assert order == ["half", 201, "in the background"]


def test_units_are_given_back_only_where_they_still_count():
    clock = Clock()

    def settle(scope, status):
        return 0

    memory = SharedMemory(clock)
    policy = Policy("both", "1/millisecond; 10/day")
    middleware = limited(limits=policy, new_limiter=memory, settle=settle)

    async def main():
        decided = None

        async def app(scope, receive, send):
            nonlocal decided
            decided = scope["ratelimit"]
            decided.decided_at -= 10_000_000  # as if the app took 10 ms

        middleware.app = app
        return await serve(middleware), decided

    _, decided = asyncio.run(main())
    left = [memory(limit.algorithm, limit.quota).hit(decided.keys[0]) for limit in policy.limits]
    assert [decision.allowed for decision in left] == [False, True]
    assert left[1].remaining == 9


async def accepts(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    scope["used"] = 3
    await send({"type": "websocket.close", "code": 1000})


async def closes(scope, receive, send):
    await send({"type": "websocket.close", "code": 1008})


async def denies(scope, receive, send):
    await send({"type": "websocket.http.response.start", "status": 401, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})


async def breaks_off(scope, receive, send):
    await send({"type": "websocket.accept"})
    raise KeyError


async def raises(scope, receive, send):
    raise KeyError


async def hears_of_the_end(scope, receive, send):
    while (await receive())["type"] != "websocket.disconnect":
        pass
    raise KeyError


@pytest.mark.parametrize(
    ("app", "status"),
    [(accepts, 101), (closes, 403), (denies, 401), (breaks_off, 101), (raises, 500), (hears_of_the_end, 499)],
)
def test_a_handshake_that_counts_is_settled_once_its_connection_has_ended(app, status):
    def settle(scope, status):
        asked.append((status, scope.get("used")))
        return 0

    asked = []
    limited_app = limited(app, limits=Policy("one", "1/day"), websockets=True, settle=settle)
    messages = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}]
    for _ in range(2):
        asyncio.run(serve(limited_app, scope_of(type="websocket"), messages))
    assert asked == [(status, 3 if app is accepts else None)] * 2


def test_a_handshake_that_does_not_count_is_not_settled():
    asked = []
    app = limited(accepts, settle=lambda *told: asked.append(told))
    asyncio.run(serve(app, scope_of(type="websocket"), [{"type": "websocket.connect"}]))
    assert asked == []


@pytest.mark.parametrize(("cost", "error"), [(1.5, TypeError), (-1, ValueError), ("1", TypeError)])
def test_what_can_be_no_cost_after_all_is_told_as_what_settle_returns(cost, error):
    app = limited(limits=Policy("one", "1/day"), settle=lambda scope, status: cost)
    raised = get(app).error
    assert isinstance(raised, error)
    assert str(raised).startswith("what settle returns must be")
