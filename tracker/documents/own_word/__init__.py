"""A CCG's own Word template: what it may say, and the checks before it is taken. Everything that opens one runs in a child process."""
