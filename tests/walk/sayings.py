"""What people of every role type: short answers, dates, questions, slips, and what officials really wrote."""

import csv
import random
from pathlib import Path

UTTERANCES = Path(__file__).parent.parent / "tasks" / "utterances"


def _typed() -> tuple[str, ...]:
    """Return the labelled sentences and wordings of tests/tasks/utterances."""
    found = list[str]()
    for path in sorted(UTTERANCES.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found += [row[0] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row][1:]
    return tuple(dict.fromkeys(found))


TYPED = _typed()
SHORT = (
    *"""\
xong rồi
đã xong
chưa xong
được 50%
60%
100%
gần xong
đang làm
ok
đã nhận
👍
xin lùi đến 15/8
lùi 5 ngày
xin gia hạn
31/2
15/8/2026
trước 30/9
cuối tháng sau
hôm qua
vướng mắc: chưa có kinh phí
thiếu người
hoàn tác
thôi
không
có
đồng ý
từ chối
1
2
3
4
5
9
12
0
1,3
1 và 2
ừ
không phải
bỏ qua
gửi
quay lại
việc nào quá hạn
phòng Nội vụ còn những việc gì
chị Mai có việc gì
tìm báo cáo
chào em
alo
Đường vào thôn hỏng nặng, mong xã sửa
Cán bộ một cửa rất nhiệt tình
Phòng Tài chính
Lò Thị Mai
?
...
123456789
ABCD2345
PA-ABCD2345
/
/khong
asdf qwer
Tạm dừng
""".splitlines(),
    "a" * 300,
)


def saying(rng: random.Random) -> str:
    """Return something that somebody may type."""
    return rng.choice(SHORT if rng.random() < 0.7 else TYPED)
