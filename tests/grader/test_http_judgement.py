"""What a middleware is judged by: an exchange, how it runs, what is heard of it, and how that is shown."""

import asyncio
import re
from functools import partial
from itertools import islice

import pytest

from katas.grader.fuzz import sample
from katas.grader.guard import Guard
from katas.grader.http import inputs, long_runs, small_scopes
from katas.grader.http.client_key import key_of
from katas.grader.http.columns.expected import expected, fields_of
from katas.grader.http.columns.line import Judged
from katas.grader.http.exchange import SECOND, Exchange, Request, Step, body, granted, refused, start
from katas.grader.http.serving.turns import Stuck, Turns
from katas.grader.http.serving.world import World
from katas.grader.http.shrink import smaller_than
from katas.grader.http.words import Words
from katas.grader.kata import ROOT, load_kata
from katas.grader.profile import Profile
from katas.grader.report.messages import messages
from katas.grader.run.grading import failure_of
from katas.grader.run.loading import load
from katas.grader.verdict import Row
from ratelimit import Quota
from tests.grading import grade

KATA = load_kata("http_middleware")
LAWS = {level.name: level.law for level in KATA.levels}
RIGHT = KATA.solution.read_text(encoding="utf-8")
KINDS = {name: value for name, value in vars(inputs).items() if isinstance(value, inputs.HttpInputs)}
HIT = "            decision = await self.limiter.hit(key, 1)\n"
SEND = "            await send(message)\n"
APP = "        await self.app(scope, receive, send_with_fields)\n"
IMPORT = ("import re\n", "import asyncio\nimport re\nfrom http import HTTPStatus\n")
SYNC = "    def __call__(self, scope, receive, send):\n        return 1\n\n"


def trial_of(path, cases=20):
    guard = Guard(print)
    return KATA.trial(partial(load, KATA, str(path), guard), guard, Profile(cases))


@pytest.fixture
def judged(tmp_path):
    """Return why a level, or one exchange, finds a changed solution wrong; None if it doesn't."""

    def judge(law, *changes):
        source = RIGHT
        for before, after in changes:
            assert before in source
            source = source.replace(before, after)
        path = tmp_path / "http_middleware.py"
        path.write_text(source, encoding="utf-8")
        return failure_of(law if callable(law) else lambda trial: trial.follow(Exchange.parse(law)), trial_of(path))

    return judge


# An exchange and its text


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


# How it runs


def test_tasks_that_others_keep_make_no_request_dearer():
    async def nothing():
        pass

    async def kept():
        return [asyncio.create_task(nothing()) for _ in range(5000)]

    trial_of(KATA.solution).price()  # the first call fills Python's caches
    before = trial_of(KATA.solution).price()
    tasks = asyncio.run(kept())
    assert trial_of(KATA.solution).price() == before
    assert len(tasks) == 5000


def test_who_goes_on_is_as_planned():
    heard = []

    async def request(loop, number):
        for _ in range(3):
            await loop.turn(number)
            heard.append(number)
        loop.ended.add(number)

    async def both(loop):
        await asyncio.gather(request(loop, 1), request(loop, 2))

    for plan in ((1, 2, 1, 2, 1, 2), (2, 2, 2, 1, 1, 1), (2, 1, 1, 2, 2, 1)):
        heard.clear()
        loop = Turns(plan)
        loop.run_until_complete(both(loop))
        loop.close()
        assert tuple(heard) == plan


def test_a_timer_takes_no_time_and_what_never_comes_ends_the_run():
    loop = Turns(())
    loop.run_until_complete(asyncio.sleep(3600))
    assert (loop.slept, loop.time()) == (True, 3600)
    with pytest.raises(Stuck):
        loop.run_until_complete(loop.create_future())
    loop.close()


def test_two_requests_can_run_in_every_order():
    seen = set()
    solution = load(KATA, str(KATA.solution), Guard(print))
    for exchange in islice(small_scopes.every_order(), 252):
        world = World(exchange)
        world.run(solution(world.app, world, quota=exchange.quota))
        seen.add(tuple(exchange.turns))
        assert [each.heard[-1].what for each in world.connections] == ["returns", "returns"]
    assert len(seen) == 252


