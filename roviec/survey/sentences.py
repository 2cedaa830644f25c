"""What a person hears when a form cannot take their words: each class is one sentence."""

from roviec.errors import PersonError


class ChooseOne(PersonError):
    """Ông/Bà vui lòng nhắn một số từ 1 đến {last}, hoặc nhắn đúng phương án trả lời."""


class ChooseSend(PersonError):
    """Ông/Bà vui lòng nhắn 1 để gửi phiếu, hoặc nhắn «quay lại» để xem lại."""


class ChooseSeveral(PersonError):
    """Ông/Bà vui lòng nhắn các số từ 1 đến {last}, cách nhau bằng dấu phẩy, ví dụ: 1,3."""


class OnlyOne(PersonError):
    """Câu này chỉ chọn một phương án; Ông/Bà vui lòng nhắn một số từ 1 đến {last}."""


class Contradiction(PersonError):
    """Số {number} là «{label}», khác với lời Ông/Bà nhắn; vui lòng chỉ nhắn số hoặc chỉ nhắn phương án."""


class NothingTicked(PersonError):
    """Ông/Bà chưa chọn phương án nào; vui lòng chọn ít nhất một phương án, hoặc nhắn «bỏ qua»."""


class WriteWords(PersonError):
    """Ông/Bà vui lòng nhắn ý kiến bằng lời, hoặc nhắn «bỏ qua»."""


class TooLong(PersonError):
    """Ý kiến dài {length} ký tự, quá mức {limit} ký tự; Ông/Bà vui lòng viết ngắn lại rồi gửi lại."""


class MustChoose(PersonError):
    """Câu này cần trả lời mới đi tiếp được; Ông/Bà vui lòng nhắn một số từ 1 đến {last}."""


class NothingBefore(PersonError):
    """Đây là câu đầu tiên nên không quay lại được nữa; Ông/Bà vui lòng trả lời câu này."""


class NotYet(PersonError):
    """Câu này chưa tới lượt; Ông/Bà vui lòng trả lời hoặc bỏ qua các câu trước."""


class NothingToKeep(PersonError):
    """Câu này chưa có câu trả lời để giữ nguyên; Ông/Bà vui lòng trả lời hoặc nhắn «bỏ qua»."""


class StillPaused(PersonError):
    """Phiếu đang tạm dừng; Ông/Bà nhắn «tiếp tục» để trả lời tiếp."""


class AlreadySent(PersonError):
    """Phiếu đã gửi và không còn gắn với Ông/Bà nên không sửa được nữa. Xin cảm ơn Ông/Bà."""


class AlreadyClosed(PersonError):
    """Phiếu đã khép lại, không lưu câu trả lời nào; muốn tham gia, Ông/Bà vui lòng mở lại phiếu."""


class OtherVersion(PersonError):
    """Phiếu đang trả lời dở là bản {session}, không phải bản {form}; Ông/Bà vui lòng mở lại phiếu."""
