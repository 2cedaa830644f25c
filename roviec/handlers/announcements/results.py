"""Who read an announcement when, as Excel and CSV for the record."""

from roviec.db import announcements, files
from roviec.db.audit import Act
from roviec.db.models.base import id_of
from roviec.handlers.choices.announcements import AnnounceResults
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import FileOut, Outgoing
from roviec.reports.receipts import results

router = Router()


@router.action(AnnounceResults)
async def send_results(turn: Turn, choice: AnnounceResults) -> None:
    """Send the files, and note in the audit log that they were taken and what they said."""
    one = await announcements.find(turn.session, choice.announcement, turn.leader())
    number = id_of(one)
    lines = await announcements.lines(turn.session, number)
    read = sum(line.receipt.read_at is not None for line in lines)
    made = results(one, lines, say=turn.texts, office=turn.house.office, now=turn.now, zone=turn.house.zone)
    kept = []
    for name, mime, data in made:
        sha256 = turn.house.files.keep(data)
        await turn.house.files.share(sha256, turn.session)
        await files.record(turn.session, sha256=sha256, mime=mime, size=len(data), now=turn.now)
        kept.append(FileOut(sha256, name, mime))
    await turn.record(Act.announce_results, f"announcement/{number}", read=read, people=len(lines))
    words = turn.texts("announce.results_here", read=read, total=len(lines))
    turn.answer(Outgoing(words, files=tuple(kept)))
