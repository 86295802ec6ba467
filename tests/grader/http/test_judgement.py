"""What is found wrong with a middleware, and what is left free."""

from itertools import islice

import pytest

from katas.grader.fuzz import sample
from katas.grader.http import small_scopes
from katas.grader.http.exchange import Exchange
from tests.grader.http.solution import KINDS, LAWS, RIGHT, SEND

HIT = "            decision = await self.limiter.hit(key, 1)\n"
APP = "        await self.app(scope, receive, send_with_fields)\n"
IMPORT = ("import re\n", "import asyncio\nimport re\nfrom http import HTTPStatus\n")
SYNC = "    def __call__(self, scope, receive, send):\n        return 1\n\n"
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
