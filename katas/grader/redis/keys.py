"""Keys stay apart: hostile ones, pairs that look alike; and a call declares the keys that it uses."""

import json
import os
import subprocess
import sys
from itertools import product
from typing import Any

from redis.crc import key_slot

from katas.grader.kata import ROOT
from katas.grader.redis.inputs import DAY, TODAY
from katas.grader.redis.neighbours import digests, echoes, lengths, spellings
from katas.grader.redis.owners import ONE, Owner, Owners, named
from katas.grader.redis.servers.instrumented_client import keys_of
from katas.grader.redis.servers.monitor import watched
from katas.grader.redis.servers.patience import SILENT
from katas.grader.redis.trial import SLOW, RedisTrial
from katas.grader.verdict import Abort, Broken, Failure
from ratelimit import Quota

LONG = "x" * 1_000_000
SAME_CRC = ("plumless", "buckeroo")  # also at the end of longer texts that are alike before
STRANGERS = (
    "ann", "Ann", "ann ", " ann", "", " ", "  ", "\t", "\n", "ann\n", "a\nb", "a b", "\r\n", "\0", "ann\0", "ann\0b",
    ":", "::", "a:b", "a:b:c", "/", "a/b", "{", "}", "{}", "}{", "{ann}", "{ann}b", "a{ann}", "}x", "x}", "{a}{b}",
    "{a",
    "*", "?", "a*", "[a]", "\\", "\\n", "'", '"', "]]", "--", "%", "%s", "%d", "{0}", "{key}", "$", "0", "00", "-1",
    "None", "nil", "false", "KEYS[1]", "é", "e\u0301", "É", "ß", "ss", "\ufeff", "\u200b", "İ", "\U0001f980", LONG,
    LONG + "y", LONG[:-1] + "y", "y" + LONG[1:], LONG[:500_000] + "y" + LONG[500_001:],
    "7", "07", "\uff17", "\ufb01", "\u212b", "a\u200bb", "ann.", "a-b", "a_b", "a  b", "Aa", "BB",
    *SAME_CRC,
)  # fmt: skip
SHORT = 99  # letters of a key that is written in other ways
HASHED = ("", "ann", "a b", "\u00e9", "x" * 65, "x" * 257)
OWNED = (  # prefixes and keys, with nothing in front
    ("", ""), ("", "a"), ("", "b"), ("", "a:b"), ("", "token_bucket"), ("", "token_bucket:a"), ("a", ""), ("a", "b"),
    ("token_bucket", ""), ("token_bucket", "a"), ("None", "a"), (" ", "a"), (":", "a"), ("Ann", "a"), ("\u00e9", "a"),
    ("a b", "a"), ("a/b", "a"), ("7", "a"), ("p" * 65, "a"), ("p" * 257, "a"),
)  # fmt: skip
HERE_AND_THERE = ("ann", "a b", "\u00e9")
PAIRS = (  # of prefix and key; the two of a pair must not share a bucket; a unique prefix stands before each
    (("a:b", "c"), ("a", "b:c")),
    (("a", "b"), ("ab", "")),
    (("a", ":b"), ("a:", "b")),
    (("a", "b"), ("A", "b")),
    (("a/b", "c"), ("a", "b/c")),
    (("", "a"), ("a", "")),
    (("1", "1:a"), ("1:1", "a")),
    (("a:b", "c"), ("a\\", "b:c")),
    (("a", "c"), ("b", "c")),
)


def different_keys(trial: RedisTrial) -> None:
    """No key spends another key's token."""
    owners, prefix = Owners(trial), trial.server.prefix()

    def spend(key: str) -> None:
        shared = owners.spend(prefix, key)
        if shared and shared[1]:
            _fail(key, f"uses the Redis key {_bytes(shared[1])}, and so does the key {_show(shared[0][1])}")
        if shared:
            message = f"The key {_show(key)} is refused at its first take. It shares a bucket with an earlier key."
            raise Broken(Failure("answer", message))

    for key in STRANGERS:
        spend(key)
    bucket = trial.make(ONE, prefix)
    for key in STRANGERS:
        bucket.key = key
        if trial.take(bucket) == 0:
            raise Broken(Failure("answer", f"The key {_show(key)} is granted its one token twice."))
    for size, end in product(lengths(trial.guard.path), ("", "y", *SAME_CRC)):
        spend(end.rjust(size, "x"))
    spelt = (text for key in STRANGERS if len(key) <= SHORT for text in spellings(key))
    for text in (*spelt, *(text for key in HASHED for text in digests(key))):
        spend(text)
    for text in list(echoes((owner[1], name) for name, owner in owners.of.items())):
        spend(text)
    trial.server.tidy()


def different_prefixes(trial: RedisTrial) -> None:
    """No prefix spends another's token, not even an empty one. On another's server ours must stand in front."""
    trial.server.empty()
    front, owners = "" if trial.server.own else trial.server.prefix(), Owners(trial)

    def spend(prefix: str, key: str) -> None:
        shared = owners.spend(front + prefix, key) if not {*"{}"} & {*prefix} else None
        if shared:
            _share((prefix, key), (shared[0][0].removeprefix(front), shared[0][1]), {shared[1]} - {b""}, front)

    for prefix, key in OWNED:
        spend(prefix, key)
    for prefix, key in OWNED:
        for other in (*spellings(prefix), *digests(prefix)) if key == "a" else ():
            spend(other, key)
    for text in list(echoes(("", name) for name in owners.of)):
        spend("", text)
        spend(text, "")
        spend(text, "a")
    trial.server.tidy()


