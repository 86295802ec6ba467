"""Templates of questions, by what they are about: each makes a question from a `Random`."""
