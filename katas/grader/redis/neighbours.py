"""Keys that code may take for one another: other spellings of a key, and what a submission itself makes of one."""

import base64
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from os.path import commonprefix
from urllib.parse import quote, quote_plus

from katas.grader.constants import constants_of

DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256")
ROUND = (10, 20, 30, 40, 50, 60, 80, 100, 120, 150, 180, 200, 250, 300, 400, 500, 1000)
LONGEST = 5_000  # of a constant that may be a length, and of a neighbour


def spellings(key: str) -> list[str]:
    """Return what a key becomes if it is escaped, cleaned, put into another case or a normal form."""
    octets = key.encode()
    found = [
        *(unicodedata.normalize(form, key) for form in ("NFC", "NFD", "NFKC", "NFKD")),
        *(key.lower(), key.upper(), key.casefold(), key.swapcase(), key.title()),
        *(key.strip(), key.lstrip(), key.rstrip(), " ".join(key.split()), f" {key}", f"{key} ", f"{key}\0", f"{key}\n"),
        *(key.strip(":/{} "), "".join(filter(str.isprintable, key))),
        *(re.sub(r"\W", mark, key) for mark in ("", "_", "-", ".", ":", "/", "%", "?", "*")),
        *(key.encode("ascii", how).decode() for how in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace")),
        *(quote(key, safe=""), quote(key), quote_plus(key), quote(key, safe="").lower(), html.escape(key)),
        *(repr(key), ascii(key), str(octets), json.dumps(key), key.replace("\\", "\\\\"), re.escape(key)),
        *(octets.hex(), base64.b64encode(octets).decode(), base64.urlsafe_b64encode(octets).decode()),
        *(base64.b64encode(octets).decode().rstrip("="), base64.b32encode(octets).decode(), octets.decode("latin-1")),
        *(f"{len(key)}:{key}", f"{len(octets)}:{key}", f"{{{key}}}", f":{key}", f"{key}:", f"{key}:{key}", f'"{key}"'),
    ]
    if re.fullmatch(r"[+-]?\d+", key):
        found += [str(int(key)), f"{int(key)}.0", f"0{key}", f"+{key}"]
    return list(dict.fromkeys(found))


def digests(key: str) -> list[str]:
    """Return the digests under which long keys are often kept."""
    return [hashlib.new(name, key.encode()).hexdigest() for name in DIGESTS]


def echoes(names: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """Yield what stands in the Redis keys of these keys: the whole, what differs between them, and long words."""
    told = [(key, name.decode()) for key, name in names if len(name) <= LONGEST and _is_text(name)]
    texts = [text for _, text in told]
    start = len(commonprefix(texts))  # noqa: RUF071  these are no paths
    end = len(commonprefix([text[start:][::-1] for text in texts]))  # noqa: RUF071  as above
    for key, text in told:
        own = text[start : len(text) - end]
        yield from (part for part in (text, own, *re.findall(r"[\w+/=-]{8,}", own)) if part != key)


def lengths(path: str) -> list[int]:
    """Return the lengths at which code may begin to treat a key in another way: its own constants among them."""
    around = {*ROUND, *(2**n for n in range(1, 11)), *(each for each in constants_of(path) if each <= LONGEST)}
    return sorted({near for value in around for near in (value - 1, value, value + 1) if near > 0})


def _is_text(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
