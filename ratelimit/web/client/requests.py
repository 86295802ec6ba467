"""An adapter for `requests`."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from ratelimit.web.client.exchange import check_plain, exchange, is_short
from ratelimit.web.client.pace import Pace


class PacedAdapter(BaseAdapter):
    """Sends requests at a pace, and repeats those that were refused, through another adapter.

    Mount one for `https://` and for `http://`. A request is repeated if its method may be, and its body is text or
    bytes, as those of JSON and forms are.
    """

    def __init__(self, pace: Pace, adapter: BaseAdapter | None = None) -> None:
        super().__init__()
        check_plain(pace)
        self._pace = pace
        self._adapter = HTTPAdapter() if adapter is None else adapter

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send a request when it is its turn."""
        repeatable = request.body is None or isinstance(request.body, bytes | str)
        turn = self._pace.turn(request.method or "", request.url or "", request, repeatable=repeatable)

        def send() -> requests.Response:
            return self._adapter.send(request, *args, **options)

        return exchange(turn, send, _read, _drop)

    def close(self) -> None:
        """Close the other adapter."""
        self._adapter.close()


def _read(response: requests.Response) -> tuple[int, Iterable[tuple[str, str]]]:
    return response.status_code, response.headers.items()


def _drop(response: requests.Response) -> None:
    try:
        if is_short(response.headers.get("content-length")):
            # The refusal counts, whatever its body is. The second is raised if an adapter within has read it already.
            with suppress(requests.RequestException, RuntimeError):
                _ = response.content  # it is read now
    finally:
        if response.raw is not None:  # an adapter that asks no server may have none
            response.close()
