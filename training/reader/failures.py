"""The one way in which these scripts refuse: what failed, what was expected, what was found, what to do."""
from __future__ import annotations

import sys
from collections.abc import Callable


class TrainingError(Exception):
    """A failure that a person can mend: shown without a stack trace by `run`."""

    def __init__(self, what: str, *, expected: str, found: str, remedy: str) -> None:
        """Args are full phrases, without a full stop at the end."""
        super().__init__(f"{what}. Expected: {expected}. Found: {found}. To do: {remedy}.")


def run(main: Callable[[], None]) -> None:
    """Run a script's `main`; a TrainingError becomes one line on standard error and exit code 1."""
    try:
        main()
    except TrainingError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
