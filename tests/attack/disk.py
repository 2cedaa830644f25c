"""What lies on the disk, and what is shown of it."""

import sqlite3

from tests.attack.office import Office
from tests.attack.registry import attack
from tests.messages.test_stripping import SECRET, picture


@attack("another user of the machine", "the folder of the data")
async def readable_data(office: Office) -> None:
    folder = office.folder / "var"
    exposed = [str(path) for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
    assert not exposed, exposed[:3]


@attack("who reads a photo", "the place where a citizen took it")
async def place_of_a_photo(office: Office) -> None:
    one = await office.browser()
    await one.says("/phananh")
    await one.acts(next(action for action in one.actions() if action.startswith("feedback.")))
    await one.sends(picture("JPEG"), "anh.jpg", "Đường hỏng trước cổng trường")
    await one.close()
    for path in (office.folder / "var" / "files").glob("??/*"):
        assert SECRET not in path.read_bytes(), path.name


@attack("anybody", "words that become a link, a script, a line of ours")
async def words_that_act(office: Office) -> None:
    one = await office.browser()
    for path in ("/?code=<script>alert(1)</script>", "/?code=%22%3E%3Cscript%3E", "/x<script>"):
        page = (await one.opens(path)).text
        assert "<script>alert" not in page
        assert '"><script>' not in page
    headers = (await one.opens()).headers
    assert "default-src" in headers.get("content-security-policy", ""), "no policy"
    await one.close()


@attack("who may write to the database", "a line of the audit log, changed")
async def audit_log_changed(office: Office) -> None:
    await office.type("audit", "verify")
    with sqlite3.connect(office.folder / "var" / "roviec.db", timeout=10) as database:
        [(subject,)] = database.execute("SELECT subject FROM audit WHERE place = 2").fetchall()
        database.execute("UPDATE audit SET subject = 'person/99' WHERE place = 2")
    database.close()
    said = await office.type("audit", "verify", fails=True)
    assert "dòng 2" in said
    with sqlite3.connect(office.folder / "var" / "roviec.db", timeout=10) as database:
        database.execute("UPDATE audit SET subject = ? WHERE place = 2", (subject,))
    database.close()
    await office.type("audit", "verify")
