"""How an exchange of messages is written, read, drawn and made smaller."""

import re
from itertools import islice

import pytest

from katas.grader.fuzz import sample
from katas.grader.http import inputs, long_runs
from katas.grader.http.exchange import SECOND, Exchange, Request, Step, body, refused, start
from katas.grader.http.shrink import smaller_than
from ratelimit import Quota
from tests.grader.http.solution import KINDS


@pytest.mark.parametrize(
    "exchange",
    [
        Exchange(Quota(10, 60 * SECOND)),
        Exchange(Quota(1, 250_000_000, 7), ("10.0.0.0/8", "::1"), 'a"b\\c $`!', "deny"),
        Exchange(Quota(1, 1), requests=(Request(client=None), Request("lifespan", app=())), turns=(1, 2, 1)),
        Exchange(Quota(1, 1), requests=(Request(forwarded=("a) b(, \xff", ""), method="HEAD", times=9, gone=2),)),
        Exchange(
            Quota(1, 1),
            requests=(Request(limiter=refused(0), app=(start(304, "iterator", "x-a: 1"), body("", "bare", "more"))),),
        ),
        Exchange(
            Quota(1, 1),
            requests=(
                Request("channel", app=()),
                Request(headers=("upgrade: h2c", "x-a: 1"), scheme="https", query="a"),
            ),
        ),
        Exchange(Quota(1, 1), requests=(Request(limiter=Step("fails", ("OSError",)), app=(Step("receive"),)),)),
    ],
)
def test_an_exchange_is_read_as_it_is_written(exchange):
    assert Exchange.parse(str(exchange)) == exchange


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_drawn_can_be_read_and_pasted_into_a_shell(kind):
    for exchange in sample(KINDS[kind].exchange, KINDS[kind].length, 60):
        text = str(exchange)
        assert Exchange.parse(text) == exchange
        assert re.fullmatch(r"[\w .,:;/=%*()\[\]<>+'\\-]*", text, re.ASCII), text
        assert not re.search(r"\\(?!x[0-9a-f]{2})", text)


def test_a_long_exchange_may_be_broken_between_words():
    text = "middleware('10/minute') http(app=[start(200, 'x-a: 1'), body('hello')]) websocket()"
    assert Exchange.parse(text.replace(" ", "\n    ")) == Exchange.parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/8: take(0)", "an exchange looks like"),
        ("middleware('10/minute')", "at least one request"),
        ("http() http()", "it begins with middleware(quota)"),
        ("middleware('10/minute') gopher()", "a request is one of http, websocket, lifespan"),
        ("middleware('10/minute') http(port=1)", "port"),
        ("middleware('10/minute') http(limiter=body('x'))", "a limiter does granted"),
        ("middleware('10/minute') http(app=[start('200')])", "start is written with"),
        ("middleware('10/minute') http(app=[raises('SystemExit')])", "errors are RuntimeError"),
        ("middleware('10/minute', on_error='raise') http()", "on_error is 'allow' or 'deny', got 'raise'"),
        ("middleware('10/minute') http() turns(2)", "turns are numbers of requests"),
        ("middleware('10/minute') http(times=0)", "times is a number from 1"),
        ("middleware('often') http()", "often"),
        ("middleware('10/minute', inner=cancelled()) http()", "inner is granted, refused or fails"),
        ("middleware('10/minute', trusted=[' 10.0.0.1']) http()", "' 10.0.0.1' does not appear to be"),
        ("middleware('10/minute') http(client=5)", "client is a text or None, got 5"),
    ],
)
def test_what_is_no_exchange_is_told_so(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Exchange.parse(text)


@pytest.mark.parametrize(
    "runs", ["many_requests", "many_answers", "many_failures", "many_clients", "crowds", "long_chains"]
)
def test_a_run_is_longer_than_the_largest_number_and_needs_none(runs):
    yielded = getattr(long_runs, runs)
    assert list(yielded(()))
    longest = [max(len(each.all_requests) for each in yielded(numbers)) for numbers in ((), (150, 7), (10**9,))]
    assert longest[0] == longest[2] <= longest[1]


def test_what_is_smaller_can_be_typed_too():
    for exchange in sample(inputs.AT_ONCE.exchange, 4, 10):
        for smaller in islice(smaller_than(exchange), 200):
            assert Exchange.parse(str(smaller)) == smaller


def test_many_requests_are_shown_smaller_without_stretches_and_as_one_that_comes_often():
    many = Exchange(Quota(10, 60 * SECOND), requests=(Request(limiter=refused()), *[Request()] * 100))
    smaller = list(smaller_than(many))
    assert many._replace(requests=(Request(limiter=refused()), Request(times=100))) in smaller
    assert {50, 51, 26, 76} & {len(each.requests) for each in smaller} == {51, 76}
    assert all(len(each.requests) < 101 for each in smaller)
