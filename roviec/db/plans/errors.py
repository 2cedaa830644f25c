"""What may stand in the way of an import; the docstring is what the person reads."""

from roviec.errors import PersonError


class AlreadyImported(PersonError):
    """Văn bản này đã nhập ngày {day} ({count} nhiệm vụ) nên không nhập lần nữa. Có bản sửa đổi thì gửi tệp mới."""


class DraftUnknown(PersonError):
    """Không tìm thấy bản đối chiếu này. Ông/Bà gửi lại văn bản để đọc lại."""


class DraftImported(PersonError):
    """Văn bản này đã được giao việc xong nên không có gì thay đổi. Ông/Bà gửi /viec để xem việc của mình."""


class DraftDropped(PersonError):
    """Bản đối chiếu này đã bỏ. Ông/Bà gửi lại văn bản nếu cần giao việc."""


class StillReading(PersonError):
    """Văn bản đang được đọc. Kết quả sẽ được gửi vào đây trong ít giây."""


class RowsUnclear(PersonError):
    """Còn {count} dòng chưa rõ đơn vị: {rows}. Ông/Bà chọn đơn vị hoặc bỏ các dòng đó rồi giao."""


class NothingToImport(PersonError):
    """Văn bản không còn nhiệm vụ hay chỉ tiêu nào để nhập. Ông/Bà lấy lại ít nhất một dòng hoặc bỏ văn bản."""


class TooSlow(PersonError):
    """Tệp {name} đọc quá lâu nên đã dừng. Ông/Bà vui lòng tách riêng phần giao nhiệm vụ và gửi phần đó."""


class Unreadable(PersonError):
    """Chưa đọc được tệp {name}. Ông/Bà vui lòng mở thử, lưu thành tệp .docx mới rồi gửi lại."""
