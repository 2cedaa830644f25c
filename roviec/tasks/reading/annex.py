"""Tasks from the rows of a table: annexes of a decision, work programmes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from roviec.folding import fold
from roviec.tasks.deadlines import Deadline, Kind
from roviec.tasks.reading.addressees import addressee_of
from roviec.tasks.reading.cells import parted, told_in, units_in, without_ditto
from roviec.tasks.reading.components import component_of
from roviec.tasks.reading.dates import Dating
from roviec.tasks.reading.doubled import are_own, with_names
from roviec.tasks.reading.headings import heading_of
from roviec.tasks.reading.issuers import proper
from roviec.tasks.reading.lists import runs_on
from roviec.tasks.reading.model import Named, ReadTask
from roviec.tasks.reading.sideways import put_right
from roviec.tasks.reading.source import Cell, Document, Passage, Quote, join, squeeze
from roviec.tasks.reading.tables import Grid
from roviec.tasks.reading.titles import title_of

_GROUP_INDEX = re.compile(r"[IVX]{1,5}|[A-HĐ]")
_HOLIDAY = re.compile(r"(?:nghi|duoc nghi) (?:le|tet|bu|hoan doi)|nghi (?:gio to|quoc khanh)")
# Letters that no syllable has together: "UBND", "HĐND", "MTTQ".
_SHORTENED = re.compile(r"[BCDĐGHKLMNPQRSTVX]{2,}|UBND|UBMTTQ|ATTP")
_MARK = re.compile(r"[xX×*+✓✔√●■]|[Xx]{2}")
# "7h15 - 8h00", "14 giờ 30": an hour, and no day.
_HOUR = r"\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d\d)?\W*"
_CLOCK = re.compile(rf"(?:[Ll]úc |[Tt]ừ )?{_HOUR}(?:(?:[-–]|đến)?\s*{_HOUR})?")
_EMPTY = Cell(Passage("", ()))
EMPTY = "Ô chủ trì để trống."
MARKED = "Dòng có dấu ở cột không rõ là thời gian nào."
GROUP_LEADS = "Ô chủ trì để trống; lấy theo tên nhóm."
GUESSED = "Tên cột chưa rõ; lấy theo chữ trong ô."
RUNS_ON = "Ô chủ trì kể nhiều hơn tên đơn vị."
STAGES = "Ô thời gian kể nhiều việc hoặc nhiều mốc; lấy mốc cuối."
_STAGED = re.compile(r";[^;]*\w")
Row = tuple[Cell, ...]


def tasks_of_grid(
    document: Document, grid: Grid, dating: Dating, prefix: str, over: Sequence[str] = ()
) -> list[ReadTask]:
    """Return the tasks of a table, top to bottom; group rows and holidays are none.

    `over` are the headings over the table, nearest first: one may tell the day of a schedule.
    """
    columns = [column for role, column in grid.roles.items() if role not in ("index", "task")]
    rows = _whole_rows(with_names(put_right(grid.rows, grid.roles, grid.header), grid.roles), grid.roles)
    rows = without_ditto(rows, columns)
    own = are_own(rows, grid.roles)
    if _counts(rows, grid.roles):
        return []
    tasks: list[ReadTask] = []
    group = ""
    over_rows: tuple[Named, ...] = ()
    day = dating.day_in(over[0]) if over else None
    for number, row in enumerate(rows):
        following = rows[number + 1] if number + 1 < len(rows) else None
        if _is_group(row, grid.roles, following):
            group = " ".join(dict.fromkeys(cell.text for cell in row if cell.text))
            over_rows = _named_by(document, row)
            day = dating.day_in(group) or day
        elif _is_task(row, grid.roles):
            ref = f"{prefix}.{_text(row, grid.roles, 'index') or number + 1}"
            name = _text(row, grid.roles, "name")
            task = _task(document, row, grid, dating, ref, " ".join(filter(None, (group, name))))
            mine = _led_by_row(document, _cell(row, grid.roles, "task")) if over_rows else ()
            task = _led_by_group(_under(task, name) if own else task, mine or over_rows, grid.roles)
            tasks.append(_on_its_day(task, row, dating, day))
    return tasks


def _under(task: ReadTask, name: str) -> ReadTask:
    """Give a row's title the name that the row bears in a column of its own: "Phát tài liệu: Cấp sổ tay …"."""
    same = not name or fold(task.quote.text).startswith(fold(name))
    return task if same else replace(task, title=title_of(f"{name}: {task.title}"))


def _named_by(document: Document, row: Row) -> tuple[Named, ...]:
    """Return the bodies that the row of a group names: "II. Sở Nông nghiệp và Môi trường"."""
    cell = next((cell for cell in reversed(row) if cell.text), _EMPTY)
    passage = squeeze(cell.passage)
    mark = re.match(r"(?:[IVX]+|[A-HĐ]|\d+)[.)]\s+", passage.text)
    passage = passage.cut(mark.end() if mark else 0, len(passage.text))
    text = _small(passage.text) if passage.text.isupper() else passage.text
    names = heading_of(text)
    if names is None or text[names.end :].strip(" .:;"):
        return ()
    return tuple(Named(text[a:b], document.quote(passage.cut(a, b))) for a, b in names.spans)


