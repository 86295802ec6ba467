"""Every kata's score on one screen, and which is next."""

from katas.grader.kata import LADDER, ROOT
from katas.grader.report.pytest_command import command, from_here
from katas.grader.verdict import Report


def scoreboard(reports: list[Report], solution: str | None) -> str:
    """Return one line for each kata, in the order of the ladder, and the next command."""
    order = {name: number for number, name in enumerate(LADDER)}
    reports = sorted(reports, key=lambda report: order.get(report.kata, len(order)))
    lines = [_rung(report) for report in reports]
    won, most = sum(report.points for report in reports), sum(r.points for x in reports for r in x.results)
    lines.append(f"  {'':<24}{won:>4}/{most}")
    following = next((report for report in reports if not report.passed), None)
    if following is None:
        lines.append("All levels of all these katas passed.")
    else:
        lines.append(f"Next: {command(following.kata, solution or '')}")
        lines.append(f"Brief: {from_here(ROOT / 'katas' / following.kata / 'README.md')}")
    return "\n".join(lines)


def _rung(report: Report) -> str:
    most = sum(result.points for result in report.results)
    failed = report.first_failed
    untouched = failed is not None and failed.failure is not None and failed.failure.kind == "not started"
    mark = "✓" if report.passed else "□" if untouched else "✗"
    bar = "█" * (report.points * 10 // most)
    what = "" if report.passed or failed is None else "not started" if untouched else f"red: {failed.name}"
    if failed is not None and failed.failure is not None and failed.failure.kind == "load":
        what = failed.failure.message
    return f"{mark} {report.kata:<24}{report.points:>4}/{most}  {bar:<10}  {what}".rstrip()
