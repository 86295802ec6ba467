"""An access log, line by line."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ratelimit.gateway.replay.json_log import read_json
from ratelimit.gateway.replay.logged import Logged
from ratelimit.gateway.replay.text_log import read_common, read_envoy
from ratelimit.web import ClientKey

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_SHOWN: Final = 10  # numbers of bad lines


class Log:
    """Requests of an access log, in whichever format each line is. Lines that can't be read are left out and counted.

    trusted: proxies, as those of `ratelimit.web.ClientKey`.
    fields: names of one's own for lines of JSON.
    bad: how many lines could not be read. bad_lines: the numbers of the first ten, and what was wrong with them.
    """

    __slots__ = ("_client", "_fields", "_lines", "bad", "bad_lines")

    def __init__(self, lines: Iterable[str], trusted: Iterable[str] = (), fields: Mapping[str, str] = _NONE) -> None:
        self._lines = lines
        self._client = ClientKey(trusted, ipv6_prefix=128)  # conditions may be for one address
        self._fields = fields
        self.bad = 0
        self.bad_lines: dict[int, str] = {}

    def __iter__(self) -> Iterator[Logged]:
        for number, line in enumerate(self._lines, 1):
            text = line.strip("\r\n\t \ufeff")
            if not text:
                continue
            try:
                logged = self._read(text)
            except ValueError as error:
                self.bad += 1
                if self.bad <= _SHOWN:
                    self.bad_lines[number] = str(error)
                continue
            yield logged

    def _read(self, text: str) -> Logged:
        if text.startswith(("{", "[{")):
            return read_json(text, self._client, self._fields)
        return read_envoy(text, self._client) if text.startswith("[") else read_common(text, self._client)