def equal_keys(trial: RedisTrial) -> None:
    """Different prefixes or keys are different on the server."""
    for first, second in (*PAIRS, *_made_to_measure(trial)):
        before = trial.server.prefix() + "."
        buckets = [trial.make(ONE, before + prefix, key) for prefix, key in (first, second)]
        answers, names = [], list[set[bytes]]()
        for bucket in buckets:
            bucket.wire.clear()
            answers.append(trial.take(bucket))
            names.append(named(trial, bucket))
            trial.server.tidy()
        shared = names[0] & names[1]
        if any(answers) or shared:
            _share(first, second, shared, before)


def _share(first: Owner, second: Owner, shared: set[bytes], front: str) -> None:
    (one, its), (other, others) = first, second
    what = f"the Redis key {_list(shared)}" if shared else "a bucket"
    message = (
        f"prefix={_show(one)} with key {_show(its)} and prefix={_show(other)} with key {_show(others)} share {what}."
    )
    message += f" (Here, {_show(front)} stands in front of both prefixes.)" if front else ""
    raise Broken(Failure("answer", message))


def _made_to_measure(trial: RedisTrial) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return pairs that are hard to tell apart by the way in which this submission names its keys."""
    bucket = trial.make(SLOW, trial.server.prefix() + ".pre", "ann")
    trial.take(bucket)
    pairs = []
    names = [key.decode(errors="replace") for command in bucket.wire.commands for key in keys_of(command)]
    for name in names:
        start, _, rest = name.partition(".pre")
        between, found, after = rest.partition("ann")
        if start and found:
            pairs += [(("pre", f"x{between}y"), (f"pre{between}x", "y")), (("pre", "x"), ("pre", f"x{after}"))]
    return [pair for pair in pairs if pair[0] != pair[1] and not {*"{}"} & {*(pair[0][0] + pair[1][0])}]


def other_process(trial: RedisTrial) -> None:
    """What is spent is spent in another process too, which has another seed for its hashes."""
    quota, prefix = Quota(1, DAY), trial.server.prefix()
    bucket = trial.make(quota, prefix)
    for key in HERE_AND_THERE:
        bucket.key = key
        trial.take(bucket)
    order = {
        "path": trial.guard.path,
        "name": getattr(trial.new, "__name__", ""),
        "url": trial.server.url,
        "quota": [quota.limit, quota.period, quota.burst],
        "prefix": prefix,
        "keys": HERE_AND_THERE,
        "now": TODAY,
    }
    try:
        done = subprocess.run(  # noqa: S603  this very interpreter
            [sys.executable, "-P", "-m", "katas.grader.redis.second_process", json.dumps(order)],
            env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path[-2:]])},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SILENT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        message = f"Too slow to tell: in {SILENT:.0f} s another process had no answer from your code. Run it again."
        raise Abort(Failure("hang", message)) from error
    trial.server.tidy()
    answers = json.loads(done.stderr.splitlines()[-1]) if done.returncode == 0 else []  # it has done all that before
    for key, answer in zip(HERE_AND_THERE, answers, strict=False):
        if answer == 0:
            message = (
                f"The key {_show(key)} has spent its one token. Another process asks for it, and is granted one more."
            )
            raise Broken(Failure("answer", message))


def declared_keys(trial: RedisTrial) -> None:
    """A call declares all keys that it uses, and they are in one slot."""
    none = ((None, "ann"), (None, "")) if not trial.server.own else (("", "ann"), ("", ""))
    for prefix, key in (*((None, key) for key in ("ann", "}x", "{a}b", "a b", "{", "{}", "x}y{z")), *none):
        trial.server.empty()
        bucket = trial.make(SLOW, prefix, key)
        trial.take(bucket)  # which loads the script
        bucket.wire.clear()
        with watched(trial.server) as seen:
            trial.take(bucket)
        keys = named(trial, bucket)
        touched = {name for source, words in seen if source == "lua" for name in trial.server.named(words)}
        for name in sorted(touched | set(trial.server.keys(bucket.wire)) - keys):
            if name not in keys:
                _fail(key, f"touches the Redis key {_bytes(name)}, which is not among its KEYS ({_list(keys)})")
        slots = {key_slot(name) for name in keys}
        if len(slots) > 1:
            _fail(key, f"has KEYS in {len(slots)} cluster slots: {_list(keys)}. A cluster refuses such a call")
        trial.server.tidy()


def _fail(key: str, what: str) -> None:
    raise Broken(Failure("answer", f"A take of the key {_show(key)} {what}."))


def _list(names: Any) -> str:
    return ", ".join(map(_bytes, sorted(names))) or "none"


def _bytes(name: bytes) -> str:
    shown = ascii(name.decode(errors="replace"))  # so that two which look alike differ on the card
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


def _show(key: str) -> str:
    return f"{key[:8]!a} of {len(key):,} letters" if len(key) > 99 else ascii(key)