def test_words_are_what_a_request_may_have(tmp_path):
    path = tmp_path / "submission.py"
    path.write_text(
        'def f(s): return s in ("/live", "PURGE", "x-a", "plain", b"upgrade", b"h2c, *", b"x-forwarded-for")'
    )
    assert Words.of(str(path)) == (("/live",), ("PURGE",), ("upgrade", "x-a"), ("h2c, *", "upgrade", "x-forwarded-for"))


# What is right


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
    trial = trial_of(KATA.solution)
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


# What else is right, and what is wrong


LAST = '    return others + [(field, b", ".join([*theirs[field], ours])) for field, ours in fields.items()]\n'
BODY = '    await send({"type": "http.response.body", "body": body})\n'


@pytest.mark.parametrize(
    "change",
    [
        (HIT, HIT.replace(", 1)", ", cost=1)")),
        (HIT, HIT.replace(", 1)", ")")),
        (HIT, f"            async with asyncio.timeout(5):\n    {HIT}"),
        (HIT, f"            await asyncio.sleep(0)\n{HIT}"),
        (SEND, "            await send(dict(message))\n"),
        ("answer(send, 429,", "answer(send, HTTPStatus.TOO_MANY_REQUESTS,"),
        (APP, "        await self.app(dict(scope), receive, send_with_fields)\n"),
        (LAST, LAST.replace("others + [", "[").replace("items()]", "items()] + others")),
        (BODY, f'    await send({{"type": "http.response.body", "body": b"", "more_body": True}})\n{BODY}'),
    ],
)
def test_what_the_contract_leaves_free_is_free(judged, change):
    def everything(trial):
        for kind in KINDS.values():
            for exchange in sample(kind.exchange, kind.length, 10):
                trial.follow(exchange)
        for exchange in islice(small_scopes.every_order(), 0, None, 50):
            trial.follow(exchange)

    assert judged(everything, change, IMPORT) is None


@pytest.mark.parametrize(
    ("text", "change", "shown"),
    [
        ("http()", (HIT, HIT.replace(", 1)", ", 2)")), "hit('192.0.2.1'), cost 2"),
        ("http()", (HIT, HIT.replace(", 1)", ", True)")), "hit('192.0.2.1'), cost True"),
        ("http()", (HIT, HIT.replace("hit(key", "hit(b'192.0.2.1'")), "no str"),
        ("http()", (APP, f"        await send_with_fields({{'type': 'x'}})\n{APP}"), "x"),
        ("http()", (APP, "        await self.app({**scope, 'x': 1}, receive, send_with_fields)\n"), "a changed scope"),
        ("http(limiter=refused(1))", ("        if not decision.allowed:\n", "        if False:\n"), "app called"),
        ("http(limiter=refused(1))", ('"body": body}', '"body": "no"}'), "a body of type str"),
        ("http(limiter=refused(1))", ('"body": body}', '"body": body, "more_body": True}'), "a body without an end"),
        ("http(limiter=refused(1))", ("str(len(body))", '"1"'), "a body of 18 bytes; content-length is 1"),
        ("http(limiter=refused(1))", ('b"retry-after", str(wait)', 'b"Retry-After", str(wait)'), "lower case"),
        ("http(limiter=refused(1))", ("str(wait).encode()", "str(wait)"), "two bytes objects"),
        ("http()", ("    others = [", "    fields = {}\n    others = ["), "body b'hello'"),
    ],
)
def test_what_is_wrong_shows_in_the_last_row(judged, text, change, shown):
    failure = judged(f"middleware('10/minute') {text}", change)
    assert failure.kind == "answer"
    assert shown in failure.rows[-1].yours
    assert failure.rows[-1].yours != failure.rows[-1].expected


