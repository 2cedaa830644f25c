"""Criteria scored in a chat: points with why, files that prove them, whose they are; by those who may."""

import pytest

from roviec.db.models import Assessment, AuditEntry, Score, ScoreProof
from tests.measures.figure_stage import HOME, Figures
from tests.measures.test_overview_chat import score
from tests.rights.cells import rows

PDF = b"%PDF-1.4 "


async def test_an_official_scores_and_proves_by_chat(figures: Figures) -> None:
    scoring, mai = await score(figures), figures.mai
    await mai.says("/solieu")
    await mai.presses("Tự chấm điểm")
    await mai.presses("Phòng Nội vụ, 2026")
    await mai.presses("Các tiêu chí")
    mai.hears("Tiêu chí Ông/Bà chấm: 6 (Phòng Nội vụ, 2026)")
    await mai.presses("1. Công khai, minh bạch: –/18")
    mai.hears("Điểm tối đa: 18", "Chưa có tài liệu kiểm chứng nào")
    await mai.presses("Tự chấm điểm")
    mai.hears("Ông/Bà tự chấm bao nhiêu điểm (0 đến 18)?")
    for words, heard in (
        ("19", "từ 0 đến 18"),
        ("khoảng 16", "chưa phải là một con số chính xác"),
        ("16, 18", "nhiều hơn một con số"),
    ):
        await mai.says(words)
        mai.hears(heard)
    assert not await figures.chat.rows(Score, Score.points.is_not(None))
    # What proves it may come before the points do; the question waits.
    await mai.sends_file("ke-hoach.pdf", PDF + b"1", mime="application/pdf", text="bản ký số")
    mai.hears("Đã gắn vào tiêu chí 1: ke-hoach.pdf.", "gửi điểm tự chấm")
    await mai.says("16,5 điểm: đã niêm yết đủ 120 thủ tục")
    mai.hears(
        "Đã ghi điểm tự chấm 16,5/18 cho tiêu chí 1", "«16,5 điểm»", "Giải trình: đã niêm yết đủ 120 thủ tục"
    )
    await mai.presses("Gửi tài liệu")
    await mai.sends_file("anh.jpg", b"\xff\xd8\xff anh", mime="image/jpeg")
    await mai.sends_file("lai.pdf", PDF + b"1", mime="application/pdf")
    mai.hears("Đã có trong tiêu chí từ trước: lai.pdf.")
    await mai.says("xong rồi")
    mai.hears("Ông/Bà gửi tệp hoặc ảnh cho tiêu chí")
    await mai.presses("Xem tiêu chí")
    mai.hears("Tự chấm: 16,5 (Lò Thị Mai, 15/6/2026)", "Tài liệu kiểm chứng: 2 (ke-hoach.pdf; anh.jpg)")
    # Corrected without a word of why, why stays.
    await mai.acts(f"score.say:{scoring}:1")
    await mai.says("17")
    (row,) = await figures.chat.rows(Score)
    assert (row.points, row.note, row.said_by) == (17.0, "đã niêm yết đủ 120 thủ tục", mai.person.id)
    kept = await figures.chat.rows(ScoreProof)
    assert [(one.name, one.note, one.sent_by) for one in kept] == [
        ("ke-hoach.pdf", "bản ký số", mai.person.id),
        ("anh.jpg", "", mai.person.id),
    ]
    acts = [
        (one.what, one.channel)
        for one in await figures.chat.rows(AuditEntry)
        if one.actor_id == mai.person.id
    ]
    assert [what for what, _ in acts] == ["score_proof", "score_points", "score_proof", "score_points"]