def _small(text: str) -> str:
    """Return a group's name in small letters, as long as before: "UBND CÁC XÃ, PHƯỜNG" → "UBND các xã, phường"."""
    spelt = proper(text)
    if len(spelt) == len(text):
        return spelt
    words = re.sub(
        r"\w+", lambda found: found[0] if _SHORTENED.fullmatch(found[0]) else found[0].lower(), text
    )
    return words[:1].upper() + words[1:]


def _led_by_row(document: Document, cell: Cell) -> tuple[Named, ...]:
    """Return the bodies that a row itself begins with: "UBND phường A: giải quyết …" below "UBND các xã, phường"."""
    passage = squeeze(cell.passage)
    own = addressee_of(passage.text)
    if own is None or own.names.spans[0][0] > 0:
        return ()
    return tuple(Named(passage.text[a:b], document.quote(passage.cut(a, b))) for a, b in own.names.spans)


def _led_by_group(task: ReadTask, over: tuple[Named, ...], roles: dict[str, int]) -> ReadTask:
    """Give a row without a lead the body that its group names; marked where the table has a column for leads."""
    if task.lead or not over:
        return task
    unsure = tuple(one for one in task.unsure if one[0] != "lead")
    mark = (("lead", GROUP_LEADS),) if "lead" in roles else ()
    return replace(task, lead=over, unsure=(*unsure, *mark))


def _on_its_day(task: ReadTask, row: Row, dating: Dating, day: Deadline | None) -> ReadTask:
    """Give a row of a schedule, which only tells the hour, the day of its own row or of what stands above it."""
    if task.due_quote is None or not _CLOCK.fullmatch(task.due_quote.text):
        return task
    own = next((found for cell in row if (found := dating.day_in(cell.text))), None)
    best = own or day
    return (
        replace(task, deadline=replace(best, words=f"{task.due_quote.text}, {best.words}")) if best else task
    )


def _counts(rows: list[Row], roles: dict[str, int]) -> bool:
    """Tell a table of numbers ("Số đơn vị: 11, 0, 5") by the column that should say who."""
    texts = [text for row in rows if (text := _text(row, roles, "lead"))]
    return bool(texts) and all(re.fullmatch(r"[\d.,%\s/-]+", text) for text in texts)


def _cell(row: Row, roles: dict[str, int], role: str) -> Cell:
    column = roles.get(role, -1)
    return row[column] if 0 <= column < len(row) else _EMPTY


def _text(row: Row, roles: dict[str, int], role: str) -> str:
    return _cell(row, roles, role).text


def _whole_rows(rows: list[Row], roles: dict[str, int]) -> list[Row]:
    """Put a row that a page break cut in two together again: its second part has no index."""
    made: list[Row] = []
    for row in rows:
        if made and _goes_on(row, made[-1], roles):
            made[-1] = tuple(
                replace(a, passage=join([a.passage, b.passage], solid=False)) if b.text and b.home else a
                for a, b in zip(made[-1], row, strict=False)
            )
        else:
            made.append(row)
    return made


def _goes_on(row: Row, above: Row, roles: dict[str, int]) -> bool:
    if "index" not in roles or _text(row, roles, "index") or not _text(above, roles, "index"):
        return False
    if any(not cell.home for cell in row if cell.text):
        return False
    task = _text(row, roles, "task")
    return bool(task[:1].islower()) or (not task and any(cell.text for cell in row))


def _is_group(row: Row, roles: dict[str, int], following: Row | None) -> bool:
    """Tell a row that only names a group: one text over the whole width, or nobody and no date in it."""
    task = _cell(row, roles, "task")
    texts = {cell.text for cell in row if cell.text}
    index = _text(row, roles, "index")
    if len(texts) == 1 or (len(texts) == 2 and index in texts and task.wide):
        return True
    if any(
        _text(row, roles, role) not in ("", task.text)
        for role in roles
        if role not in ("index", "task", "name", "note")
    ):
        return False
    if _GROUP_INDEX.fullmatch(index.strip(".")) or (task.text.isupper() and len(task.text) > 3):
        return True
    after = following and _text(following, roles, "index").strip(".")
    lettered = index.strip(".").isdigit() and after == "a)"
    return bool(index and after and (lettered or re.match(rf"{re.escape(index.strip('.'))}\.\d", after)))


def _is_task(row: Row, roles: dict[str, int]) -> bool:
    task = _text(row, roles, "task")
    if len(fold(task).split()) < 2 or re.match(r"(?:tổng cộng|cộng|tổng số)\b", task.lower()):
        return False
    return not _HOLIDAY.match(fold(task))


