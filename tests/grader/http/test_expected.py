"""What the contract of a middleware says: the client's key, the fields, the answers."""

import re

import pytest

from katas.grader.fuzz import sample
from katas.grader.http.client_key import key_of
from katas.grader.http.columns.expected import expected, fields_of
from katas.grader.http.columns.line import Judged
from katas.grader.http.exchange import Exchange, granted, refused
from katas.grader.kata import ROOT
from ratelimit import Quota
from tests.grader.http.solution import KATA, KINDS
from tests.grading import trial_of


@pytest.mark.parametrize(
    ("peer", "lines", "trusted", "key"),
    [
        ("192.0.2.7", ["198.51.100.4"], [], "192.0.2.7"),
        ("10.0.0.1", ["198.51.100.4, 192.0.2.7"], ["10.0.0.0/8"], "192.0.2.7"),
        ("10.0.0.1", ["198.51.100.4", "192.0.2.7 , 10.0.0.2"], ["10.0.0.0/8"], "192.0.2.7"),
        ("10.0.0.1", ["10.0.0.3,10.0.0.2"], ["10.0.0.0/8"], "10.0.0.3"),
        ("10.0.0.1", ["192.0.2.7, unknown, 10.0.0.2"], ["10.0.0.0/8"], "10.0.0.2"),
        ("10.0.0.1", [""], ["10.0.0.0/8"], "10.0.0.1"),
        ("::ffff:a00:1", ["[2001:DB8:0:7::9]:443"], ["10.0.0.0/8"], "2001:db8:0:7::/64"),
        ("fe80::1%eth0", [], [], "fe80::/64"),
        ("10.0.0.1", ["192.0.2.7, [fe80::7%br-lan.2]:8"], ["10.0.0.0/8", "fe80::7"], "192.0.2.7"),
        ("10.0.0.1:8", ["192.0.2.7, [::ffff:a00:2%eth0]:0"], ["10.0.0.0/8"], "192.0.2.7"),
        ("2001:db8::1", ["::ffff:192.0.2.7"], ["2001:db8::/32"], "192.0.2.7"),
        ("::1", [], [], "::/64"),
        (None, ["192.0.2.7"], ["0.0.0.0/0"], "unknown"),
        ("testclient", ["192.0.2.7"], ["0.0.0.0/0"], "unknown"),
    ],
)
def test_the_key_is_the_clients(peer, lines, trusted, key):
    assert key_of(peer, lines, trusted) == key


@pytest.mark.parametrize(
    ("limiter", "fields"),
    [
        (granted(9, 1), ('"a\\"b";q=3', '"a\\"b";r=9;t=1')),
        (granted(0, 1_000_000_001), ('"a\\"b";q=3', '"a\\"b";r=0;t=2')),
        (refused(0), ('"a\\"b";q=3', '"a\\"b";r=0;t=0')),
    ],
)
def test_the_fields_are_written_as_the_contract_says(limiter, fields):
    found = fields_of(Exchange(Quota(3, 250_000_000), name='a"b'), limiter)
    assert tuple(found.values()) == fields


@pytest.mark.parametrize("kind", KINDS)
def test_the_solution_is_right_in_what_is_drawn(kind):
    trial = trial_of(KATA.name, KATA.solution, cases=20)
    for exchange in sample(KINDS[kind].exchange, KINDS[kind].length, 40):
        trial.follow(exchange)


def test_the_example_of_the_brief_is_what_the_contract_says():
    text = (ROOT / "katas" / KATA.name / "README.md").read_text(encoding="utf-8")
    [typed] = re.findall(r'--replay "(.*?)"', text, re.DOTALL)
    exchange = Exchange.parse(re.sub(r" \\\n +", " ", typed))
    rows = re.findall(r"^\| (?:http|a websocket)[^|]*\| ([^|]+) \|[^|]*\| ([^|]+) \|$", text, re.MULTILINE)
    assert len(rows) == len(exchange.requests)
    for request, (key, answer) in zip(exchange.requests, rows, strict=True):
        lines = expected(exchange, request, Judged())
        shown = "\n".join(line.text for line in lines)
        assert key == "-" or f"hit({key.strip('`')!r})" in shown
        for word in re.findall(r"`([^`]+)`", answer):
            assert word in shown
        assert ("ratelimit:" in shown) is ("r=" in answer)
