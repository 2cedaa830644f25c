"""What is wrong with what somebody decides about a row; the docstring is what the person reads."""

from roviec.errors import PersonError


class RowGone(PersonError):
    """Không có dòng này trong bản đối chiếu. Ông/Bà mở lại bản đối chiếu."""


class UnitNotThere(PersonError):
    """Không có đơn vị hoặc người này trong danh sách. Ông/Bà chọn trong danh sách hoặc gõ đúng tên."""


class UnitUnsure(PersonError):
    """«{name}» giống nhiều đơn vị: {names}. Ông/Bà gõ đầy đủ tên đơn vị."""


class TitleEmpty(PersonError):
    """Nhiệm vụ chưa có nội dung nên chưa lưu. Ông/Bà ghi việc cần làm."""


class NotInCharge(PersonError):
    """«{name}» không phải là lãnh đạo đang công tác. Ông/Bà ghi họ tên lãnh đạo phụ trách, hoặc ghi «không»."""


class RowChanged(PersonError):
    """Dòng {n} vừa được sửa ở nơi khác nên nội dung Ông/Bà vừa gửi chưa được lưu. Ông/Bà xem lại dòng này rồi sửa tiếp."""


class DraftChanged(PersonError):
    """Bản đối chiếu vừa được sửa ở nơi khác nên chưa giao việc nào. Ông/Bà xem lại các dòng rồi giao."""


class DueUnclear(PersonError):
    """Chưa hiểu thời hạn «{words}». Ông/Bà gửi lại, ví dụ: trước 30/6, trong tháng 9, hằng quý, không hạn."""
