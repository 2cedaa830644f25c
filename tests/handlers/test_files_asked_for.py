"""Dialogues that take files themselves: whatever comes, alone or with a caption, is kept and told."""

from collections.abc import Awaitable, Callable

import pytest

from roviec.db.models import Announcement, Conversation, Evidence, Role, ScoreProof, StoredFile
from roviec.handlers.all import everything
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.work_stage import TITLES, furnish
from tests.measures.figure_stage import Figures
from tests.measures.test_overview_chat import score

pytest_plugins = ("tests.handlers.chat_stages",)
PDF = "application/pdf"


async def _which(chat: Chat) -> Talker:
    work = await furnish(chat)
    for title in TITLES:
        await work.assign(title)
    await work.mai.sends_file("mot.pdf", b"%PDF-1.4 1", mime=PDF, text="bản thứ nhất")
    return work.mai


async def _words(chat: Chat) -> Talker:
    chair = (await furnish(chat)).chair
    await chair.says("/thongbao")
    await chair.presses("Soạn thông báo")
    return chair


async def _whom(chat: Chat) -> Talker:
    chair = (await furnish(chat)).chair
    await chair.says("/thongbao Họp giao ban")
    return chair


def _criterion(verb: str) -> Callable[[Chat], Awaitable[Talker]]:
    async def asked(chat: Chat) -> Talker:
        figures = await Figures.furnish(chat)
        await figures.mai.acts(f"score.{verb}:{await score(figures)}:1")
        return figures.mai

    return asked


# Which dialogue → who is in it.
ASKED = {
    "announce.words": _words,
    "announce.whom": _whom,
    "file.which": _which,
    "score.points": _criterion("say"),
    "score.files": _criterion("prove"),
}


def test_every_dialogue_that_takes_files_stands_here() -> None:
    doors = everything().dialogues
    assert {name for name, door in doors.items() if door.kind.files_too} == ASKED.keys()


@pytest.mark.parametrize("caption", ["", "chú thích lạ"])
@pytest.mark.parametrize("name", ASKED)
async def test_a_file_that_comes_is_kept_and_told(chat: Chat, name: str, caption: str) -> None:
    who = await ASKED[name](chat)
    for n in (2, 3):
        words = caption and f"{caption} {n}"
        await who.sends_file(f"tep-{n}.pdf", f"%PDF-1.4 {n}".encode(), mime=PDF, text=words)
        assert who.fresh
        who.does_not_hear("Hệ thống gặp lỗi")
        kept = str(
            [
                row.model_dump()
                for kind in (Conversation, Evidence, ScoreProof)
                for row in await chat.rows(kind)
            ]
        )
        assert f"tep-{n}.pdf" in kept
        if words:
            assert words in kept + who.words, "a caption is kept or answered"


@pytest.fixture
async def chair(chat: Chat) -> Talker:
    """A chairman who is asked to whom an announcement goes, and somebody to hear it."""
    await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa")
    chair = await chat.official("Trần Văn Chủ", OFFICE, Role.leader)
    await chair.says("/thongbao Họp giao ban")
    return chair


async def sends(chair: Talker, n: int, text: str = "") -> None:
    await chair.sends_file(f"tep-{n}.pdf", f"%PDF-1.4 {n}".encode(), mime=PDF, text=text)


async def test_files_after_the_words_go_out_with_the_announcement(chat: Chat, chair: Talker) -> None:
    await sends(chair, 1)
    chair.hears("Đã thêm vào thông báo: tep-1.pdf.", "Tệp: tep-1.pdf", "Gửi tới: toàn cơ quan")
    await sends(chair, 2, "văn hóa")
    chair.hears("Đã thêm vào thông báo: tep-2.pdf.", "Tệp: tep-1.pdf; tep-2.pdf", "Phòng Văn hóa, 1 người")
    await sends(chair, 3, "trước 3/7")
    chair.hears("tep-3.pdf", "Hạn đọc: 3/7/2026")
    await sends(chair, 4, "cây đa giếng nước")
    chair.hears("Đã thêm vào thông báo: tep-4.pdf.", "Chưa rõ «cây đa giếng nước»", "Phòng Văn hóa, 1 người")
    await sends(chair, 4)
    chair.does_not_hear("Đã thêm")
    await chair.presses("Gửi tới 1 người")
    (made,) = await chat.rows(Announcement)
    assert [file["name"] for file in made.files] == [f"tep-{n}.pdf" for n in range(1, 5)]
    assert {file["sha256"] for file in made.files} <= {row.sha256 for row in await chat.rows(StoredFile)}


async def test_a_file_too_many_is_named(chat: Chat, chair: Talker) -> None:
    for n in range(1, 11):
        await sends(chair, n)
    chair.does_not_hear("tối đa")
    await sends(chair, 11)
    chair.hears("kèm tối đa 10 tệp nên chưa thêm: tep-11.pdf")
    chair.does_not_hear("Đã thêm")
    await chair.presses("Gửi tới")
    (made,) = await chat.rows(Announcement)
    assert len(made.files) == 10
