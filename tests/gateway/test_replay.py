"""An access log, replayed through policies."""

import gzip
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from katas.grader.kata import ROOT
from pictures.over_time import over_time
from ratelimit.gateway import Policies, Request, Rule
from ratelimit.gateway.presets import nginx as nginx_preset
from ratelimit.gateway.replay import DryRun, Log, Logged, command
from ratelimit.gateway.replay.course import Course
from ratelimit.gateway.replay.instant import instant
from ratelimit.gateway.replay.json_log import NAMES
from ratelimit.gateway.replay.report import report
from tests.gateway.running import PATIENCE, service, write

SECOND = 1_000_000_000
TEN = instant("2026-11-29T10:00:00Z")
GUIDE = (ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")
POLICY = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0]
TWO_A_MINUTE = "policies:\n  - {name: two, limits: 2/minute, algorithm: fixed_window}\n"


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def replay(*arguments):
    with redirect_stdout(StringIO()) as told, redirect_stderr(StringIO()) as wrong:
        try:
            status = command.main(list(map(str, arguments)))
        except SystemExit as end:
            status = end.code
    return Done(status, told.getvalue(), wrong.getvalue())


def program(*arguments, text, cwd=ROOT, **environment):
    """Run it in a process of its own, with text to its standard input."""
    words = [sys.executable, "-m", "ratelimit.gateway", "replay", *map(str, arguments)]
    environment = os.environ | environment
    return subprocess.run(
        words, cwd=cwd, env=environment, input=text, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def replayed(folder, policy, *lines, options=()):
    """Return what is told of a log with these lines."""
    (folder / "access.log").write_text("\n".join(lines), encoding="utf-8")
    done = replay(write(folder / "policy.yaml", policy), folder / "access.log", *options)
    assert (done.returncode, done.stderr) == (1 if done.stdout.startswith("requests: 0") and lines else 0, "")
    return done.stdout


def common(second, path="/", host="192.0.2.1", user="-"):
    time = datetime(2026, 11, 29, 10, tzinfo=UTC) + timedelta(seconds=second)
    return f'{host} - {user} [{time:%d/%b/%Y:%H:%M:%S} +0000] "GET {path} HTTP/1.1" 200 612 "-" "curl/8.5.0"'


def run(rule, *moments):
    """Return which of requests at these moments pass, in seconds after ten."""
    dry_run = DryRun(Policies([rule]))
    request = Request(ip="192.0.2.1")
    return [dry_run.ask(Logged(TEN + int(moment * SECOND), request)) for moment in moments], dry_run


def test_the_guides_log_is_told_as_the_guide_says(tmp_path):
    log, told = re.search(r"`access\.log`:\n\n```\n(.*?)```.*?tells\n\n```\n(.*?)```", GUIDE, re.DOTALL).groups()
    assert replayed(tmp_path, POLICY, log) == told


def test_the_clock_is_the_logs(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, *[common(second) for second in (0, 1, 2, 59, 60, 61, 62)])
    assert "granted: 4, refused: 3, without a limit: 0\n" in told
    assert re.search(r"^two +1 key +3  2026-11-29T10:00:02Z  2 in 2026-11-29T10:00Z$", told, re.MULTILINE)


def test_who_is_refused_is_told_by_key_the_most_first(tmp_path):
    lines = [common(number, host=host) for number in range(5) for host in ("192.0.2.1", "192.0.2.2")]
    told = replayed(tmp_path, TWO_A_MINUTE, *lines, common(9, host="192.0.2.2"), common(10, host="192.0.2.3"))
    rows = [line.split() for line in told.splitlines() if line.lstrip().startswith("ip ")]
    assert [(row[1], row[2]) for row in rows] == [("192.0.2.2", "4"), ("192.0.2.1", "3")]
    fewer = replayed(tmp_path, TWO_A_MINUTE, *lines, options=("--keys", "1"))
    assert fewer.count(" ip ") == 1


def test_the_worst_minute_is_the_one_with_the_most_refusals():
    rule = Rule("r", "1 per 10 minutes")
    _, dry_run = run(rule, 0, 10, 61, 62, 63, 130)
    found = dry_run.refusals["r"].by_key["ip 192.0.2.1"]
    assert (found.count, found.first - TEN, found.worst) == (5, 10 * SECOND, 3)
    assert found.worst_minute * 60 * SECOND == TEN + 60 * SECOND


def test_the_user_is_the_consumer_and_the_path_chooses_the_policy(tmp_path):
    policy = TWO_A_MINUTE + "  - {name: search, limits: 1/minute, when: {path: /search/*}}\n"
    told = replayed(tmp_path, policy, *[common(0, "/search/a?b=c", user="ann", host=f"192.0.2.{n}") for n in (1, 2)])
    assert re.search(r"^search +1 key +1 ", told, re.MULTILINE)
    assert "consumer ann" in told


def test_a_policy_in_shadow_is_told_apart_and_refuses_nobody(tmp_path):
    policy = "policies:\n  - {name: new, limits: 1/minute, shadow: true}\n"
    told = replayed(tmp_path, policy, common(0), common(1))
    assert "granted: 0, refused: 0, without a limit: 2\n" in told
    assert re.search(r"^new \(in shadow\) +1 key +1 ", told, re.MULTILINE)


def test_what_counts_in_no_policy_is_told(tmp_path):
    policy = "policies:\n  - {name: search, limits: 1/minute, when: {path: /search}}\n"
    assert "granted: 0, refused: 0, without a limit: 1\n" in replayed(tmp_path, policy, common(0))


def test_a_line_that_can_not_be_read_is_counted_and_told_by_its_number(tmp_path):
    lines = [common(0), "nonsense", "", common(1), '{"time": 1', "[x", '{"time": "soon", "ip": "192.0.2.1"}']
    told = replayed(tmp_path, TWO_A_MINUTE, *lines)
    assert "requests: 2," in told
    assert "lines that can't be read: 4 (2, 5, 6, 7)\n  line 2: line must be of the Common Log Format" in told


def test_what_is_wrong_with_the_first_bad_line_is_told(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, '{"a":')
    assert told.endswith("""  line 1: line must be JSON: Expecting value, got '{"a":'\n""")


def test_of_many_bad_lines_the_first_ten_are_told(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, *["nonsense"] * 12)
    assert "lines that can't be read: 12 (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...)" in told


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["1", "/a", "192.0.2.1", "-"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMED = sorted({name for names in NAMES.values() for name in names} | {"request", "headers", "http_a", "domain"})
DECIDED = st.fixed_dictionaries(
    {
        name: st.sampled_from([None, 1, "two", "shop", "ip x", "header: x", "path /"])
        for name in ("policy", "key", "cost")
    }
    | {name: st.just(value) for name, value in {"time": 1, "domain": None, "allowed": 1, "microseconds": 1}.items()}
)


@given(
    st.lists(
        st.text()
        | st.dictionaries(st.sampled_from(NAMED), ANYTHING).map(json.dumps)
        | st.dictionaries(st.sampled_from(NAMED), ANYTHING).map(lambda said: json.dumps({**said, "time": 1}))
        | st.builds('{{"time": 1, "a": {}{}e{}}}'.format, st.integers(), st.sampled_from(["", ".5"]), st.integers())
        | DECIDED.map(json.dumps)
    )
)
def test_no_lines_at_all_are_fatal(lines):
    rules = [
        Rule("two", "1/minute", count_by="path"),
        Rule("three", "1/minute", scope={"address": "10.0.0.0/8", "path": "/a/*", "header:a": "b"}),
        Rule("all", "1/minute", globally=True, count_by="header:a"),
    ]
    dry_run, log = DryRun(Policies(rules)), Log(lines)
    dry_run.ask_all(log)
    report(dry_run, log, 10).encode("ascii")


def test_bytes_that_are_no_utf_8_and_windows_line_ends_are_read(tmp_path):
    (tmp_path / "access.log").write_bytes(common(0).replace("curl", "c\x80rl").encode("latin-1") + b"\r\n")
    done = replay(write(tmp_path / "policy.yaml", TWO_A_MINUTE), tmp_path / "access.log")
    assert "requests: 1," in done.stdout


def test_a_key_with_control_characters_is_told_without_them(tmp_path):
    policy = "policies:\n  - {name: a, limits: 1/minute, count_by: path}\n"
    lines = [json.dumps({"time": TEN // SECOND, "path": "/\x1b[31m\ud800é"})] * 2
    told = replayed(tmp_path, policy, *lines)
    assert r"path /\x1b[31m\ud800\xe9  " in told


def test_a_bad_line_with_control_characters_is_told_without_more_quotes_than_it_has(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, "\x1b[2J")
    assert r"Envoy's or JSON, got '\x1b[2J'" in told


def test_a_long_key_does_not_make_a_table_wide(tmp_path):
    policy = "policies:\n  - {name: a, limits: 1/minute, count_by: path}\n"
    told = replayed(tmp_path, policy, *[common(0, path=f"/{'x' * 5000}")] * 2)
    assert max(map(len, told.splitlines())) < 160
    assert f"path /{'x' * 20}" in told


def test_a_log_that_was_compressed_is_read(tmp_path):
    log = tmp_path / "access.log.1.gz"
    log.write_bytes(gzip.compress(f"{common(0)}\r\n{common(1)}\r\n".encode()))
    policy = write(tmp_path / "policy.yaml", TWO_A_MINUTE)
    assert "requests: 2," in replay(policy, log).stdout


@pytest.mark.parametrize(
    "damage",
    [lambda raw: raw[:-12], lambda raw: raw[:20] + b"xx" + raw[22:], lambda _: b"plain"],
    ids=["cut off", "changed", "plain"],
)
def test_a_compressed_log_that_is_damaged_is_told(tmp_path, damage):
    log = tmp_path / "access.log.gz"
    log.write_bytes(damage(gzip.compress(common(0).encode() * 5)))
    done = replay(write(tmp_path / "policy.yaml", TWO_A_MINUTE), log)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{log}: ")


def test_times_out_of_order_count_at_the_latest_time_before_them():
    passes, dry_run = run(Rule("r", "1/minute"), 0, 59, 30, 60, 0)
    assert passes == [True, False, False, True, False]
    assert (dry_run.late, dry_run.behind) == (2, 60 * SECOND)
    assert dry_run.refusals["r"].in_all.first == TEN + 59 * SECOND


def test_times_out_of_order_are_told(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, common(2), common(0))
    assert "out of order: 1, by 2.000 s at most (after line 1); each counts at the latest time before it\n" in told


def test_the_line_that_is_far_ahead_of_those_behind_it_is_told(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, common(0), common(1), "", common(86400), common(3), common(5))
    assert "out of order: 2, by 86397.000 s at most (after line 4)" in told


def test_requests_without_an_address_are_told_with_the_fields_there(tmp_path):
    line = json.dumps({"time": TEN // SECOND, "client": "192.0.2.1", "uri": "/"})
    told = replayed(tmp_path, TWO_A_MINUTE, line, line, common(0))
    assert "requests without an address: 2 (fields there: time, client, uri)\n" in told
    options = ("--field", "ip=client")
    assert "address" not in replayed(tmp_path, TWO_A_MINUTE, line, options=options)
    assert "--field ip=client: no line has it\n" in replayed(tmp_path, TWO_A_MINUTE, common(0), options=options)


def test_a_time_of_an_unknown_name_is_told_with_the_fields_there(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, '{"when": 1, "ip": "192.0.2.1"}')
    assert "line must have a time, by a name that is known or by --field time=NAME, got when, ip" in told


def test_a_log_that_can_not_be_read_at_all_is_a_failure(tmp_path):
    (tmp_path / "access.log").write_text("nonsense\n")
    done = replay(write(tmp_path / "policy.yaml", TWO_A_MINUTE), tmp_path / "access.log")
    assert (done.returncode, "lines that can't be read: 1 (1)" in done.stdout) == (1, True)


def test_a_log_comes_from_a_pipe_too(tmp_path):
    policy = write(tmp_path / "policy.yaml", TWO_A_MINUTE)
    assert "granted: 2, refused: 1" in program(policy, "-", text="\n".join([common(0)] * 3)).stdout


def test_what_is_no_field_is_told(tmp_path):
    done = replay(write(tmp_path / "policy.yaml", TWO_A_MINUTE), "-", "--field", "user=x")
    assert done.returncode == 2
    assert "header:NAME, then = and a field, got 'user=x'" in done.stderr


def test_the_gateways_own_log_is_replayed_by_the_names_of_policies(tmp_path):
    policy = "domain: shop\npolicies:\n  - {name: two, limits: 2 per 10 days}\n"
    log = tmp_path / "own.log"
    with service(write(tmp_path / "policy.yaml", policy), "--access-log", log) as running:
        assert running.grants(3, {"consumer": "ben"}) == 2
        running.ask({"path": "/"}, domain="elsewhere")
    stricter = write(tmp_path / "stricter.yaml", policy.replace("limits: 2", "limits: 1"))
    told = replay(stricter, log).stdout
    assert "granted: 1, refused: 2, without a limit: 1" in told
    assert re.search(r"^ +consumer ben +2 ", told, re.MULTILINE)


def own(key, policy="two", domain="shop", cost=1):
    line = {"time": "2026-11-29T10:00:00.000+00:00", "domain": domain, "policy": policy, "key": key, "allowed": True}
    return json.dumps({**line, "cost": cost, "microseconds": 9})


def test_a_logged_decision_counts_at_its_cost_and_for_whom_it_was_counted(tmp_path):
    policy = "domain: shop\npolicies:\n  - {name: two, limits: 2/minute, count_by: 'header:x-key'}\n"
    lines = [own("header:x-key 0123456789ab", cost=2), own("header:x-key 0123456789ab"), own("ip 2001:db8::/64")]
    told = replayed(tmp_path, policy, *lines, own("everybody", domain="other"), own("descriptor 0123456789ab"))
    assert "granted: 2, refused: 1, without a limit: 0\nof other domains, left out: 1\n" in told
    assert "header:x-key 0123456789ab" in told
    assert "lines that can't be read: 1 (5)" in told


def test_a_logged_decision_does_not_count_by_what_its_line_does_not_tell(tmp_path):
    policy = """\
        domain: shop
        policies:
          - {name: two, limits: 9/minute}
          - {name: per-address, limits: 1/minute, global: true, count_by: ip}
          - {name: per-consumer, limits: 1/minute, global: true}
          - {name: all, limits: 8/minute, global: true, count_by: everybody}
          - {name: by-path, limits: 1/minute, global: true, enabled: false, count_by: path}
    """
    three = [own(f"consumer {name}") for name in ("ann", "ben", "cid")]
    told = replayed(tmp_path, policy, *three)
    assert "granted: 3, refused: 0" in told
    assert "lines of the gateway's own log that don't tell what per-address counts by, left out there: 3\n" in told
    told = replayed(tmp_path, policy, own("ip 192.0.2.1"), own("nobody"), own("nobody"), own("consumer ann"))
    assert "granted: 3, refused: 1" in told
    assert "lines of the gateway's own log that don't tell what per-address counts by, left out there: 1\n" in told


def test_a_policy_that_counts_by_something_else_than_the_line_tells_is_left_out(tmp_path):
    policy = "domain: shop\npolicies:\n  - {name: two, limits: 1/minute, count_by: path}\n"
    told = replayed(tmp_path, policy, own("consumer ann"), own("consumer ben"), own("ip 192.0.2.1"))
    assert "granted: 1, refused: 0, without a limit: 2\n" in told
    assert "lines of the gateway's own log that don't tell what two counts by, left out there: 2\n" in told


def test_a_log_is_replayed_through_a_preset_too():
    dry_run = DryRun(Policies([nginx_preset.limit_req("n", "10r/s", burst=20, nodelay=True)]))
    dry_run.ask_all(Log([common(0)] * 40))
    assert (dry_run.granted, dry_run.refused) == (21, 19)


def test_a_mistake_in_the_policies_is_told(tmp_path):
    policy = write(tmp_path / "policy.yaml", "policies:\n  - {name: a}\n")
    done = replay(policy, "-")
    assert (done.returncode, done.stderr) == (1, f"{policy}:2: policies.0.limits: must be there\n")


def test_a_log_that_is_not_there_is_told(tmp_path):
    done = replay(write(tmp_path / "policy.yaml", TWO_A_MINUTE), tmp_path / "none.log")
    assert (done.returncode, "Traceback" in done.stderr, "none.log" in done.stderr) == (1, False, True)


def test_of_several_domains_one_is_chosen(tmp_path):
    for name in ("a", "b"):
        write(tmp_path / f"{name}.yaml", f"domain: {name}\n{TWO_A_MINUTE.replace('2/', '2/' if name == 'a' else '1/')}")
    (tmp_path / "access.log").write_text(f"{common(0)}\n{common(0)}")
    words = tmp_path, tmp_path / "access.log"
    assert replay(*words) == Done(1, "", "--domain must be one of a, b\n")
    assert replay(*words, "--domain", "c") == Done(1, "", "--domain must be one of a, b, got 'c'\n")
    assert "refused: 0" in replay(*words, "--domain", "a").stdout
    assert "refused: 1" in replay(*words, "--domain", "b").stdout


def test_envoys_descriptors_can_not_be_replayed(tmp_path):
    policy = write(tmp_path / "e.yaml", "domain: e\ndescriptors:\n  - {key: a}\n")
    assert "must have policies, got Envoy's descriptors" in replay(policy, "-").stderr


def test_an_empty_log_is_no_mistake(tmp_path):
    told = replayed(tmp_path, TWO_A_MINUTE, options=("--plot", tmp_path / "empty.png"))
    assert told.startswith("requests: 0\ngranted: 0, refused: 0, without a limit: 0\n")


def test_the_course_has_at_most_240_spans_and_loses_no_request():
    course = Course()
    for second in (*range(1000), 100_000, 40_000_000):
        course.add(second * SECOND, allowed=second % 2 == 0)
        spans = course.spans()[-2:] if second < 1000 else course.spans()
        assert len(spans) <= 240
    assert (sum(span.passed for span in spans), sum(span.refused for span in spans)) == (502, 500)
    assert [span.start for span in spans[:2]] == [0, course.width]


def test_a_plot_is_drawn(tmp_path):
    picture = tmp_path / "plot.png"
    told = replayed(tmp_path, TWO_A_MINUTE, *[common(second) for second in range(200)], options=("--plot", picture))
    assert told.endswith(f"picture: {picture}\n")
    with Image.open(picture) as image:
        colours = [colour for _, colour in image.convert("RGB").getcolors(1 << 24)]
    assert any(blue > 150 and red < 60 for red, _, blue in colours), "nothing is granted"
    assert any(red > 180 and blue < 60 for red, _, blue in colours), "nothing is refused"


def test_a_log_may_have_a_name_that_is_no_mathematics(tmp_path):
    log = tmp_path / r"a$\frac{$.log"
    log.write_text(common(0))
    done = replay(write(tmp_path / "policy.yaml", TWO_A_MINUTE), log, "--plot", tmp_path / "plot.png")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("hours", "days"),
    [(0, ""), (14, ", 2026-11-29, UTC"), (15, ", 2026-11-29 to 2026-11-30, UTC")],
)
def test_a_plot_of_several_days_tells_the_last_one_too(hours, days):
    spans = [(TEN // SECOND + 3600 * number, 1, 0) for number in range(hours)]
    assert over_time(spans, 3600, "access.log").words == f"access.log: {hours} passed, 0 refused{days}"


@pytest.mark.parametrize(
    ("name", "told"),
    [("plot.jpg", "--plot: a picture is a .png file, got"), ("none/plot.png", "--plot: there is no folder")],
)
def test_a_plot_that_can_not_be_written_is_told_before_the_log_is_read(tmp_path, name, told):
    done = replay(write(tmp_path / "policy.yaml", TWO_A_MINUTE), "none.log", "--plot", tmp_path / name)
    assert (done.returncode, told in done.stderr) == (2, True)


def test_without_what_draws_a_plot_is_refused_with_what_to_install(tmp_path):
    (tmp_path / "pictures").mkdir()  # hides those of the project
    (tmp_path / "pictures" / "__init__.py").touch()
    policy = write(tmp_path / "policy.yaml", TWO_A_MINUTE)
    done = program(policy, "-", "--plot", tmp_path / "plot.png", cwd=tmp_path, text=common(0), PYTHONPATH=str(ROOT))
    assert done.returncode == 2
    assert 'pip install -e ".[gateway,notebooks]"' in done.stderr
    assert program(policy, "-", cwd=tmp_path, text=common(0), PYTHONPATH=str(ROOT)).returncode == 0


def test_a_domain_of_a_file_that_has_none_is_told(tmp_path):
    policy = write(tmp_path / "policy.yaml", TWO_A_MINUTE)
    done = replay(policy, tmp_path / "access.log", "--domain", "x")
    assert done == Done(1, "", f"--domain must be left out, as {policy} has none, got 'x'\n")


def test_who_reads_only_the_beginning_gets_no_message(tmp_path):
    policy = write(tmp_path / "policy.yaml", TWO_A_MINUTE)
    log = write(tmp_path / "access.log", "\n".join(map(common, range(9))))
    words = [sys.executable, "-m", "ratelimit.gateway", "replay", policy, log]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_absolute_path_is_the_same_to_a_replay_and_to_the_gateway():
    policies = Policies([Rule("default", "9/day"), Rule("search", "1/day", scope={"path": "/search/*"})])
    path = "http://shop.example/search/x?y"
    dry_run = DryRun(policies)
    dry_run.ask_all(Log([common(0, path), common(1, path)]))
    assert [asked.rule.name for asked in policies.asked(Request(ip="192.0.2.1", path=path))] == ["search"]
    assert list(dry_run.refusals) == ["search"]
