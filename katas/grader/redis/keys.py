"""Keys stay apart: hostile ones, pairs that look alike; and a call declares the keys that it uses."""

import json
import os
import subprocess
import sys
from typing import Any

from redis.crc import key_slot

from katas.grader.kata import ROOT
from katas.grader.redis.inputs import DAY, TODAY
from katas.grader.redis.servers.monitor import watched
from katas.grader.redis.servers.wire import keys_of
from katas.grader.redis.trial import SLOW, Bucket, RedisTrial
from katas.grader.verdict import Broken, Failure
from ratelimit import Quota

LONG = "x" * 1_000_000
STRANGERS = (
    "ann", "Ann", "ann ", " ann", "", " ", "  ", "\t", "\n", "ann\n", "a\nb", "a b", "\r\n", "\0", "ann\0", "ann\0b",
    ":", "::", "a:b", "a:b:c", "/", "a/b", "{", "}", "{}", "}{", "{ann}", "{ann}b", "a{ann}", "}x", "x}", "{a}{b}",
    "{a",
    "*", "?", "a*", "[a]", "\\", "\\n", "'", '"', "]]", "--", "%", "%s", "%d", "{0}", "{key}", "$", "0", "00", "-1",
    "None", "nil", "false", "KEYS[1]", "é", "e\u0301", "É", "ß", "ss", "\ufeff", "\u200b", "İ", "\U0001f980", LONG,
    LONG + "y", LONG[:-1] + "y",
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
    bucket, owners = trial.make(Quota(1, DAY)), dict[bytes, str]()
    for round_ in ("granted", "refused"):
        for key in STRANGERS:
            bucket.key = key
            answer = trial.take(bucket)
            for name in _named(trial, bucket):
                if owners.setdefault(name, key) != key:
                    _fail(key, f"uses the Redis key {_bytes(name)}, and so does the key {_show(owners[name])}")
            bucket.wire.clear()
            if (answer == 0) == (round_ == "granted"):
                continue
            if round_ == "granted":
                why = "is refused at its first take. It shares a bucket with an earlier key"
            else:
                why = "is granted its one token twice"
            raise Broken(Failure("answer", f"The key {_show(key)} {why}."))
    trial.server.tidy()


def equal_keys(trial: RedisTrial) -> None:
    """Different prefixes or keys are different on the server."""
    for first, second in (*PAIRS, *_made_to_measure(trial)):
        before = trial.server.prefix() + "."
        buckets = [trial.make(Quota(1, DAY), before + prefix, key) for prefix, key in (first, second)]
        answers, names = [], list[set[bytes]]()
        for bucket in buckets:
            bucket.wire.clear()
            answers.append(trial.take(bucket))
            names.append(_named(trial, bucket))
            trial.server.tidy()
        shared = names[0] & names[1]
        if any(answers) or shared:
            (one, its), (other, others) = first, second
            what = f"the Redis key {_list(shared)}" if shared else "a bucket"
            message = (
                f"prefix={_show(one)} with key {_show(its)} and prefix={_show(other)} with key {_show(others)} share "
                f"{what}. (Here, {_show(before)} stands in front of both prefixes.)"
            )
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
    done = subprocess.run(  # noqa: S603  this very interpreter
        [sys.executable, "-P", "-m", "katas.grader.redis.second_process", json.dumps(order)],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path[-2:]])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
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
    for key in ("ann", "}x", "{a}b", "a b", "{", "{}", "x}y{z"):
        trial.server.empty()
        bucket = trial.make(SLOW, key=key)
        trial.take(bucket)  # which loads the script
        bucket.wire.clear()
        with watched(trial.server) as seen:
            trial.take(bucket)
        named = _named(trial, bucket)
        touched = {name for source, words in seen if source == "lua" for name in trial.server.named(words)}
        for name in sorted(touched | set(trial.server.keys(bucket.wire)) - named):
            if name not in named:
                _fail(key, f"touches the Redis key {_bytes(name)}, which is not among its KEYS ({_list(named)})")
        slots = {key_slot(name) for name in named}
        if len(slots) > 1:
            _fail(key, f"has KEYS in {len(slots)} cluster slots: {_list(named)}. A cluster refuses such a call")
        trial.server.tidy()


def _named(trial: RedisTrial, bucket: Bucket) -> set[bytes]:
    """Return the Redis keys that were named since the wire was cleared."""
    return {name for command in bucket.wire.commands for name in keys_of(command) or trial.server.named(command)}


def _fail(key: str, what: str) -> None:
    raise Broken(Failure("answer", f"A take of the key {_show(key)} {what}."))


def _list(names: Any) -> str:
    return ", ".join(map(_bytes, sorted(names))) or "none"


def _bytes(name: bytes) -> str:
    shown = ascii(name.decode(errors="replace"))  # so that two which look alike differ on the card
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


def _show(key: str) -> str:
    return f"{key[:8]!a} of {len(key):,} letters" if len(key) > 99 else ascii(key)
