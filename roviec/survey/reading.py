"""What typed words mean at a question: "4", "số 4", "1,3,5", "hai long", "bỏ qua", "quay lại"…"""

import re
import unicodedata
from collections.abc import Mapping

from roviec.errors import PersonError
from roviec.folding import fold, nfc
from roviec.survey.inputs import Back, Choose, ChooseMany, Finish, Input, Keep, Pause, Resume, Skip, Text
from roviec.survey.questionnaire import AGE, CONSENT, REVIEW, Item, Kind
from roviec.survey.sentences import ChooseOne, ChooseSend, ChooseSeveral, Contradiction, OnlyOne

COMMANDS: Mapping[str, type[Skip | Back | Pause | Resume | Keep | Finish]] = {
    "bo qua": Skip, "bo qua cau nay": Skip, "skip": Skip,
    "quay lai": Back, "tro lai": Back, "lui lai": Back, "back": Back,
    "tam dung": Pause, "dung lai": Pause, "pause": Pause,
    "tiep tuc": Resume, "lam tiep": Resume, "resume": Resume,
    "giu nguyen": Keep, "giu": Keep, "keep": Keep,
    "xong": Finish, "done": Finish,
}  # fmt: skip
_YES_NO = {"co": 1, "da": 1, "vang": 1, "yes": 1, "ok": 1, "khong": 2, "no": 2}
_ALIASES: Mapping[str, Mapping[str, int]] = {
    CONSENT: {**_YES_NO, "dong y": 1, "toi dong y": 1, "khong dong y": 2, "toi khong dong y": 2},
    AGE: {**_YES_NO, "roi": 1, "du": 1, "du roi": 1, "chua": 2, "chua du": 2},
    REVIEW: {"gui": 1, "gui phieu": 1, "gui di": 1, "co": 1, "dong y": 1, "ok": 1, "xong": 1},
}
_KEYCAP = re.compile("[\ufe0e\ufe0f\u20e3]")
_POLITE = re.compile(
    r"^(?:da |vang |toi chon |toi thay |chon |muc |so |y |phuong an |dap an )+|(?: a| nhe| nha)+$"
)
_NUMBER = re.compile(r"(\d{1,3})(?:\s*[.):/-]*\s*|\s*[.):/-]+\s*(\S.*)|\s+(\D.*))")
_NUMBERS = re.compile(r"\d{1,3}(?:(?:\s*(?:[,;、&+/]|va)\s*|\s+)\d{1,3})+[,;、]?")
_AGE = re.compile(r"(?:toi )?(\d{1,3})(?: tuoi)?")


def read(item: Item, text: str, age: int) -> Input:
    """Return the input that `text` means at `item`; raises a PersonError saying what to type instead.

    At an open question all words but a command are the answer. `age` is the form's minimum, in years.
    """
    plain = _plain(text)
    command = COMMANDS.get(plain)
    if command and not (command is Finish and item.id == REVIEW):
        return command()
    if item.kind is Kind.TEXT:
        return Text(text)
    if item.kind is Kind.MULTI:
        return _several(item, plain)
    return Choose(_one(item, plain, age))


def which(item: Item) -> PersonError:
    """Return what to say when no option of `item` was chosen."""
    return ChooseSend() if item.id == REVIEW else ChooseOne(last=item.levels)


def means_resume(text: str) -> bool:
    """Tell whether the words ask a paused form to go on."""
    return COMMANDS.get(_plain(text)) is Resume


def _plain(text: str) -> str:
    """Fold, with full-width digits and keycaps as plain ones and no closing full stop."""
    return fold(_KEYCAP.sub("", unicodedata.normalize("NFKC", nfc(text)))).strip(" .!\"'“”«»")


def _one(item: Item, plain: str, age: int) -> int:
    aliases = _ALIASES.get(item.id, _YES_NO if item.kind is Kind.YESNO else {})
    bare = _POLITE.sub("", plain)
    found = aliases.get(plain) or _label(item, plain) or aliases.get(bare)
    if found:
        return found
    if item.id == AGE and (years := _AGE.fullmatch(bare)) and int(years[1]) > len(item.options):
        return 1 if int(years[1]) >= age else 2
    if _NUMBERS.fullmatch(bare):
        raise OnlyOne(last=item.levels)
    return _numbered(item, bare)


def _numbered(item: Item, bare: str) -> int:
    """Read "4", "4.", "4 - hài lòng" or a label after polite words; a label must agree with its number."""
    match = _NUMBER.fullmatch(bare)
    number = int(match[1]) if match else _label(item, bare)
    if not number or not 1 <= number <= len(item.options):
        raise which(item)
    words = (match[2] or match[3]) if match else None
    if words and _label(item, words.strip("() ")) != number:
        raise Contradiction(number=number, label=item.options[number - 1].label["vi"])
    return number


def _several(item: Item, plain: str) -> Input:
    bare = _POLITE.sub("", plain)
    if _NUMBERS.fullmatch(bare):
        numbers = tuple(sorted({int(found) for found in re.findall(r"\d+", bare)}))
        if not all(1 <= number <= len(item.options) for number in numbers):
            raise ChooseSeveral(last=item.levels)
        return ChooseMany(numbers)
    try:
        return ChooseMany((_label(item, plain) or _numbered(item, bare),))
    except ChooseOne:
        raise ChooseSeveral(last=item.levels) from None


def _label(item: Item, plain: str) -> int | None:
    """Return the option whose label, in any language, is `plain`; or the only one that begins with it."""
    begins: set[int] = set()
    for number, option in enumerate(item.options, 1):
        for label in option.label.values():
            folded = _plain(label)
            if plain in (folded, folded.split(" (")[0]):
                return number
            # Two words at least: a lone "không" is no choice of "Không hài lòng".
            if folded.startswith(plain) and (" " in plain or "-" in plain):
                begins.add(number)
    return begins.pop() if len(begins) == 1 else None
