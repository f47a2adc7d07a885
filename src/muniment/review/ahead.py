"""What somebody will ask next, worked out in a thread while they read.

It is a memo and nothing hangs on it: an answer is had by its key alone, and its key holds all that it hangs on. Nobody
waits for an answer: one that is not ready is worked out by whoever asks, as if there were no thread.
"""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Generic, TypeVar

from muniment.errors import MunimentError
from muniment.store.trouble import translated

T = TypeVar("T")
_LOW = (
    10  # a priority: others go first, but not so far that they wait for one who holds the interpreter and gets no turn
)
_END = 5.0  # seconds that the end waits for what is at work


class Ended(Exception):
    """What is at work may stop: nobody will ask."""


class Ahead(Generic[T]):
    """The answers that are ready, and the threads that make them. One thread expects, asks, and ends it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._newest: object = None  # what was expected last; whatever was before it is overtaken
        self._ready: dict[bytes, T] = {}
        self._threads: list[threading.Thread] = []
        self._ended = False

    def expect(self, prepare: Callable[[], Mapping[bytes, Callable[[], T]]]) -> None:
        """Do what says what is to be worked out, at once; then work that out in its order, and let all else go before.

        What was expected before is worked out no more, and what is ready of it is kept while it is expected again.
        """
        with self._turn:
            if self._ended:
                return
            self._newest = object()
            self._threads = [each for each in self._threads if each.is_alive()]
            of = prepare, self._newest
            self._threads.append(threading.Thread(target=self._work, args=of, name="ahead", daemon=True))
            self._threads[-1].start()

    def ready(self, key: bytes) -> T | None:
        """The answer of a key, where it is ready."""
        with self._turn:
            return self._ready.get(key)

    def go_on(self, *_: object) -> None:
        """Asked by what is long at work, now and then.

        Raises: Ended.
        """
        if self._ended:
            raise Ended

    def end(self) -> None:
        """Work nothing out any more. What is at work then, for some seconds at the most, holds nothing that is to be kept."""
        with self._turn:
            self._ended, self._newest, self._ready = True, None, {}
        for each in self._threads:
            each.join(_END)

    def _work(self, prepare: Callable[[], Mapping[bytes, Callable[[], T]]], mine: object) -> None:
        # what goes wrong here goes wrong for whoever asks too, and is said to them
        with suppress(Ended, MunimentError, MemoryError), translated():
            works = prepare()
            with self._turn:
                if self._newest is not mine:
                    return
                self._ready = {key: answer for key, answer in self._ready.items() if key in works}
                left = {key: work for key, work in works.items() if key not in self._ready}
            _give_way()
            for key, work in left.items():
                if self._newest is not mine:
                    return
                answer = work()
                with self._turn:
                    if self._newest is mine:
                        self._ready[key] = answer


def _give_way() -> None:
    """Let other threads go first, where the system knows priorities of threads."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOW)
