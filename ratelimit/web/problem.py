"""What a refused client is told, as problem details (RFC 9457) of the types that the draft of the fields has."""

import json
from collections.abc import Sequence
from typing import Any, Final, Protocol

CONTENT_TYPE: Final = "application/problem+json"

_TYPES = "https://iana.org/assignments/http-problem-types"


class Refused(Protocol):
    """What was decided on a refused request, as a `RequestDecision` has it."""

    status: int
    cost: int
    """In units; 0 if it is blocked."""

    def retry_after(self) -> str | None:
        """Return the value of `Retry-After`; None if no wait helps."""

    def violated(self) -> Sequence[str]:
        """Return the names of the limits that refuse it."""


def problem(decided: Refused) -> dict[str, Any]:
    """Return the members of the body."""
    wait = decided.retry_after()
    again = "No wait helps." if wait is None else f"Try again in {wait} second{'s' * (wait != '1')}."
    if decided.status == 503:
        return {
            "type": f"{_TYPES}#temporary-reduced-capacity",
            "title": "The service can take fewer requests than usual",
            "status": 503,
            "detail": again,
        }
    if wait is None:
        why = f"costs {decided.cost} units, more than are ever granted at once" if decided.cost else "is blocked"
        again = f"The request {why}. {again}"
    return {
        "type": f"{_TYPES}#quota-exceeded",
        "title": "The quota is used up",
        "status": 429,
        "detail": again,
        "violated-policies": decided.violated(),
    }


def body_of(decided: Refused, status: int | None = None) -> bytes:
    """Return the body; with another status, if that is somebody else's choice."""
    members = problem(decided)
    return json.dumps(members if status is None else {**members, "status": status}).encode("ascii")
