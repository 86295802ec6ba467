"""What a dry run has found, in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from ratelimit.gateway.replay.dry_run import DryRun
from ratelimit.gateway.replay.log import Log
from ratelimit.gateway.replay.refusals import MINUTE, PolicyRefusals, Refusals

_HEAD = ("policy", "for", "refused", "first", "worst minute")
_WIDEST = 80  # of keys: whoever is logged may have written long ones


def report(dry_run: DryRun, log: Log, most: int) -> str:
    """Return what is told of a dry run: up to `most` keys for each policy, those with the most refusals first."""
    return "\n".join([*_summary(dry_run, log), *_table(dry_run, most)])


def _summary(dry_run: DryRun, log: Log) -> Iterator[str]:
    granted, refused, unlimited = dry_run.granted, dry_run.refused, dry_run.unlimited
    count = granted + refused + unlimited
    when = ""
    if dry_run.first is not None and dry_run.last is not None:
        when = f", {_second(dry_run.first)} to {_second(dry_run.last)}"
    yield f"requests: {count}{when}"
    yield f"granted: {granted}, refused: {refused}, without a limit: {unlimited}"
    if dry_run.elsewhere:
        yield f"of other domains, left out: {dry_run.elsewhere}"
    if dry_run.late:
        most = f"{dry_run.behind / 1e9:.3f} s at most"
        after = f" (after line {dry_run.after_line})" if dry_run.after_line else ""
        yield f"out of order: {dry_run.late}, by {most}{after}; each counts at the latest time before it"
    if log.nowhere:
        yield f"requests without an address: {log.nowhere} (fields there: {_short(', '.join(log.their_fields))})"
    for name, lines in dry_run.untold.items():
        yield f"lines of the gateway's own log that don't tell what {name} counts by, left out there: {lines}"
    for name, field in log.unfound.items():
        yield f"--field {_shown(name)}={_shown(field)}: no line has it"
    if log.bad:
        numbers = ", ".join(map(str, log.bad_lines))
        yield f"lines that can't be read: {log.bad} ({numbers}{', ...' if log.bad > len(log.bad_lines) else ''})"
        number, what = next(iter(log.bad_lines.items()))
        yield f"  line {number}: {_shown(what[:200])}"


def _table(dry_run: DryRun, most: int) -> Iterator[str]:
    rows = [*_rows(dry_run.refusals, "", most), *_rows(dry_run.shadows, " (in shadow)", most)]
    if not rows:
        return
    rows = [_HEAD, *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    yield ""
    for row in rows:
        cells = [
            cell.rjust(width) if column == 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _rows(refusals: Mapping[str, PolicyRefusals], note: str, most: int) -> Iterator[tuple[str, ...]]:
    for name, found in sorted(refusals.items(), key=lambda item: -item[1].in_all.count):
        keys = len(found.by_key)
        yield _row(f"{name}{note}", f"{keys} key{'' if keys == 1 else 's'}", found.in_all)
        for key, each in _worst(found.by_key.items(), most):
            yield _row("", f"  {_short(key)}", each)


def _worst(items: Iterable[tuple[str, Refusals]], most: int) -> list[tuple[str, Refusals]]:
    return sorted(items, key=lambda item: (-item[1].count, item[1].first))[:most]


def _row(policy: str, key: str, refusals: Refusals) -> tuple[str, ...]:
    worst = f"{refusals.worst} in {_minute(refusals.worst_minute)}"
    return policy, key, str(refusals.count), _second(refusals.first), worst


def _second(nanoseconds: int) -> str:
    return f"{datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _minute(minute: int) -> str:
    return f"{datetime.fromtimestamp(minute * MINUTE // 1_000_000_000, UTC):%Y-%m-%dT%H:%MZ}"


def _short(key: str) -> str:
    return _shown(key if len(key) <= _WIDEST else f"{key[: _WIDEST - 3]}...")


def _shown(text: str) -> str:
    """Return a text that any terminal can show: who is logged may have written control characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join([each if each.isascii() and each.isprintable() else ascii(each)[1:-1] for each in text])