def test_the_levels_name_the_law_that_is_broken_and_not_a_later_one(judged):
    broken = {
        "retry": ("return -(-nanoseconds // SECOND)", "return nanoseconds // SECOND"),
        "fields": ('b", ".join([*theirs[field], ours])', "ours"),
        "key": ("entries.pop()", "entries.pop(0)"),
        "many": ("        fields = {b", "        self.fields = fields = {b"),
    }
    assert judged(LAWS["refuse"], broken["retry"]) is None
    assert judged(LAWS["retry"], broken["fields"]) is None
    assert judged(LAWS["streams"], broken["key"]) is None
    kept = (broken["many"], ('message.get("headers", ()), fields)', 'message.get("headers", ()), self.fields)'))
    assert judged(LAWS["failure"], *kept) is None
    assert judged(LAWS["many"], *kept).rows[-1].call == "header"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((HIT, f"            await asyncio.sleep(1)\n{HIT}"), "It waits for a timer."),
        ((HIT, f"            await asyncio.Event().wait()\n{HIT}"), "It waits for what never comes."),
        ((HIT, f"            raise SystemExit\n{HIT}"), "__call__() calls exit"),
        ((RIGHT[RIGHT.index("    async def __call__") : RIGHT.index("    def _state")], SYNC), "can't be awaited"),
        (('        if scope["type"] != "http":', '        if scope.type != "http":'), "AttributeError"),
        (
            ('        if scope["type"] != "http":', "        raise NotImplementedError\n        if 1:"),
            "NotImplementedError",
        ),
    ],
)
def test_what_does_not_work_is_told_in_words(judged, change, says):
    failure = judged("middleware('10/minute') http()", change, IMPORT)
    assert says in f"{failure.message} {failure.rows[-1].yours if failure.rows else ''}"


NAMED = "        if not (name.isascii() and name.isprintable()):\n"
HTTP = '        if scope["type"] != "http":\n'
KEY = "        key = key_of(scope, self.trusted)\n"
PEER = "    address = address_of(peer[0]) if peer else None\n"
WALK = "    while entries and any(address in network for network in trusted):\n"
REMEMBERED = """\
        peer = scope.get("client", [None])[0]
        lines = tuple(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        known = {0}
        self.known = getattr(self, "known", {{}})
        key = self.known[known] = self.known.get(known) or key_of(scope, self.trusted)
"""
COUNTED = """\
            self.n = getattr(self, "n", 0)
            try:
                decision = await self.limiter.hit(key, 1) if {0} else None
            except Exception as error:
                self.n = {1}
                raise
            if decision is not None:
                self.n = {2}
"""
EXEMPT = "{0}            return await self.app(scope, receive, send)\n{1}"


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("law", "change"),
    [
        ("scopes", (HTTP, HTTP.replace("!=", ">"))),
        ("refuse", (KEY, EXEMPT.format('        if (b"upgrade", b"h2c") in scope["headers"]:\n', KEY))),
        ("refuse", (KEY, EXEMPT.format('        if scope["method"] == "PURGE":\n', KEY))),
        ("refuse", (KEY, EXEMPT.format('        if scope["path"] in ("/live", "/ready"):\n', KEY))),
        ("refuse", (KEY, EXEMPT.format('        if scope["root_path"]:\n', KEY))),
        ("refuse", (KEY, EXEMPT.format('        if b"debug=1" in scope["query_string"]:\n', KEY))),
        ("refuse", (KEY, EXEMPT.format('        if scope["http_version"] == "1.0":\n', KEY))),
        ("fields", ('if message["type"] ==', 'if scope["method"] != "HEAD" and message["type"] ==')),
        ("fields", ('if message["type"] ==', 'if message.get("status") != 205 and message["type"] ==')),
        ("fields", ("name.replace(", "name.lower().replace(")),
        ("fields", ("for name, value in headers]", "for name, value in headers if value]")),
        ("fields", (NAMED, '        if not re.match(r"^[ -~]*$", name):\n')),
        ("fields", ("if quota.period % SECOND else", "if (quota.period / SECOND) % 1 else")),
        ("key", (r"(?::\d+)?", r"(?::\d{1,4})?")),
        ("key", (KEY, KEY + '        key = key if scope["scheme"] == "http" else "s" + key\n')),
        ("key", (KEY, KEY.replace("trusted)", "trusted)[:20]"))),
        ("key", ('.split(",")', '.split(",")[-64:]')),
        ("key", ('getattr(address, "ipv4_mapped", None)', 'getattr(address, "sixtofour", None)')),
        ("key", ('decode("latin-1").split', 'decode("utf-8", "ignore").split')),
        ("failure", ("        except Exception:", "        except (Exception, BaseException):")),
        ("many", ('if self.on_error == "allow"', 'if self.on_error is str("allow")')),
        ("key", (PEER, PEER.replace("peer[0])", 'peer[0].replace(":", "?", "." in peer[0]))'))),
        ("key", (PEER, PEER.replace("peer[0])", 'peer[0].replace("[", "?"))'))),
        ("key", (PEER, PEER.replace("peer[0])", 'peer[0].replace("%", "?"))'))),
        ("key", (WALK, WALK.replace("while entries", 'while "%" not in peer[0] and entries'))),
        ("key", ('.split(",")\n', '.split(",")\n    entries = [e for e in entries if not e or e.strip()]\n')),
        ("key", ('if name == b"x-forwarded-for"]', 'if name == b"x-forwarded-for" and value]')),
        ("key", ('decode("latin-1")', 'decode("ascii", "ignore")')),
        ("key", ('decode("latin-1")', 'decode("latin-1").replace("\\0", "")')),
    ],
)
def test_what_one_word_or_form_shows_is_found(judged, law, change):
    failure = judged(LAWS[law], change)
    assert failure is not None
    assert failure.kind == "answer"


