"""An access log, line by line."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ratelimit.gateway.replay.json_log import at, object_of, read_json
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
    good: how many could. nowhere: how many of them tell no address. their_fields: those of the first one of these.
    unfound: which of the names of one's own no line has had.
    """

    __slots__ = ("_client", "_fields", "_lines", "bad", "bad_lines", "good", "nowhere", "their_fields", "unfound")

    def __init__(self, lines: Iterable[str], trusted: Iterable[str] = (), fields: Mapping[str, str] = _NONE) -> None:
        self._lines = lines
        self._client = ClientKey(trusted, ipv6_prefix=128)  # conditions may be for one address
        self._fields = fields
        self.bad = 0
        self.bad_lines: dict[int, str] = {}
        self.good = self.nowhere = 0
        self.their_fields: list[str] = []
        self.unfound = dict(fields)

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
            self.good += 1
            yield logged._replace(line=number)

    def _read(self, text: str) -> Logged:
        if text.startswith(("{", "[{")):
            said = object_of(text)
            for name, field in list(self.unfound.items()):
                if at(said, field) is not None:
                    del self.unfound[name]
            logged = read_json(said, self._client, self._fields)
            if logged.request.ip is None and logged.decision is None:
                self.nowhere += 1
                self.their_fields = self.their_fields or list(said)
            return logged
        return read_envoy(text, self._client) if text.startswith("[") else read_common(text, self._client)
