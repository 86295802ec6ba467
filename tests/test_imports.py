"""Who imports whom."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("ratelimit", "katas", "solutions", "benchmarks", "notebooks", "pictures", "tests")

WORDS = tuple(f"ratelimit.{word}" for word in ("quota", "decision", "protocols", "cost", "clock", "errors", "keys"))
PROTOCOLS = ("ratelimit.Clock", "ratelimit.Meter", "ratelimit.Paced", "ratelimit.Limiter", "ratelimit.protocols")
LESSON = ("ratelimit.Quota", "ratelimit.Level", "ratelimit.quota.Quota", "ratelimit.decision.Level", *PROTOCOLS)

# The rooms of katas/grader. Files outside them are shared; any folder not named here is a kind of submission.
GROUND = tuple(f"katas.grader.{path.stem}" for path in ROOT.glob("katas/grader/[!_]*.py"))
_ORDER = ("katas.grader.run", "katas.grader.report", "katas.grader.watch")
ABOVE_KINDS = {"run": _ORDER[:1], "report": _ORDER[:2], "watch": _ORDER}
# What each module that is the front of a library may need of it.
KINDS = sorted({path.parent.name for path in ROOT.glob("katas/grader/*/__init__.py")} - set(ABOVE_KINDS))


def rooms(*names):
    return (f"katas.grader.{name}" for name in names)


MAY_IMPORT = {  # files -> what they may import of ours; the first pattern that fits a file counts
    "ratelimit/__init__.py": ("ratelimit",),
    "ratelimit/quota.py": ("ratelimit.errors",),
    "ratelimit/decision.py": (),
    "ratelimit/errors.py": (),
    "ratelimit/cost.py": (),
    "ratelimit/clock.py": ("ratelimit.quota", "ratelimit.protocols"),
    "ratelimit/protocols.py": WORDS,
    "ratelimit/algorithms/*.py": (*WORDS, "ratelimit.algorithms"),
    "ratelimit/sharded_table.py": WORDS,
    "ratelimit/sweep.py": (*WORDS, "ratelimit.sharded_table"),
    "ratelimit/call_lock.py": (),
    "ratelimit/composite.py": WORDS,
    "ratelimit/full_answer.py": (*WORDS, "ratelimit.composite"),
    "ratelimit/other_quota.py": (*WORDS, "ratelimit.composite", "ratelimit.full_answer"),
    "ratelimit/limit.py": (*WORDS, "ratelimit.composite"),
    "ratelimit/memory.py": (
        *WORDS,
        *(
            f"ratelimit.{part}"
            for part in ("call_lock", "composite", "full_answer", "limit", "other_quota", "sharded_table", "sweep")
        ),
    ),
    "ratelimit/async_memory.py": (*WORDS, "ratelimit.limit", "ratelimit.memory"),
    "ratelimit/redis/*.py": (
        *WORDS,
        *(f"ratelimit.{part}" for part in ("algorithms", "composite", "limit", "other_quota", "pool", "redis")),
    ),
    "ratelimit/observed.py": WORDS,
    "ratelimit/observed_async.py": (*WORDS, "ratelimit.observed"),
    "ratelimit/web/client/*.py": (
        *WORDS,
        *(f"ratelimit.{part}" for part in ("algorithms", "limit", "unix_time", "web.client", "web.structured")),
    ),
    "ratelimit/web/*.py": (
        *WORDS,
        *(f"ratelimit.{part}" for part in ("algorithms", "async_memory", "limit", "memory", "pool", "web")),
    ),
    "ratelimit/gateway/**/*.py": (
        *WORDS,
        *(f"ratelimit.{part}" for part in ("algorithms", "gateway", "limit", "redis", "unix_time", "web")),
    ),
    "ratelimit/replay.py": ("ratelimit.decision", "ratelimit.protocols"),
    "ratelimit/**/*.py": (),
    **dict.fromkeys(  # these draw; nobody imports them unless a picture is asked for
        ("katas/grader/report/plot.py", "katas/grader/report/plot_traces.py"),
        (*WORDS, *LESSON, "ratelimit.replay.Step", *GROUND, *ABOVE_KINDS["report"], "pictures"),
    ),
    "katas/grader/__init__.py": ("katas.grader.kata.Kata",),
    "katas/grader/*.py": (*WORDS, *LESSON, *GROUND),
    **{f"katas/grader/{kind}/**/*.py": (*WORDS, *LESSON, *GROUND, *rooms("meter", kind)) for kind in KINDS},
    **{f"katas/grader/{room}/*.py": (*WORDS, *LESSON, *GROUND, *below) for room, below in ABOVE_KINDS.items()},
    "katas/*/test_*.py": ("katas.grader.Kata", *rooms(*KINDS)),
    "katas/review/*.py": ("katas.grader", "katas.interview.numbers", "katas.review"),
    "katas/predict/*.py": ("katas.grader", "katas.review", "katas.predict"),
    "katas/conftest.py": (*GROUND, *_ORDER),
    "katas/interview/numbers/**/*.py": ("ratelimit", "katas.interview.numbers"),
    "katas/interview/variants/**/*.py": (
        *LESSON,
        *GROUND,
        *("katas.grader.meter.explanation", "katas.grader.report.card", "katas.interview.variants"),
    ),
    "katas/interview/**/*.py": ("katas.grader", "katas.interview"),
    "katas/**/*.py": LESSON,
    "solutions/*.py": LESSON,
    "benchmarks/**/*.py": (
        "ratelimit",
        "benchmarks",
        *("katas.grader.redis.servers", "katas.grader.keyed.meters"),  # to measure on
        *(f"katas.grader.{name}" for name in ("kata", "run.loading", "verdict", "guard")),  # what a learner wrote
    ),
    "pictures/**/*.py": ("ratelimit", "pictures"),
    "notebooks/**/*.py": ("ratelimit", "pictures", "notebooks"),
}

GATEWAY = {  # files of ratelimit/gateway -> the packages that they need
    "any_bytes.py": {"google"},
    "envoy_file.py": {"pydantic"},
    "located.py": {"yaml"},
    "metrics.py": {"prometheus_client"},
    "on_redis.py": {"redis"},
    "policy_file.py": {"pydantic"},
    "rate_limit_service.py": {"envoy", "google", "grpc"},
    "serving.py": {"envoy", "grpc", "grpc_health", "grpc_reflection", "uvicorn"},
    "validated.py": {"pydantic"},
}

FRONTS = {  # files of ratelimit/web -> the packages that they are for
    "aiohttp.py": {"aiohttp"},
    "django.py": {"django", "asgiref"},
    "fastapi.py": {"fastapi", "starlette"},
    "flask.py": {"flask", "werkzeug"},
    "litestar.py": set(),
    "rest_framework.py": {"rest_framework"},
    "client/aiohttp.py": {"aiohttp"},
    "client/httpx.py": {"httpx", "anyio"},
    "client/httpx2.py": {"httpx2", "anyio"},
    "client/requests.py": {"requests"},
}


NEEDS = {ROOT / "ratelimit/web" / name: packages for name, packages in FRONTS.items()}
NEEDS |= {ROOT / "ratelimit/gateway" / name: packages for name, packages in GATEWAY.items()}


def files():
    """Each file once, with the first rule that fits it; folders that do not exist yet have none."""
    seen = set()
    for pattern, allowed in MAY_IMPORT.items():
        for path in sorted(set(ROOT.glob(pattern)) - seen):
            seen.add(path)
            yield pytest.param(path, allowed, id=str(path.relative_to(ROOT)))


def imports(path):
    """Every name that a file imports, with its module, wherever in the file that happens."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*above, node.module) if node.module else above)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def within(name, allowed):
    return any(name == module or name.startswith(f"{module}.") for module in allowed)


