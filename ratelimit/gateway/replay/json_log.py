"""Lines of JSON, by the names that programs have for what a request has."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Never

from ratelimit.gateway.replay.instant import instant
from ratelimit.gateway.replay.logged import Logged
from ratelimit.gateway.replay.own_log import is_decision, read_decision
from ratelimit.gateway.replay.text_log import address, method_and_path
from ratelimit.gateway.request import Request, without_host
from ratelimit.web import ClientKey

NAMES: Final[Mapping[str, Sequence[str]]] = {
    "time": ("StartUTC", "msec", "time", "timestamp", "@timestamp", "ts", "start_time", "time_iso8601", "time_local"),
    "ip": ("ip", "remote_addr", "remote_ip", "client_ip", "remote_address", "downstream_remote_address", "ClientHost"),
    "forwarded": ("x_forwarded_for", "x-forwarded-for", "http_x_forwarded_for"),
    "method": ("method", "request_method", "RequestMethod"),
    "path": ("path", "request_uri", "uri", "url", "RequestPath"),
    "consumer": ("consumer", "remote_user", "user", "user_id", "ClientUsername"),
    "credential": ("credential",),
    "group": ("group",),
    "route": ("route", "RouterName"),
    "service": ("service", "ServiceName"),
}
"""By what names other programs call what a request has. The first one that says something counts, so of times the most
exact ones are before those in whole seconds."""

_NOTHING: Final = (None, "", "-")


def object_of(line: str) -> dict[str, Any]:
    """Return the object of JSON that a line is. Raises `ValueError`."""
    try:
        said = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise ValueError(f"line must be JSON: {error.msg}, got {line!r}") from error
    except InvalidOperation as error:
        raise ValueError("line must have numbers of a usual size") from error
    except RecursionError as error:
        raise ValueError("line must not be nested too deep") from error
    if not isinstance(said, dict):
        raise ValueError(f"line must be one object, got {line!r}")  # noqa: TRY004  a wrong line
    return said


def read_json(said: Mapping[str, Any], client: ClientKey, fields: Mapping[str, str]) -> Logged:
    """Read an object of JSON.

    fields: names of one's own: what a request has (`time`, `ip`, `consumer`, ... or `header:NAME`) to a field of the
        object, with dots between names within names.

    Raises `ValueError`.
    """
    if is_decision(said):
        return read_decision(said)
    request = said.get("request")
    if isinstance(request, dict):  # Caddy's
        said = {**request, **said}
    found = {name: _first(said, names) for name, names in NAMES.items()}
    method, path = method_and_path(_text(request) or "")
    if path is not None and path.startswith("/"):  # nginx may log another path as well: what its rules made of it
        found |= {"method": method, "path": path}
    found |= {name: at(said, field) for name, field in fields.items()}
    if found["time"] is None:
        raise ValueError(
            f"line must have a time, by a name that is known or by --field time=NAME, got {', '.join(said)}"
        )
    return Logged(instant(found.pop("time")), _request(said, found, client))


def _request(said: Mapping[str, Any], found: Mapping[str, Any], client: ClientKey) -> Request:
    texts = {name: text for name, value in found.items() if (text := _text(value)) is not None}
    forwarded = texts.get("forwarded")
    headers = {name.removeprefix("header:").lower(): texts[name] for name in texts if name.startswith("header:")}
    headers = _headers(said) | headers
    forwarded = forwarded or headers.get("x-forwarded-for")
    peer = texts.get("ip") or (forwarded or "").rpartition(",")[2].strip()
    return Request(
        consumer=texts.get("consumer"),
        credential=texts.get("credential"),
        groups=(texts["group"],) if "group" in texts else (),
        route=texts.get("route"),
        service=texts.get("service"),
        ip=address(client, peer, *([forwarded] if forwarded else ())) if peer else None,
        method=texts.get("method"),
        path=without_host(texts["path"]) if "path" in texts else None,
        headers=headers,
    )


def _headers(said: Mapping[str, Any]) -> dict[str, str]:
    """Return what is in `headers`, and what has the name of a variable of nginx, as `http_user_agent`."""
    headers: dict[str, str] = {}
    inner = said.get("headers")
    for name, value in (inner if isinstance(inner, dict) else {}).items():
        several = [text for each in (value if isinstance(value, list) else [value]) if (text := _text(each))]
        if several:
            headers[name.lower()] = ", ".join(several)
    for name, value in said.items():
        if name.startswith("http_") and (text := _text(value)) is not None:
            headers[name.removeprefix("http_").replace("_", "-").lower()] = text
    return headers


def _first(said: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((said[name] for name in names if said.get(name) not in _NOTHING), None)


def at(said: Any, field: str) -> Any:
    """Return a field, whether the dots are in its name or between names."""
    if field in said:
        return said[field]
    for name in field.split("."):
        said = said.get(name) if isinstance(said, dict) else None
    return said


def _text(value: Any) -> str | None:
    """Return a value as text that can be written anywhere; None for what is none, and for what logs write for it."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value in _NOTHING:
        return None
    return str(value).encode("utf-8", "backslashreplace").decode()


def _refuse(text: str) -> Never:
    raise ValueError(f"line must be JSON, which has no {text}")
