"""The three questions that stand around every form: consent, age, and the last look before sending."""

from collections.abc import Mapping
from types import MappingProxyType

from roviec.survey.questionnaire import AGE, CONSENT, REVIEW, Item, Kind, Option, Wording


def gates(consent: Wording, yes: Wording, no: Wording, age: int) -> Mapping[str, Item]:
    """Return the gates as single-choice items; choice 1 always goes on."""
    return MappingProxyType(
        {
            CONSENT: _gate(CONSENT, consent, yes, no),
            AGE: _gate(
                AGE,
                {"vi": f"Ông/Bà đã đủ {age} tuổi chưa?", "en": f"Are you {age} or older?"},
                {"vi": f"Đã đủ {age} tuổi", "en": f"{age} or older"},
                {"vi": f"Chưa đủ {age} tuổi", "en": f"Under {age}"},
            ),
            REVIEW: _gate(REVIEW, REVIEW_TEXT, {"vi": "Gửi phiếu", "en": "Send"}),
        }
    )


REVIEW_TEXT: Wording = {
    "vi": "Ông/Bà đã trả lời {answered}/{total} câu. Phiếu gửi đi rồi thì không sửa được nữa. "
    "Ông/Bà chọn 1 để gửi, hoặc Quay lại để xem lại.",
    "en": "You have answered {answered} of {total} questions. A form cannot be changed once it is sent. "
    "Choose 1 to send it, or go back.",
}


def _gate(name: str, text: Wording, *labels: Wording) -> Item:
    return Item(name, Kind.SINGLE, "", text, {"vi": ""}, tuple(Option(label) for label in labels))
