"""What a card shows of a middleware that is wrong: the smallest exchange, in two columns, and its bytes."""

import re

import pytest

from katas.grader.http.exchange import Exchange
from katas.grader.report.messages import messages
from katas.grader.verdict import Row
from tests.grader.http.solution import KATA, LAWS, SEND
from tests.grading import grade


@pytest.mark.parametrize(
    ("law", "change", "shown"),
    [
        (
            "retry",
            ("return -(-nanoseconds // SECOND)", "return nanoseconds // SECOND"),
            "http(limiter=refused(1500000000))",
        ),
        (
            "streams",
            (SEND, f"            if message.get('more_body'):\n                return\n{SEND}"),
            "http(app=[start(200), body('hello', 'more')])",
        ),
    ],
)
def test_what_is_shown_is_as_small_as_can_be(judged, law, change, shown):
    assert judged(LAWS[law], change).timeline == f"middleware('10/minute') {shown}"


def test_all_that_are_served_at_once_are_shown(judged):
    start = "        async def send_with_fields"
    kept = (start, f"        self.send = send\n\n{start}"), (SEND, "            await self.send(message)\n")
    failure = judged(LAWS["many"], *kept)
    assert len(Exchange.parse(failure.timeline).requests) == 2
    assert {row.now for row in failure.rows} == {1, 2}
    assert failure.rows[-1].expected != failure.rows[-1].yours


def test_of_many_requests_those_between_are_left_out():
    rows = [Row(number, "given", f"http {number}", f"http {number}") for number in range(1, 41)]
    shown = messages("Exchange", (*rows, Row(40, "end", "returns", "raises")), "middleware('10/minute')", "", width=80)
    numbers = [int(found[1]) for line in shown if (found := re.match(r"  request (\d+)", line))]
    assert numbers == [*range(1, 7), *range(35, 41)]
    assert "  ... 28 more, all as expected" in shown


def test_messages_stand_in_two_columns_and_the_bytes_below():
    rows = (
        Row(1, "given", "http from 192.0.2.1", "http from 192.0.2.1"),
        Row(1, "message", "start 200", "start 200"),
        Row(1, "header", 'ratelimit: "default";r=9;t=2', 'ratelimit: "default";r=9;t=1'),
    )
    shown = messages("Smallest exchange found", rows, "middleware('10/minute') http()", "rounded up", width=80)
    assert shown == [
        "Smallest exchange found (1 request):",
        "  middleware('10/minute')",
        "  request 1: http from 192.0.2.1",
        "    expected                               yours",
        "    start 200                              start 200",
        '  > ratelimit: "default";r=9;t=2           ratelimit: "default";r=9;t=1',
        "    bytes, expected  b'\"default\";r=9;t=2'",
        "           yours     b'\"default\";r=9;t=1'",
        "                                       ^",
        "    <- rounded up",
    ]


def test_long_messages_are_wrapped_inside_their_column():
    text = "ratelimit-policy: " + '"inner";q=5;w=1, ' * 4
    rows = (Row(1, "given", "http", "http"), Row(1, "header", text, "x-a: 1"))
    shown = messages("Exchange", rows, "middleware('10/minute') http()", "", width=80)
    assert max(map(len, shown)) <= 80


@pytest.mark.slow
def test_a_card_replays_what_it_shows():
    path = "tests/bank/http_middleware/wrong/retry_after_rounded_down.py"
    card = grade(KATA.name, "--solution", path)
    assert card.status == 1
    [typed] = re.findall(r'--replay "(.*?)"', card.text, re.DOTALL)
    again = grade(KATA.name, "--solution", path, "--replay", typed)
    assert again.status == 1
    assert "retry-after: 2" in again.text
    wrong = grade(KATA.name, "--replay", "1/8: take(0)")
    assert wrong.status == 4
    assert "--replay: an exchange looks like" in wrong.text