async def test_a_head_gives_a_criterion_to_somebody_who_hears_of_it_once(figures: Figures) -> None:
    scoring = await score(figures)
    head, mai = figures.head, figures.mai
    await head.acts(f"score.one:{scoring}:2")
    await head.presses("Người phụ trách tiêu chí")
    await head.presses("Lò Thị Mai (Phòng Nội vụ)")
    head.hears("Đã giao chấm tiêu chí 2.", "Lò Thị Mai")
    await mai.reads()
    mai.hears("Vàng Thị Hoa giao Ông/Bà chấm tiêu chí trong đợt tự chấm điểm năm 2026")
    await head.acts(f"score.to:{scoring}:3:{mai.person.id}")
    assert await mai.reads() == ""
    await mai.says("/solieu")
    mai.hears("Tiêu chí chờ Ông/Bà tự chấm: 2")
    await mai.presses("2. Tiến độ, kết quả giải quyết (tự chấm)")
    await mai.says("chưa có: chờ số liệu quý")
    mai.hears("–/20")
    await mai.says("/solieu")
    mai.hears("Tiêu chí chờ Ông/Bà tự chấm: 1")
    await head.acts(f"score.to:{scoring}:2:{figures.huy.person.id}")
    head.hears("phải đang làm việc tại đơn vị tự chấm")
    owners = [(one.criterion, one.owner_id) for one in await figures.chat.rows(Score)]
    assert sorted(owners) == [("2", mai.person.id), ("3", mai.person.id)]


async def test_what_is_closed_or_unknown_takes_nothing(here: Figures) -> None:
    scoring = await score(here)
    await here.mai.acts(f"score.say:{scoring}:99")
    here.mai.hears("Không có tiêu chí này")
    await here.mai.acts(f"score.say:{scoring}:1")
    async with here.chat.db.write() as session:
        (await session.get_one(Assessment, scoring)).closed_on = here.chat.now.date()
    await here.mai.says("16")
    here.mai.hears("đã khóa nên không sửa được nữa")
    for verb in ("say", "prove"):
        await here.mai.acts(f"score.{verb}:{scoring}:1")
        here.mai.hears("đã khóa nên không sửa được nữa")
    await here.mai.acts(f"score.one:{scoring}:1")
    assert "Tự chấm điểm" not in here.mai.labels
    assert not await here.chat.rows(Score)


# + done, s may not see it, a may see it and not score, c it is not theirs to change, x is none of the office
ACTS = rows("""
#                chair admin head mai huy left citizen
nobodys.one        +     +    +    +   s   x    x
nobodys.say        +     +    +    +   s   x    x
nobodys.prove      +     +    +    +   s   x    x
nobodys.owner      +     +    +    c   s   x    x
mais.say           +     +    +    +   s   x    x
heads.one          +     +    +    +   s   x    x
heads.say          +     +    +    a   s   x    x
heads.prove        +     +    +    a   s   x    x
heads.owner        +     +    +    c   s   x    x
""")
WHO = ("chair", "admin", "head", "mai", "huy", "left", "citizen")
SAID = {
    "s": "thuộc đơn vị khác",
    "a": "do người phụ trách tiêu chí hoặc lãnh đạo đơn vị",
    "c": "do lãnh đạo cơ quan hoặc quản trị viên thay đổi",
    "x": "dành cho cán bộ",
}


@pytest.mark.parametrize("act", ACTS)
async def test_each_criterion_is_for_those_it_is_for(figures: Figures, act: str) -> None:
    scoring = await score(figures)
    leaver = await figures.chat.official("Đỗ Văn Nghỉ", HOME)
    await figures.leave(leaver)
    whose, verb = act.split(".")
    if owner := {"mais": figures.mai, "heads": figures.head}.get(whose):
        await figures.admin.acts(f"score.to:{scoring}:1:{owner.person.id}")
    people = {name: getattr(figures, name, None) for name in WHO}
    people |= {"left": leaver, "citizen": figures.chat.person("dân")}
    found = []
    for who in WHO:
        await people[who].acts(f"score.{verb}:{scoring}:1")
        found.append(next((one for one, words in SAID.items() if words in people[who].words), "+"))
        # And what a forged turn would do: the words that follow are refused as well.
        if verb == "say" and found[-1] == "+":
            await people[who].says("16")
            people[who].hears("Đã ghi điểm tự chấm 16/18")
    assert found == ACTS[act]
