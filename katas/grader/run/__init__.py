"""The guarded run of a submission.

`process` starts a process for it and reads what it says; `child` is that process: it loads the submission, grades
level by level, and names a known mistake (`diagnosis`).
"""
