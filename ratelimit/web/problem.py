"""What a refused client is told, as problem details (RFC 9457) of the types that the draft of the fields has."""

import json
from typing import Any, Final

from ratelimit.web.request_decision import RequestDecision

CONTENT_TYPE: Final = "application/problem+json"

_TYPES = "https://iana.org/assignments/http-problem-types"


def problem(decided: RequestDecision) -> dict[str, Any]:
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
        again = f"The request costs {decided.cost} units, more than are ever granted at once. {again}"
    return {
        "type": f"{_TYPES}#quota-exceeded",
        "title": "The quota is used up",
        "status": 429,
        "detail": again,
        "violated-policies": decided.violated(),
    }


def body_of(decided: RequestDecision) -> bytes:
    """Return the body."""
    return json.dumps(problem(decided)).encode("ascii")
