"""The numbers and bullets that Word makes itself: they are not in the text of a paragraph."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def val(parent: Element | None, path: str) -> str | None:
    """Return the w:val of the descendant at `path` (names without prefix), or None."""
    found = parent.find("/".join(W + part for part in path.split("/"))) if parent is not None else None
    return None if found is None else found.get(W + "val")


def roman(number: int) -> str:
    """Return `number` in small Roman figures."""
    text = ""
    for value, figure in _ROMANS:
        while number >= value:
            text, number = text + figure, number - value
    return text


def figure(number: int, form: str) -> str:
    """Return `number` as Word's number format `form` writes it."""
    if form in ("upperRoman", "lowerRoman"):
        text = roman(number)
    elif form in ("upperLetter", "lowerLetter"):
        text = chr(96 + (number - 1) % 26 + 1)
    else:
        text = str(number)
    return text.upper() if form.startswith("upper") else text


@dataclass
class Numbering:
    """Counts list paragraphs as Word does."""

    levels: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    of_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, numbering: Element | None, styles: Element | None) -> "Numbering":
        """Read the parts numbering.xml and styles.xml."""
        made = cls()
        if numbering is not None:
            abstract = {
                item.get(W + "abstractNumId", ""): {
                    int(lvl.get(W + "ilvl", "0")): (
                        val(lvl, "numFmt") or "decimal",
                        val(lvl, "lvlText") or "%1.",
                        int(val(lvl, "start") or 1),
                    )
                    for lvl in item.findall(W + "lvl")
                }
                for item in numbering.findall(W + "abstractNum")
            }
            for item in numbering.findall(W + "num"):
                made.levels[item.get(W + "numId", "")] = abstract.get(val(item, "abstractNumId") or "", {})
        for style in styles.findall(W + "style") if styles is not None else []:
            number = val(style, "pPr/numPr/numId")
            if number:
                level = int(val(style, "pPr/numPr/ilvl") or 0)
                made.of_style[style.get(W + "styleId", "")] = (number, level)
        return made

    def marker(self, paragraph: Element) -> tuple[str, int]:
        """Return the marker that Word draws before `paragraph` ("-" for a bullet) and its level."""
        props = paragraph.find(W + "pPr")
        number, level = self.of_style.get(val(props, "pStyle") or "", ("0", 0))
        number = val(props, "numPr/numId") or number
        level = min(int(val(props, "numPr/ilvl") or level), 8)
        if number == "0" or number not in self.levels:
            return "", 0
        form, pattern, start = self.levels[number].get(level, ("decimal", f"%{level + 1}.", 1))
        if form in ("bullet", "none"):
            return ("-" if level == 0 else "+") if form == "bullet" else "", level
        counts = self.counts.setdefault(number, {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        for upper in range(level + 1):
            upper_form = self.levels[number].get(upper, ("decimal", "", 1))[0]
            pattern = pattern.replace(f"%{upper + 1}", figure(counts.get(upper, 1), upper_form))
        return pattern.strip(), level
