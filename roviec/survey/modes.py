"""How answers are taken: by their person, at a kiosk, by an interviewer, from paper. Pure."""

from enum import StrEnum


class Mode(StrEnum):
    """How a link takes answers on the pages."""

    OWN = ""
    KIOSK = "kiosk"
    INTERVIEWER = "interviewer"
    PAPER = "paper"

    @property
    def is_fresh(self) -> bool:
        """Tell whether each form is somebody else's: the browser keeps nothing from one to the next."""
        return self is not Mode.OWN

    @property
    def mark(self) -> str:
        """Return what stands at a response: who answers at a kiosk answers alone, as at home."""
        return str(self) if self in (Mode.INTERVIEWER, Mode.PAPER) else ""


def mode_of(word: str) -> Mode:
    """Return the mode that a row names; one of a later version counts as none."""
    return Mode(word) if word in set(Mode) else Mode.OWN
