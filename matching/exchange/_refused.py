"""The error for a file that is not read, with its reason in two languages."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from matching.exceptions import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator

DAMAGED = ("het is beschadigd of geen werkboek", "it is damaged or not a workbook")
ENCRYPTED = (
    "het is versleuteld; bewaar het zonder wachtwoord",
    "it is encrypted; save it without a password",
)


class Refused(ExchangeError):
    """A file that cannot or may not be read.

    Parameters
    ----------
    nl, en
        Why, as the end of a sentence on the file.
    """

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.nl = nl
        self.en = en


def too_large(most: int) -> tuple[str, str]:
    """Word that a file is larger than the limit."""
    return f"het is groter dan {most} bytes", f"it is larger than {most} bytes"


@contextmanager
def naming(path: object) -> Iterator[None]:
    """Word what goes wrong with a file that was asked for as one error that names it as it was given."""
    try:
        yield
    except FileNotFoundError as error:
        msg = f"{path}: there is no such file."
        raise ExchangeError(msg) from error
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})."
        raise ExchangeError(msg) from error
    except Refused as error:
        msg = f"{path}: {error.en}."
        raise ExchangeError(msg) from error
