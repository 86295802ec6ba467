"""The limiter that an interview asks for: its variants, what is told of each, and the grader that holds code to it."""
