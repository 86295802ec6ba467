"""What people see of a report.

The card of one kata, the scoreboard of several, hints, timelines as text; and with `--plot` a picture.
"""
