"""What a model answers when a rule forbids something; the message is for the person who asked."""


class Refused(Exception):
    """A rule of the domain forbids it; nothing was changed. Several sentences are one error each."""

    def __str__(self) -> str:
        return " ".join(self.args)


class NotAllowed(Refused):
    """The state that the thing is in forbids it."""


class NoRoom(NotAllowed):
    """More cannot be kept; the message says what to do, and loading the page again does not help."""


class Stale(Refused):
    """Somebody else changed it first."""