def _task(document: Document, row: Row, grid: Grid, dating: Dating, ref: str, group: str) -> ReadTask:
    roles = grid.roles
    task = _cell(row, roles, "task")
    both = "due" in roles and roles.get("lead") == roles["due"]
    lead, helping = (told_in if both else parted)(document, _cell(row, roles, "lead").passage)
    partners = units_in(document, _cell(row, roles, "partners").passage) + helping
    leader = _cell(row, roles, "leader")
    product = _cell(row, roles, "product")
    deadline, due_quote = _deadline(document, row, grid, dating)
    stage, stage_quote = _last_stage(document, row, roles, deadline, dating)
    if stage:
        deadline, due_quote = stage, stage_quote
    quote = document.quote(task.passage)
    unsure = [("lead", RUNS_ON)] if any(runs_on(one.name) for one in lead) else []
    unsure += [] if lead else [("lead", EMPTY)]
    unsure += [("lead", GUESSED)] if grid.guessed & {"task", "lead"} else []
    unsure += [("due", GUESSED)] if "due" in grid.guessed else []
    unsure += [(role, why) for role in ("lead", "due") if (why := _cell(row, roles, role).doubtful)]
    unsure += [("due", why) for why in _doubtful_slots(row, roles)]
    unsure += [("due", STAGES)] if stage else []
    if "due" not in roles:
        unsure += [("due", cell.doubtful) for cell in row if cell.doubtful][:1]
    if deadline.kind is Kind.none and any(_MARK.fullmatch(cell.text) for cell in _without_role(row, roles)):
        unsure.append(("due", MARKED))
    if not lead and "lead" not in roles and leader.text:
        lead = (Named(leader.text, document.quote(leader.passage)),)
    return ReadTask(
        ref=ref,
        title=title_of(squeeze(task.passage).text),
        quote=quote,
        lead=lead,
        partners=partners,
        deadline=deadline,
        due_quote=due_quote,
        leader=Named(leader.text, document.quote(leader.passage)) if leader.text else None,
        product=document.quote(product.passage) if product.text else None,
        component=component_of(quote.text, group),
        unsure=tuple(unsure),
    )


def _without_role(row: Row, roles: dict[str, int]) -> list[Cell]:
    return [cell for at, cell in enumerate(row) if at not in roles.values()]


def _doubtful_slots(row: Row, roles: dict[str, int]) -> list[str]:
    """Return why the marks of a row may stand below another month, at most one reason."""
    slots = (row[at] for role, at in roles.items() if role.startswith("slot ") and at < len(row))
    return [cell.doubtful for cell in slots if cell.doubtful][:1]


def _time_beside(document: Document, cell: Cell, dating: Dating) -> tuple[Deadline, Quote | None]:
    """Return the time of a cell that says who as well: its own sentence's, else that of its last part."""
    passage = squeeze(cell.passage)
    deadline, quote = dating.in_sentence(document, passage)
    if deadline.kind is not Kind.none:
        return deadline, quote
    start = max(passage.text.rfind(mark) for mark in ";,(\n") + 1
    return dating.in_words(document, passage.cut(start, len(passage.text.rstrip(" .)"))))


def _last_stage(
    document: Document, row: Row, roles: dict[str, int], deadline: Deadline, dating: Dating
) -> tuple[Deadline | None, Quote | None]:
    """Return the last day of a time cell that tells of several stages in words, where it gives no day as a whole."""
    cell = _cell(row, roles, "due")
    staged = deadline.kind is Kind.recurring and _STAGED.search(cell.text)
    if not (deadline.kind is Kind.none or staged) or not cell.text or roles.get("lead") == roles["due"]:
        return None, None
    last, quote = dating.stages_in(document, cell)
    return (last, quote) if last.due else (None, None)


def _deadline(document: Document, row: Row, grid: Grid, dating: Dating) -> tuple[Deadline, Quote | None]:
    """Return the deadline of a row; a start column gives the first day, an empty cell no date."""
    marked = [
        at
        for role, at in grid.roles.items()
        if role.startswith("slot ") and at < len(row) and _MARK.fullmatch(row[at].text)
    ]
    if marked and max(marked) < len(grid.heads):
        told = dating.in_sentence(document, squeeze(_cell(row, grid.roles, "task").passage))
        slots = sum(role.startswith("slot ") for role in grid.roles)
        if len(marked) == slots > 3 and told[0].kind is Kind.recurring:
            return told
        return dating.in_slot(document, grid.heads[max(marked)], grid.header[max(marked)][0])
    roles = grid.roles
    due = _cell(row, roles, "due")
    if roles.get("lead") == roles.get("due", -1):
        return _time_beside(document, due, dating)
    deadline, quote = dating.in_cell(document, due)
    start = _cell(row, roles, "start")
    if start.text:
        first, _ = dating.in_cell(document, start)
        deadline = replace(deadline, start=first.start or first.due or deadline.start)
    if deadline.kind is Kind.none and "due" not in roles and "start" not in roles:
        return dating.in_sentence(document, squeeze(_cell(row, roles, "task").passage))
    return deadline, quote
