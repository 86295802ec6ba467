"""What was decided, as lines of JSON."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TextIO

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.descriptors import EnvoyRule
from ratelimit.gateway.log_file import LogFile
from ratelimit.gateway.verdict import Verdict


class AccessLog:
    """Writes a line for each decision: when, which policy of which domain decided, for whom, and what.

    What may be a secret (a credential, the value of a header, entries of Envoy's) is told as 12 digits of its SHA-256.
    """

    __slots__ = ("_file",)

    def __init__(self, file: TextIO | LogFile) -> None:
        self._file = file

    def __call__(self, _asked: Sequence[Asked], verdict: Verdict, nanoseconds: int) -> None:
        """Write a line."""
        deciding = verdict.deciding
        wait = verdict.wait
        line: dict[str, Any] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "domain": None if deciding is None else deciding.rule.domain,
            "policy": verdict.policy,
            "key": None if deciding is None else told_key(deciding),
            "allowed": verdict.allowed,
            "wait_seconds": None if wait is None else wait / 1e9,
            "counted": verdict.is_counted,
            "would_be_refused_by": list(verdict.shadows),
            "cost": None if deciding is None else deciding.cost,
            "microseconds": nanoseconds // 1000,
        }
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()


def told_key(asked: Asked) -> str:
    """Return for whom it counts, without what may be a secret."""
    if isinstance(asked.rule, EnvoyRule):
        return f"descriptor {_digest(asked.key)}"
    kind, _, value = asked.rule.counted(asked.key).partition(" ")
    return (
        f"{kind} {_digest(value)}" if kind == "credential" or kind.startswith("header:") else f"{kind} {value}".strip()
    )


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
