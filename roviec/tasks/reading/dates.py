"""Deadlines of tasks: which of the wordings in a sentence or a cell is the task's own."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, Kind, find, named, parse
from roviec.tasks.reading.model import Header, ReadingSettings
from roviec.tasks.reading.roles import time_role
from roviec.tasks.reading.source import Cell, Document, Passage, Quote, squeeze
from roviec.tasks.reading.times import evened

# A day before a period, and a period before a rhythm.
_RANK = {Kind.fixed: 5, Kind.period: 4, Kind.recurring: 3, Kind.event: 2, Kind.immediate: 1, Kind.none: 0}


_YEARS = re.compile(
    r"(?:(?:[Nn]ăm|[Gg]iai đoạn|[Tt]rong|[Đđ]ến)\s+)*(?:20\d\d\s*(?:[-–,]|đến|và)\s*(?:năm\s+)?)*(20\d\d)\W*"
)

_SHORT_MONTH = re.compile(r"(?<!\w)(?:T|Th)\s?\.?\s?(?=(?:1[0-2]|0?[1-9])(?!\d))")

# "Tháng 11/2025 (sau khi tỉnh ban hành hướng dẫn)": what the time rests on, not the time.
_BRACKETED = re.compile(r"\s*\([^()]*(?:\)|\Z)")


# Cues that only a deadline has: "trước …", "chậm nhất …", "hạn chót …".
_LEADING = {("due", 90), ("due", 72)}
_LED = re.compile(
    r"vào|dịp|trình|gửi|nộp|trước|chậm nhất|muộn nhất|trễ nhất|hạn chót|hạn cuối|xong|hoàn thành|có mặt|tập trung|tập kết",
    re.IGNORECASE,
)
# "Năm 2018: Rà soát …", "… đề xuất giai đoạn tiếp theo vào năm 2025.": the year itself, which may be no more than a goal's.
_IN_YEAR = re.compile(
    r"\A(?:Trong |Đến )?(?P<first>[Nn]ăm 20\d\d)\s*[:,]\s|\bvào (?P<last>năm 20\d\d)\s*[.;]?\s*\Z"
)
# "… khánh thành cầu A và thông xe đường B vào ngày 19/12/2026": what is to be there on that day.
_TO_BE_THERE = re.compile(
    r"\b(?:tổ chức (?:lễ|hội thi|ngày hội)|khánh thành|khởi công|khai trương|thông xe|hợp long|"
    r"đưa vào (?:khai thác|sử dụng|vận hành|hoạt động))\b"
    r"[^;.]{1,240}?\bvào (?:đúng )?(?P<day>ngày \d{1,2}(?:\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?20\d\d)?|"
    r" tháng \d{1,2}(?: năm 20\d\d)?))",
    re.IGNORECASE,
)
# Conclusions of a meeting are signed days after it, and name days between the two.
_SIGNED_LATE = timedelta(days=31)
# Without a figure or one of these words no time is named: most sentences need not be searched.
_TIMELY = re.compile(
    r"\d|ngày|tháng|quý|năm|tuần|giờ|thứ|buổi|sáng|chiều|tết|mùa|rằm|mai|nay|kỳ|lễ", re.IGNORECASE
)

_ROMAN = re.compile(r"I{1,3}|IV")
_DAY = re.compile(
    r"(?<![\d./-])\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?20\d\d)?(?![\d%/])|"
    r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+20\d\d)?",
    re.IGNORECASE,
)


# "ngày 10 tháng liền kề trước tháng đoàn đến": of which month, the sentence tells by something else.
_OF_SOME_MONTH = re.compile(r",?\s*(?:của\s+)?tháng\s+(?!\d|này|sau\b|tới\b)")


@dataclass(frozen=True)
class Dating:
    """What the grammar of deadlines needs to know about the document."""

    issued: date | None
    year: int | None
    month: int | None
    calendar: Calendar
    settings: ReadingSettings
    written: date | None = None
    # A sentence is looked at for its deadline, and again for what of it stays unexplained.
    _found: dict[str, list[Deadline]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, header: Header, calendar: Calendar, settings: ReadingSettings) -> "Dating":
        """Return the dating of a document with this header."""
        written = header.issued or (date(*header.month, 1) if header.month else None)
        issued = written or settings.received
        return cls(issued, header.year, header.plan_month, calendar, settings, written)

    def in_sentence(self, document: Document, passage: Passage) -> tuple[Deadline, Quote | None]:
        """Return the deadline of a task's sentences: of two days the later, a day before a rhythm."""
        found = self.found_in(passage) or self._overtaken(passage.text)
        if not found:
            return self._led_in(document, passage)
        best = max(found, key=lambda one: (_RANK[one.kind], one.due or date.min))
        quote = document.quote(passage.cut(*best.span)) if best.span else None
        return replace(best, words=quote.text if quote else best.words), quote

    def _led_in(self, document: Document, passage: Passage) -> tuple[Deadline, Quote | None]:
        """Return the last time that words like "hạn chót", "hoàn tất trước" lead to, where no rule reads it with them."""
        text = passage.text
        told = _TO_BE_THERE.search(text)
        if year := _IN_YEAR.search(text) or told:
            group = "day" if year is told else "first" if year["first"] else "last"
            quote = document.quote(passage.cut(*year.span(group)))
            read = self._parsed(quote.text)
            return (
                (Deadline(Kind.none), None) if self._past(read) else (replace(read, words=quote.text), quote)
            )
        if not _LED.search(text):
            return Deadline(Kind.none), None
        led = [one for one in self.left_in(text, []) if time_role(text, *one)[:2] in _LEADING]
        times = [(self._parsed(text[start:end]), (start, end)) for start, end in led]
        whole = [(read, span) for read, span in times if read.kind in (Kind.fixed, Kind.period)]
        if any(_OF_SOME_MONTH.match(text, end) for _, end in led):
            return Deadline(Kind.none), None
        if not led or len(whole) < len(led) or any(read.due is None or self._past(read) for read, _ in whole):
            return Deadline(Kind.none), None
        read, span = max(whole, key=lambda one: one[0].due or date.min)
        quote = document.quote(passage.cut(*span))
        return replace(read, words=quote.text), quote

    def found_in(self, passage: Passage) -> list[Deadline]:
        """Return every deadline of the sentences in `passage`, those before the document's own day left out."""
        if passage.text not in self._found:
            self._found[passage.text] = self._find(passage.text)
        return self._found[passage.text]

    def _find(self, text: str) -> list[Deadline]:
        found = self._all_in(text)
        return [one for one in found if not self._past(one) and not _only_holds(text, one)]

    def _overtaken(self, text: str) -> list[Deadline]:
        """Return the day by which something was due shortly before its document was signed: the paper came late."""
        return [
            one
            for one in self._all_in(text)
            if one.kind is Kind.fixed
            and one.span
            and time_role(text, *one.span)[0] == "due"
            and self._past(one)
            and self.written
            and one.due
            and self.written - one.due <= _SIGNED_LATE
        ]

    def _all_in(self, text: str) -> list[Deadline]:
        return find(
            evened(text),
            issued=self.issued,
            year=self.year,
            month=self.month,
            calendar=self.calendar,
            settings=self.settings.deadlines,
        )

    def left_in(self, text: str, read: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where `text` names times outside the `read` spans; days before the document's own are none."""
        if not _TIMELY.search(text):
            return []
        times = named(
            evened(text),
            read=read,
            issued=self.issued,
            year=self.year,
            month=self.month,
            calendar=self.calendar,
            settings=self.settings.deadlines,
        )
        return [(start, end) for start, end, deadline in times if not self._past(deadline)]

    def _past(self, one: Deadline) -> bool:
        """Tell a day before the document's own: it speaks of what was, not of a deadline."""
        return one.due is not None and self.written is not None and one.due < self.written

    def is_past(self, words: str) -> bool:
        """Tell a time in words that lies before the document's own day."""
        return self._past(self._parsed(words))

    def in_cell(self, document: Document, cell: Cell) -> tuple[Deadline, Quote | None]:
        """Return the deadline that a cell of the time column gives."""
        passage = squeeze(cell.passage)
        if not passage.text:
            return Deadline(Kind.none), None
        quote = document.quote(cell.passage)
        if cell.day:
            note = f"Ô ngày trong bảng: {cell.day.day}/{cell.day.month}/{cell.day.year}."
            return Deadline(Kind.fixed, cell.day, quote.text, note), quote
        bare = self._parsed(_in_words(_BRACKETED.sub("", passage.text)))
        read = bare if bare.kind in (Kind.fixed, Kind.period) else self._parsed(_in_words(passage.text))
        if bare.kind is Kind.period:
            read = self._nearer(bare, passage.text) or read
        return replace(read, words=quote.text), quote

    def _nearer(self, period: Deadline, text: str) -> Deadline | None:
        """Return the day in brackets that lies inside a period: "Quý II (trước ngày 20/6)"."""
        for found in _BRACKETED.finditer(text):
            day = self._parsed(found.group().strip(" ()"))
            first = period.start or day.due
            if day.kind is Kind.fixed and day.due and period.due and first and first <= day.due <= period.due:
                return day
        return None

    def stages_in(self, document: Document, cell: Cell) -> tuple[Deadline, Quote | None]:
        """Return the last day that the words of a time cell name: "lập hồ sơ quý I/2026; trình quý II/2026"."""
        passage = squeeze(cell.passage)
        named = (passage.text[start:end] for start, end in self.left_in(passage.text, []))
        times = [read for words in named if (read := self._parsed(_in_words(words))).due]
        if not times:
            return Deadline(Kind.none), None
        last = max(times, key=lambda read: read.due or date.min)
        quote = document.quote(cell.passage)
        return replace(last, words=quote.text), quote

    def in_slot(self, document: Document, cell: Cell, over: str) -> tuple[Deadline, Quote | None]:
        """Return the deadline that the head of a marked column gives: "Tháng 5", "II" for a quarter, "5" below "Tháng"."""
        if not _ROMAN.fullmatch(cell.text) and not cell.text.isdecimal():
            return self.in_cell(document, cell)
        quote = document.quote(cell.passage)
        unit = "tháng" if cell.text.isdecimal() and "thang" in fold(over) else "quý"
        # A plan that comes out in February counts its January too.
        year = f" năm {self.year}" if self.year else ""
        return replace(self._parsed(f"{unit} {cell.text}{year}"), words=quote.text), quote

    def _parsed(self, words: str) -> Deadline:
        return parse(
            evened(words),
            issued=self.issued,
            year=self.year,
            month=self.month,
            calendar=self.calendar,
            settings=self.settings.deadlines,
        )

    def day_in(self, text: str) -> Deadline | None:
        """Return the one day that a heading names ("THỨ HAI, NGÀY 24/8/2026"), None for none or several."""
        days = {found.group() for found in _DAY.finditer(text)}
        if len(days) != 1:
            return None
        read = self._parsed(days.pop().lower())
        return read if read.kind is Kind.fixed and read.due else None

    def in_words(self, document: Document, passage: Passage) -> tuple[Deadline, Quote | None]:
        """Return the deadline that words after a label ("Thời gian: …") give."""
        return self.in_cell(document, Cell(passage))


def _only_holds(text: str, one: Deadline) -> bool:
    """Tell how long a permit holds, what a count covers or which session is meant from a deadline.

    "báo cáo số liệu định kỳ hằng tháng": a rhythm is never what a count covers.
    """
    if one.kind is Kind.recurring:
        return False
    return one.span is not None and time_role(text, *one.span)[0] in ("begun", "held", "session")


def _in_words(text: str) -> str:
    """Write a time column out: "T8" is "tháng 8", "2027" and "năm 2026 - 2027" are "năm 2027"."""
    text = _SHORT_MONTH.sub("tháng ", text)
    years = _YEARS.fullmatch(text)
    return f"năm {years[1]}" if years else text
