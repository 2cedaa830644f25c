"""A message cut into clauses, at its punctuation and before the words that open a new thing said."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from roviec.tasks.words.shorthand import FILLERS
from roviec.tasks.words.tokens import BREAKS, Token, joined

_NEG = (
    r"(?<!khong )(?<!co )(?<!con )(?<!bi )(?<!dang )(?<!gap )(?<!chua )(?<!van )(?<!nhieu )(?<!het )(?<!go )"
)
_OPENERS = re.compile(
    r"\b(?:"
    r"nhung(?: ma)?(?= )|tuy nhien|chi con|ma con|(?<!sao )ma (?=chua|vuong)"
    r"|(?<!khong )(?<!chua )(?<!van )con (?=(?:\w+ )?(?:thieu|doi|vuong|phan|@pct|lai|cho (?!em)))"
    r"|(?<!khong )con (?=\d)|ly do|hien (?=dang|con|chua)"
    r"|" + _NEG + r"(?:vuong(?! tay)|gap (?=kho|vuong|tro)|kho khan)"
    r"|(?<!khong )(?<!chua )(?<!phai )(?<!can )(?<!muon_ )xin (?!loi|chao|cam|y kien)"
    r"|(?<!don )(?<!pham )(?<!chuc )(?<!hanh )(?:tai |boi )?vi(?= (?!du |tri |the ))"
    r"|(?<!viec )(?<!cai )(?<!hom )(?<!luc )(?<!khi )(?<!sau )(?<!tien )(?<!che )(?<!o )do(?= (?!(?:a"
    r"|c|anh|chi|nha|nhe"
    r"|oi)(?: (?:a|oi|nhe|nha))?$))|tai (?=thieu|chua)"
    r"|nen (?!tang)|(?:kinh )?de nghi|cho(?= (?:\w+ ){0,2}(?:lui|gia han|them|khat))"
    r"|gia han(?= (?:giup|cho|them|den))"
    r"|@day (?=(?:\w+ ){0,2}(?:gui|nop|bao|trinh|xong))|moi (?=duoc|@pct)|chua (?=lam duoc|trien khai)"
    r")"
)
_SAID_BEFORE = frozenset({"xin", "cho", "de", "nghi", "den", "toi", "truoc", "sang", "kinh", "trong", "vao"})
_REASONS = frozenset({"ly", "vi", "do", "tai", "boi"})
_LINKS = frozenset(
    {"nhung", "ma", "va", "nen", "tuy", "nhien", "vi", "do", "tai", "boi", "roi", "con", "hien", "ly"}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its words without fillers, its tokens, whether it asks, and whether it gives a reason."""

    line: str
    tokens: tuple[Token, ...]
    asked: bool = False
    reason: bool = False

    @property
    def because(self) -> bool:
        """Tell whether the clause opens with "vì", "do" or "lý do"."""
        return self.tokens[0].word in _REASONS

    def quoted(self, text: str) -> str:
        """Return the clause as it was typed, without the words of politeness around it."""
        kept = [index for index, token in enumerate(self.tokens) if token.word not in FILLERS]
        while len(kept) > 1 and self.tokens[kept[0]].word in _LINKS:
            kept.pop(0)
        if not kept:
            return ""
        return text[self.tokens[kept[0]].start : self.tokens[kept[-1]].end]


def split(tokens: list[Token]) -> list[Clause]:
    """Return the clauses of a message, in order."""
    clauses: list[Clause] = []
    for piece, asked in _punctuated(tokens):
        groups = _opened(piece)
        for index, group in enumerate(groups):
            explains = group[0].word in _REASONS
            leads = index + 1 < len(groups) and groups[index + 1][0].word == "nen"
            line = _line(group)
            if line:
                clauses.append(Clause(line, tuple(group), asked, explains or leads))
    return clauses


def _punctuated(tokens: list[Token]) -> list[tuple[list[Token], bool]]:
    """Return the runs of tokens between marks, each with whether a question mark ends it."""
    runs: list[tuple[list[Token], bool]] = []
    run: list[Token] = []
    for token in tokens:
        if token.word not in BREAKS:
            run.append(token)
        elif run:
            runs.append((run, token.word == "?"))
            run = []
    return [*runs, (run, False)] if run else runs


def _opened(tokens: list[Token]) -> list[list[Token]]:
    """Return the tokens cut before each word that opens something new."""
    line, starts = joined(tokens)
    cuts = [0]
    for match in _OPENERS.finditer(line):
        at = bisect_right(starts, match.start()) - 1
        if at > cuts[-1] and not (tokens[at].word == "@day" and tokens[at - 1].word in _SAID_BEFORE):
            cuts.append(at)
    return [tokens[a:b] for a, b in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]


_OWN = re.compile(
    r"\b(phong|xa|phuong|don vi_?|ben|to|co quan|thon|ubnd|van phong) (?:em|toi_?|minh|chung toi_?"
    r"|chung em|con)\b"
)


def _line(tokens: list[Token]) -> str:
    """Return the words of a clause, fillers left out and one's own office as "own"."""
    line = _OWN.sub("own", " ".join(token.word for token in tokens))
    line = line.replace("chu khong phai", "ma khong phai").replace("dong chi", "anh")
    line = re.sub(r"\b(?:bao gio|khi nao|luc nao|chung nao)\b(?=.+ thi\b)", "neu", line)
    line = re.sub(r"\bkinh (?=thua|gui|de nghi|bao)| do$", "", line)
    return " ".join(word for word in line.split() if word not in FILLERS)
