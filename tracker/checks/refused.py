"""The answer to a file that may not come in."""

from typing import NoReturn


class Refused(Exception):
    """A file is not accepted; the message says in one sentence what is wrong and what to do instead."""


def refuse_broken() -> NoReturn:
    """Refuses a file whose parts contradict each other."""
    raise Refused("The file is damaged or not what its name says: open it, save it again and upload the new copy.")


def refuse_bomb() -> NoReturn:
    """Refuses a file that would take too much to unpack."""
    raise Refused("The file would unpack to far more than its size: open it, save it as a PDF and upload that.")


def refuse_password() -> NoReturn:
    """Refuses a file that cannot be read, and so cannot be checked, without a password."""
    raise Refused("The file needs a password, so it cannot be checked: save a copy without one and upload that.")


def refuse_macros() -> NoReturn:
    """Refuses a file that carries programs."""
    raise Refused("The file holds macros: save a copy without macros (.docx, .xlsx, .pptx or PDF) and upload that.")


def refuse_old_office() -> NoReturn:
    """Refuses Office files of before 2007, whose macros cannot be told from their content here."""
    raise Refused(
        "This is an older Office file: open it, save it as .docx, .xlsx, .pptx or PDF and upload the new copy."
    )