@pytest.mark.parametrize(("path", "allowed"), list(files()))
def test_a_file_imports_only_what_lies_below_it(path, allowed):
    assert [name for name in imports(path) if within(name, OURS) and not within(name, allowed)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_submission_has_the_same_doors(kind):
    doors = {"trial.py", "inputs.py", "probes.py", "plot_traffic.py"}
    assert doors <= {path.name for path in ROOT.glob(f"katas/grader/{kind}/*.py")}


@pytest.mark.parametrize("room", ABOVE_KINDS)
def test_what_runs_and_reports_knows_no_kata_by_its_name(room):
    katas = {path.parent.name for path in ROOT.glob("katas/*/test_*.py")}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.glob(f"katas/grader/{room}/*.py")]
    words = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert katas & words == set()


def test_no_card_waits_for_what_draws():
    files = {*ROOT.glob("katas/grader/**/*.py"), ROOT / "katas" / "conftest.py"}
    files -= {ROOT / "katas" / "grader" / "report" / "plot.py"}
    assert [
        path
        for path in files
        if any(within(name, ("katas.grader.report.plot", "katas.grader.report.plot_traces")) for name in imports(path))
    ] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("ratelimit/**/*.py")), ids=str)
def test_the_library_needs_the_standard_library_and_a_front_what_it_is_for(path):
    known = {*sys.stdlib_module_names, "ratelimit"} | ({"redis", "valkey"} if "redis" in path.parts[:-1] else set())
    known |= NEEDS.get(path, set())
    assert {name.split(".")[0] for name in imports(path)} <= known


def test_nothing_of_the_library_imports_a_front():
    fronts = [ROOT / "ratelimit/web" / name for name in FRONTS]
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in fronts]
    files = [path for path in ROOT.glob("ratelimit/**/*.py") if path not in fronts]
    assert [(path, name) for path in files for name in imports(path) if within(name, modules)] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("ratelimit/algorithms/*.py")), ids=str)
def test_an_algorithm_knows_no_clock_no_lock_and_no_float(path):
    assert {name.split(".")[0] for name in imports(path)} <= {"ratelimit", "collections", "itertools", "math"}
    constants = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
    assert not any(isinstance(constant, float) for constant in constants)
