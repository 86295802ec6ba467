"""One meter, one key: what it is put to, what it should answer, and what it may cost."""
