"""What is wrong with what somebody decides about a row; the docstring is what the person reads."""

from roviec.errors import PersonError


class RowGone(PersonError):
    """Không có dòng này trong bản đối chiếu. Ông/Bà mở lại bản đối chiếu."""


class UnitNotThere(PersonError):
    """Không có đơn vị hoặc người này trong danh sách. Ông/Bà chọn trong danh sách hoặc gõ đúng tên."""


class UnitUnsure(PersonError):
    """«{name}» giống nhiều đơn vị: {names}. Ông/Bà gõ đầy đủ tên đơn vị."""


class DueUnclear(PersonError):
    """Chưa hiểu thời hạn «{words}». Ông/Bà gửi lại, ví dụ: trước 30/6, trong tháng 9, hằng quý, không hạn."""
