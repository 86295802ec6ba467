"""How code is held to a variant: its levels, the timelines of each, and a limiter on trial."""
