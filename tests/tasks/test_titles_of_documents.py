"""A sentence of a document is titled by its work: not by whom it names, nor by its date."""

import pytest

from roviec.tasks.titles import work_of

LEADS, PARTNERS = ("Phòng Nội vụ", "UBND xã Bình Lư", "UBND xã Bản Bo"), ("Văn phòng HĐND - UBND huyện",)


@pytest.mark.parametrize(
    ("sentence", "due", "title"),
    [
        (
            "Phòng Nội vụ chủ trì, phối hợp với Văn phòng HĐND - UBND huyện tổ chức khảo sát mức độ hài lòng, "
            "hoàn thành trước ngày 20/12/2024",
            "trước ngày 20/12/2024",
            "Tổ chức khảo sát mức độ hài lòng",
        ),
        (
            "UBND xã Bình Lư, UBND xã Bản Bo bố trí máy tính tại Bộ phận Một cửa, xong trước 13/12/2024",
            "xong trước 13/12/2024",
            "Bố trí máy tính tại Bộ phận Một cửa",
        ),
        (
            "Giao Phòng Nội vụ theo dõi, đôn đốc, tổng hợp báo cáo",
            "",
            "Theo dõi, đôn đốc, tổng hợp báo cáo",
        ),
        ("Rà soát thủ tục của Phòng Nội vụ", "", "Rà soát thủ tục của Phòng Nội vụ"),
        ("Giao ban hằng tháng với các xã", "", "Giao ban hằng tháng với các xã"),
        ("Phòng Nội vụ chủ trì", "", "Phòng Nội vụ chủ trì"),
        ("Phòng Nội vụ báo cáo", "", "Phòng Nội vụ báo cáo"),
        ("", "", ""),
    ],
)
def test_a_sentence_becomes_its_work(sentence: str, due: str, title: str) -> None:
    assert work_of(sentence, leads=LEADS, partners=PARTNERS, due_words=due) == title


def test_without_names_the_sentence_stays() -> None:
    assert work_of("Phòng Y tế rà soát hồ sơ bệnh án", leads=()) == "Phòng Y tế rà soát hồ sơ bệnh án"