@pytest.mark.sampled
@pytest.mark.parametrize(
    "decides",
    [
        "str(lines)",
        "(peer, lines[:1])",
        "(peer, lines[-1:])",
        "(peer, lines[0], lines[-1]) if lines else peer",
        '(peer, b"".join(lines))',
        '(peer, b",".join(lines)[:256])',
        '(peer, b",".join(lines)[-256:])',
        '(peer, frozenset(b",".join(lines).split(b",")))',
        '(peer, sum(b",".join(lines)))',
        "int(address_of(peer)) if peer and address_of(peer) else peer, lines",
    ],
)
def test_a_key_that_is_remembered_by_less_than_decides_it_is_found(judged, decides):
    failure = judged(LAWS["key"], (KEY, REMEMBERED.format(decides)))
    assert failure.rows[-1].yours.startswith("hit(")
    assert len(Exchange.parse(failure.timeline).requests) == 2


def test_keys_that_all_middlewares_share_are_found(judged):
    known = "known = {}\n\n\ndef key_of(scope: Message, trusted: list[Network]) -> str:\n"
    seen = '    seen = scope.get("client"), str(scope["headers"])\n'
    once = "    known[seen] = known.get(seen) or key_in(scope, trusted)\n    return known[seen]\n\n\n"
    head = "def key_of(scope: Message, trusted: list[Network]) -> str:\n"
    failure = judged(LAWS["key"], (head, known + seen + once + head.replace("key_of", "key_in")))
    assert "what do the two share?" in failure.message


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("law", "words", "shown"),
    [
        ("failure", ("self.n < 5", "self.n + 1", "0"), "http(limiter=fails('RuntimeError'), times=6)"),
        ("failure", ("self.n < 700", "self.n + 1", "0"), "http(limiter=fails('RuntimeError'), times=701)"),
        (
            "failure",
            ("self.n < 5", "self.n + isinstance(error, TimeoutError)", "0"),
            "http(limiter=fails('TimeoutError'), times=6)",
        ),
        ("refuse", ("self.n < 9", "0", "0 if decision.allowed else self.n + 1"), "http(limiter=refused(1000000000), "),
        ("refuse", ("self.n < 900", "0", "self.n + 1"), "http(times=901)"),
    ],
)
def test_what_is_counted_over_many_requests_is_found(judged, law, words, shown):
    failure = judged(LAWS[law], (HIT, COUNTED.format(*words)))
    assert failure.timeline.startswith(f"middleware('10/minute') {shown}")


