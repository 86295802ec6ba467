"""What threads may do to a limiter: two in every order, many at once, and the line at fault."""
