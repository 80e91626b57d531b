"""The error for a file that is not read, with its reason in two languages."""

from __future__ import annotations

from matching.exceptions import ExchangeError

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
