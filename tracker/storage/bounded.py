"""A call that may take only so long, whatever the other side does."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from .errors import StoreUnavailable

Answer = TypeVar("Answer")


def within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """What `call` gives, or StoreUnavailable after so many seconds.

    The timeouts of a socket bound the silence between two bytes, never the whole: a server that
    sends a byte a second would hold us for hours. A late call ends by itself, unheard.
    """
    outcome: Future[Answer] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError as error:
        raise StoreUnavailable from error
