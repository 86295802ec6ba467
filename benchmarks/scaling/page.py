"""Puts the tables into docs/scaling.md."""

import json
import os
import platform
import re
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.scaling.servers import client, server

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "scaling.md"
RESULTS = ROOT / "benchmarks" / "results" / "scaling.json"

SIMULATED = (
    "key_spread",
    "split_key",
    "lease_size",
    "thundering_herd",
    "failover",
    "regions",
    "clocks",
    "eviction",
    "outage",
)
MEASURED = (
    "one_connection",
    "throughput",
    "hot_key",
    "memory",
    "full_memory",
    "wait_for_replica",
    "timeouts",
    "killed_primary",
)


def module(name: str) -> ModuleType:
    """Return the module of one question."""
    return import_module(f"benchmarks.scaling.{'simulated' if name in SIMULATED else 'measured'}.{name}")


def stored() -> dict[str, Any]:
    """Return what was measured, by question."""
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return results


def store(name: str) -> None:
    """Measure, and keep the figures with the machine and the day."""
    figures = module(name).measure()
    results = stored() | {name: {"circumstances": circumstances(), "figures": figures}}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=False, ensure_ascii=False) + "\n", encoding="utf-8")


def circumstances() -> dict[str, str]:
    """Return the machine, the versions and the date."""
    with server() as running, client(running) as redis:
        info: Any = redis.info("server")
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": f"{_processor()}, {os.cpu_count()} processors, {platform.system()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "redis-py": f"{version('redis')} with hiredis {version('hiredis')}",
        "server": f"Valkey {info.get('valkey_version', info['redis_version'])}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def tables(name: str) -> dict[str, str]:
    """Return the tables of one question, by marker."""
    made: dict[str, str] = (
        module(name).tables() if name in SIMULATED else module(name).tables(stored()[name]["figures"])
    )
    return made


def measured() -> str:
    """Return the machine, the versions and the date of each measurement."""
    names: dict[str, list[str]] = {}
    for name, result in stored().items():
        said = result["circumstances"]
        tools = f"{said['python']}, redis-py {said['redis-py']}, {said['server']}"
        names.setdefault(f"{said['date']} on {said['machine']}, {tools}", []).append(f"`{name}`")
    return "\n".join(f"Measured {what}: {', '.join(which)}." for what, which in names.items())


def place(text: str, name: str) -> re.Match[str]:
    """Return what follows the marker of a table on the page: a block of code, or all up to an empty line."""
    match = re.search(rf"(?<=<!-- {name} -->\n)(```.*?\n```|.*?)(?=\n\n)", text, re.DOTALL)
    if match is None:
        raise ValueError(
            f"{PAGE.name} must have a line <!-- {name} -->, then what is to be replaced, then an empty one"
        )
    return match


def write(name: str) -> None:
    """Put the tables of one question into the page."""
    text = PAGE.read_text(encoding="utf-8")
    for where, new in (tables(name) | {"measured": measured()}).items():
        found = place(text, where)
        text = f"{text[: found.start()]}{new}{text[found.end() :]}"
    PAGE.write_text(text, encoding="utf-8")
