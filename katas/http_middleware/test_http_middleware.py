"""The laws of a middleware, in order. `pytest katas/http_middleware` grades http_middleware.py beside this file."""

from katas.grader import Kata
from katas.grader.http import address_forms, construction, inputs, long_runs, look_alikes, probes, small_scopes
from katas.grader.http.columns.line import Judged
from katas.grader.http.exchange import Exchange
from katas.grader.http.plot_traffic import TRAFFIC
from katas.grader.http.trial import HttpTrial

KATA = Kata(
    "http_middleware",
    "RateLimitMiddleware",
    trial=HttpTrial,
    facets=probes.facets,
    traffic=TRAFFIC,
    library="decision.py",
    parse=Exchange.parse,
    shows="messages",
)


@KATA.level(10)
def scopes(trial: HttpTrial) -> None:
    """only http is limited: all else reaches the app as it came"""
    trial.check(
        inputs.SCOPES,
        "middleware('10/minute') lifespan(app=[message('lifespan.startup.complete')])",
        "middleware('10/minute') websocket(app=[message('websocket.accept')])",
        "middleware('10/minute') websocket(app=[raises('RuntimeError')])",
        "middleware('10/minute') webtransport(app=[receive()])",
        "middleware('10/minute') channel(app=[receive()])",
    )


