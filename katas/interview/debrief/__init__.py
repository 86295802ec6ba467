"""What an interview showed: what the clock and luck decided, what skill did, and what to practise next."""