@pytest.mark.parametrize(
    "runs", ["many_requests", "many_answers", "many_failures", "many_clients", "crowds", "long_chains"]
)
def test_a_run_is_longer_than_the_largest_number_and_needs_none(runs):
    yielded = getattr(long_runs, runs)
    assert list(yielded(()))
    longest = [max(len(each.all_requests) for each in yielded(numbers)) for numbers in ((), (150, 7), (10**9,))]
    assert longest[0] == longest[2] <= longest[1]


OWN_429 = "            await answer(send, 429, "
OWN_503 = "                await answer(send, 503, "
TRIED = "{0}try:\n    {0}{1}\n{0}except OSError:\n    {0}{2}\n    {0}raise\n"
LINES = '                message = {**message, "headers": joined(message.get("headers", ()), fields)}\n'
START = '    await send({"type": "http.response.start", "status": status, "headers": headers})\n'
NETWORKS = "        self.trusted = [ip_network(network) for network in trusted]\n"
INSIDE = "any(address in network for network in trusted)"


def line_of(source, start):
    [line] = [line for line in source.splitlines(keepends=True) if line.startswith(start)]
    return line


@pytest.mark.parametrize("own", [OWN_429, OWN_503])
@pytest.mark.parametrize(
    "then", ["await self.app(scope, receive, send)", "await receive()", "await self.limiter.hit(key, 1)", "answer"]
)
def test_nobody_is_called_after_a_client_is_gone_in_an_answer_of_ones_own(judged, own, then):
    line = line_of(RIGHT, own)
    blanks, then = own[: own.index("a")], line.strip() if then == "answer" else then
    failure = judged(LAWS["failure"], (line, TRIED.format(blanks, line.strip(), then)))
    assert "gone=1" in failure.timeline


def test_what_comes_out_is_free_after_a_client_is_gone_in_an_answer_of_ones_own(judged):
    line = line_of(RIGHT, OWN_429)
    quiet = TRIED.format(" " * 12, line.strip(), "return").replace("                raise\n", "")
    assert judged(LAWS["failure"], (line, quiet)) is None


@pytest.mark.parametrize(
    "changes",
    [
        [
            ("import re\n", "import re\nfrom contextvars import ContextVar\n\nseen = ContextVar('seen', default=0)\n"),
            (KEY, EXEMPT.format("        if seen.get():\n", KEY + "        seen.set(1)\n")),
        ],
        [
            (
                "self.app, self.limiter, self.on_error = app,",
                'self.app, self.limiter, self.on_error = getattr(app, "app", app),',
            )
        ],
    ],
)
def test_a_middleware_inside_another_asks_its_own_limiter(judged, changes):
    assert "inner=" in judged(LAWS["many"], *changes).timeline


@pytest.mark.parametrize(
    "change",
    [
        (
            INSIDE,
            "any(n.network_address <= address < n.broadcast_address for n in trusted if n.version == address.version)",
        ),
        (
            NETWORKS,
            "        self.trusted = list({ip_network(n).network_address: ip_network(n) for n in trusted}.values())\n",
        ),
        (NETWORKS, NETWORKS + "        self.trusted = [n for n in self.trusted if self.trusted.count(n) == 1]\n"),
        (INSIDE, "any(address in n for n in trusted if n.prefixlen or len(trusted) < 2)"),
    ],
)
def test_networks_in_each_other_count_to_their_ends(judged, change):
    assert judged(LAWS["key"], change).rows[-1].yours.startswith("hit(")


@pytest.mark.parametrize(
    "changes",
    [
        [
            (START, START.replace("headers})", "kept})").replace("    await", "    kept[:] = headers\n    await")),
            ("import re\n", "import re\nkept = []\n"),
        ],
        [
            (LINES, f"{LINES}                kept.update(message)\n                message = kept\n"),
            ("import re\n", "import re\nkept = {}\n"),
        ],
    ],
)
def test_a_message_that_the_server_still_has_is_not_changed(judged, changes):
    failure = judged(LAWS["many"], *changes)
    assert failure.message == "A message that the server still has is changed: what else uses it?"


# What is shown


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
