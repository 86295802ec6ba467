"""What docs/observing.md says is true, and its examples run."""

import re

import pytest
from opentelemetry import trace
from opentelemetry.instrumentation.redis import RedisInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY
from redis import Redis
from redis.exceptions import RedisError

from katas.grader.kata import ROOT
from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter

GUIDE = (ROOT / "docs" / "observing.md").read_text(encoding="utf-8")
HOOK, PROMETHEUS, OPEN_TELEMETRY = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def exporter():
    """Where spans go: a process can have but one provider."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def spans(exporter):
    exporter.clear()
    return exporter.get_finished_spans


@pytest.fixture
def run(server):
    """Run the page's first example, then another, with a server that the test may stop."""

    def run(*examples):
        code, names = "\n".join(examples), {}
        assert code.count("redis.Redis(socket") == 1
        code = code.replace("100/minute", "100/day")  # so that no refill blurs a count
        exec(code.replace("redis.Redis(", f"redis.Redis(port={server.port}, "), names)  # noqa: S102  our own
        return names

    return run


def test_the_hook_is_told_what_it_says(run, capsys):
    run(HOOK)
    assert capsys.readouterr().out.startswith("client 42 Decision(allowed=True, remaining=99, retry_after=0, ")


def test_prometheus_counts_what_was_allowed_refused_degraded_and_raised(run, server):
    names = run(HOOK, PROMETHEUS)
    limiter, plain = names["limiter"], names["plain"]
    strict = names["ObservedLimiter"](RedisLimiter(TokenBucket, plain.quota, names["client"]), names["count"])
    assert not limiter.hit("client 42", 99)
    server.stop()
    assert limiter.allow("client 42")
    with pytest.raises(RedisError):
        strict.allow("client 42")
    counted = {
        (outcome, degraded): REGISTRY.get_sample_value(
            "ratelimit_decisions_total", {"outcome": outcome, "degraded": degraded}
        )
        for outcome, degraded in [("allowed", "False"), ("refused", "False"), ("allowed", "True"), ("error", "True")]
    }
    assert counted == {
        ("allowed", "False"): 1, ("refused", "False"): 1, ("allowed", "True"): 1, ("error", "True"): 1
    }  # fmt: skip
    assert REGISTRY.get_sample_value("ratelimit_seconds_count") == 4


def test_a_span_is_a_child_of_the_current_one_and_as_long_as_the_decision(run, server, spans):
    names = run(HOOK, OPEN_TELEMETRY)
    server.stop()
    with trace.get_tracer("test").start_as_current_span("request") as request:
        assert names["limiter"].allow("client 42")
    decided, away, _ = spans()
    assert (decided.name, decided.parent) == ("ratelimit", None)
    assert dict(decided.attributes) == {
        "ratelimit.allowed": True, "ratelimit.remaining": 98, "ratelimit.degraded": False
    }  # fmt: skip
    assert decided.status.is_ok or decided.status.is_unset
    assert decided.end_time > decided.start_time
    assert away.parent.span_id == request.get_span_context().span_id
    assert away.attributes["ratelimit.degraded"]
    assert not away.status.is_ok
    assert [event.name for event in away.events] == ["exception"]


def test_redis_pys_instrumentation_sees_other_commands_and_no_decisions(server, spans):
    with Redis(port=server.port) as client:
        limiter = RedisLimiter(TokenBucket, Quota.per_day(5), client)
        RedisInstrumentor().instrument()
        try:
            limiter.allow("key")
            limiter.hit_many(["key", "other"])
            assert spans() == ()
            client.ping()
            assert [span.name for span in spans()] == ["PING"]
        finally:
            RedisInstrumentor().uninstrument()
