"""What people see of a report.

The card of one kata, the ladder of several, hints, timelines as text; and with `--plot` a picture.
"""
