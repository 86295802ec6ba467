"""What is looked for in a submission's own code: the numbers in it, and the parts that never ran."""

import subprocess
import sys
from textwrap import dedent

from katas.grader.constants import constants_of

METER = """
class Meter:
    wide = 1_000 * 60

    def take(self, now, limit=17):
        return now if now < limit else 4_096
"""


def test_the_numbers_of_a_file_are_those_in_its_code_and_not_where_it_stands(tmp_path):
    numbers = []
    for lines in (0, 40):
        path = tmp_path / f"after_{lines}.py"
        path.write_text("\n" * lines + METER)
        numbers.append(constants_of(str(path)))
    assert numbers[0] == numbers[1]
    assert {17, 4_096, 60_000} <= set(numbers[0])
    assert 43 not in numbers[1]  # the line of the class


def test_steps_of_code_that_runs_for_the_first_time_are_counted_while_its_parts_are_watched(tmp_path):
    path = tmp_path / "meter.py"
    path.write_text(METER)
    program = f"""
        import runpy
        from katas.grader.costs import steps
        from katas.grader.coverage import Coverage

        coverage = Coverage({str(path)!r})
        coverage.start()
        meter = runpy.run_path({str(path)!r})["Meter"]()
        print(steps(lambda: meter.take(5)), steps(lambda: meter.take(5)))
    """
    run = subprocess.run([sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=True)
    first, second = map(int, run.stdout.split())
    assert first == second > 8