@KATA.level(15)
def refuse(trial: HttpTrial) -> None:
    """asked once, before the app; refused: one 429, and no app"""
    trial.check(
        inputs.REFUSED,
        "middleware('10/minute') http()",
        "middleware('10/minute') http(limiter=refused(1000000000))",
        "middleware('10/minute') http(limiter=granted(0, 1000000000))",
        "middleware('10/minute') http(limiter=refused(1000000000)) http()",
        "middleware('10/minute') http(limiter=refused(1000000000), method='HEAD')",
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(long_runs.many_requests(trial.numbers))
        trial.compare(small_scopes.every_word(trial.words))


@KATA.level(10)
def retry(trial: HttpTrial) -> None:
    """a 429 says after how many seconds to retry, rounded up"""
    trial.check(
        inputs.RETRY,
        *(
            f"middleware('10/minute') http(limiter=refused({wait}))"
            for wait in (10**9, 3 * 10**9, 1, 1_500_000_000, 10**9 + 1, 0, 3_600 * 10**9 + 1, 10**16 + 1)
        ),
        "middleware('10/minute') http()",
        "middleware('10/minute') http(app=[start(503, 'retry-after: 7'), body('hello')])",
        retry=True,
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(long_runs.many_answers(trial.numbers), retry=True)


@KATA.level(15)
def fields(trial: HttpTrial) -> None:
    """each answer has both fields once, and the app's headers"""
    trial.check(
        inputs.FIELDS,
        "middleware('10/minute') http()",
        "middleware('10/minute') http(limiter=granted(0, 1))",
        "middleware('10/minute') http(limiter=granted(9, 1500000000))",
        "middleware('10/minute') http(limiter=granted(9, 10000000000000001))",
        "middleware('10/minute') http(limiter=refused(1500000000))",
        "middleware('10/minute') http(limiter=refused(0))",
        "middleware('1 per 250ms') http()",
        "middleware('10 per 1500ms') http()",
        "middleware('10/minute burst 20') http()",
        "middleware('1 per 1000000000000000001ns') http()",
        "middleware('10/minute', name='Per IP') http()",
        r"middleware('10/minute', name='a\x22b') http()",
        r"middleware('10/minute', name='a\x5cb') http()",
        "middleware('10/minute') http(app=[start(404, 'x-a: 1'), body('hello')])",
        "middleware('10/minute') http(app=[start(500, 'x-a: 1'), body('hello')])",
        "middleware('10/minute') http(app=[start(304, 'x-a: 1'), body('')])",
        "middleware('10/minute') http(app=[start(200), body('hello')])",
        "middleware('10/minute') http(app=[start(200, 'x-a: '), body('hello')])",
        "middleware('10/minute') http(app=[start(200, 'tuple', 'x-a: 1'), body('hello')])",
        "middleware('10/minute') http(app=[start(200, 'lists', 'x-a: 1'), body('hello')])",
        "middleware('10/minute') http(app=[start(200, 'iterator', 'x-a: 1'), body('hello')])",
        "middleware('10/minute') http(app=[start(200, 'set-cookie: a=1', 'set-cookie: b=2'), body('hello')])",
        r"middleware('10/minute') http(app=[start(200, 'ratelimit: \x22in\x22;r=4;t=1'), body('hello')])",
        r"middleware('10/minute') http(app=[start(200, 'ratelimit-policy: \x22in\x22;q=5;w=1'), body('hello')])",
        retry=True,
        fields=True,
    )
    construction.refuses_bad_names(trial)
    with trial.alone():
        trial.compare(small_scopes.around(trial.numbers), retry=True, fields=True)
        trial.compare(small_scopes.every_status(), retry=True, fields=True)
        trial.compare(look_alikes.answers_alike(), retry=True, fields=True)
    with trial.guard.unwatched(), trial.alone():
        trial.compare(long_runs.many_answers(trial.numbers), retry=True, fields=True)


@KATA.level(15)
def streams(trial: HttpTrial) -> None:
    """messages pass at once, unchanged; receive and errors too"""
    trial.check(
        inputs.STREAMS,
        "middleware('10/minute') http(app=[start(200, 'x-a: 1'), body('a', 'more'), body('b', 'more'), body('')])",
        "middleware('10/minute') http(app=[receive(), start(200), body('hello')])",
        "middleware('10/minute') http(app=[start(200), body('', 'bare')])",
        "middleware('10/minute') http(app=[start(200), body('a', 'more')])",
        "middleware('10/minute') http(app=[start(200, 'trailers'), body('a'), message('http.response.trailers')])",
        "middleware('10/minute') http(app=[message('http.response.early_hint'), start(200), body('hello')])",
        "middleware('10/minute') http(app=[start(200), message('http.response.pathsend')])",
        "middleware('10/minute') http(app=[raises('RuntimeError')])",
        "middleware('10/minute') http(app=[start(200), raises('RuntimeError')])",
        "middleware('10/minute') http(app=[start(200), body('a', 'more'), raises('CancelledError')])",
        "middleware('10/minute') http(app=[])",
        "middleware('10/minute') http(gone=1)",
        "middleware('10/minute') http(app=[start(200), body('a', 'more'), body('b')], gone=2)",
        "middleware('10/minute') http(app=[start(200), body('a', 'more'), body('b')], gone=3)",
        passing=True,
    )


@KATA.level(15)
def key(trial: HttpTrial) -> None:
    """the key is the client's, behind trusted proxies too"""
    trusts = "middleware('10/minute', trusted=['10.0.0.0/8'])"
    trial.check(
        inputs.KEYS,
        "middleware('10/minute') http(client='192.0.2.7')",
        "middleware('10/minute') http(client='2001:db8:0:7::1')",
        "middleware('10/minute') http(client='2001:DB8:0:7::1')",
        "middleware('10/minute') http(client='::ffff:192.0.2.7')",
        "middleware('10/minute') http(client='::ffff:c000:207')",
        "middleware('10/minute') http(client='fe80::1%eth0')",
        "middleware('10/minute') http(client=None)",
        "middleware('10/minute') http(client='testclient')",
        "middleware('10/minute') http(client='192.0.2.7', forwarded=['198.51.100.4'])",
        f"{trusts} http(client='10.0.0.1')",
        f"{trusts} http(client='192.0.2.7', forwarded=['198.51.100.4'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['192.0.2.7'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['198.51.100.4, 192.0.2.7'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['198.51.100.4', '192.0.2.7'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['192.0.2.7, 10.0.0.2'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['198.51.100.4, 192.0.2.7', '10.0.0.2'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['10.0.0.3, 10.0.0.2'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['192.0.2.7, 10.0.0.5, 10.0.0.4, 10.0.0.3, 10.0.0.2'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['192.0.2.7,unknown,10.0.0.2'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['unknown'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['none'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['192.0.2.7, '])",
        rf"{trusts} http(client='10.0.0.1', forwarded=['192.0.2.7, \xff\xfe'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['192.0.2.7:4711'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['[2001:db8:0:7::1]:443'])",
        f"{trusts} http(client='10.0.0.1', forwarded=['[2001:db8:0:7::1]'])",
        f"{trusts} http(client='::ffff:10.0.0.1', forwarded=['192.0.2.7'])",
        f"{trusts} http(client=None, forwarded=['192.0.2.7'])",
        "middleware('10/minute', trusted=['2001:db8::/32']) http(client='2001:db8::1', forwarded=['192.0.2.7'])",
        passing=True,
        key=True,
    )
    construction.refuses_bad_networks(trial)
    with trial.guard.unwatched(), trial.alone():
        for several in (
            address_forms.every_form(),
            address_forms.every_odd_byte(),
            address_forms.every_blank(),
            address_forms.every_network(),
            address_forms.every_nest(),
            small_scopes.every_chain(),
            look_alikes.keys_alike(),
            long_runs.long_chains(trial.numbers),
            long_runs.many_clients(trial.numbers),
            small_scopes.every_word(trial.words),
        ):
            trial.compare(several, passing=True, key=True)


@KATA.level(10)
def failure(trial: HttpTrial) -> None:
    """a limiter that fails: the app without fields, or one 503"""
    trial.check(
        inputs.FAILING,
        "middleware('10/minute') http(limiter=fails('OSError'))",
        "middleware('10/minute') http(limiter=fails('OSError'), app=[start(200, 'ratelimit: a'), body('hello')])",
        "middleware('10/minute', on_error='deny') http(limiter=fails('OSError'))",
        "middleware('10/minute') http(limiter=fails('OSError'), app=[raises('OSError')])",
        "middleware('10/minute') http(app=[raises('OSError')])",
        "middleware('10/minute', on_error='deny') http(app=[raises('OSError')])",
        "middleware('10/minute') http(limiter=cancelled())",
        "middleware('10/minute', on_error='deny') http(limiter=cancelled())",
        "middleware('10/minute') http(limiter=fails('BaseException'))",
        "middleware('10/minute', on_error='deny') http(limiter=fails('BaseException'))",
        "middleware('10/minute', name='a') http(limiter=fails('OSError'))",
        "middleware('10/minute') http(limiter=fails('OSError')) http()",
        retry=True,
        fields=True,
        passing=True,
    )
    construction.refuses_bad_choices(trial)
    with trial.guard.unwatched(), trial.alone():
        trial.compare(long_runs.many_failures(trial.numbers), retry=True, fields=True, passing=True, key=True)
        trial.compare(small_scopes.every_departure(), retry=True, fields=True, passing=True, key=True)


@KATA.level(10)
def many(trial: HttpTrial) -> None:
    """requests at once share nothing; no task, no other context"""
    everything = dict.fromkeys(Judged._fields, True)
    trial.check(
        inputs.AT_ONCE,
        "middleware('10/minute') http()",
        "middleware('10/minute') websocket(app=[message('websocket.accept')])",
        "middleware('10/minute') http() http(client='192.0.2.7', limiter=granted(3, 1)) turns(1, 2, 1, 2)",
        "middleware('10/minute') http() http(client='192.0.2.7', limiter=refused(1)) turns(1, 2, 1, 2, 1, 2)",
        **everything,
    )
    with trial.guard.unwatched(), trial.alone():
        trial.compare(small_scopes.every_order(), **everything)
        trial.compare(small_scopes.every_layer(), **everything)
        trial.compare(long_runs.crowds(trial.numbers), **everything)
