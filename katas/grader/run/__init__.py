"""The guarded run: a submission in a process of its own, and what is known of its mistake."""
