"""What may be wrong with a document that somebody hands in; the docstring is what they read."""

from roviec.errors import PersonError


class DocumentError(PersonError):
    """Chưa đọc được văn bản. Ông/Bà vui lòng kiểm tra lại tệp và gửi lại."""


class EmptyDocument(DocumentError):
    """Tệp {name} không có nội dung. Ông/Bà vui lòng kiểm tra và gửi lại tệp có chữ."""


class EncryptedDocument(DocumentError):
    """Tệp {name} được đặt mật khẩu. Ông/Bà vui lòng bỏ mật khẩu (hoặc lưu một bản không mật khẩu) rồi gửi lại."""


class DamagedDocument(DocumentError):
    """Tệp {name} bị hỏng hoặc tải về chưa trọn vẹn. Ông/Bà vui lòng mở thử, lưu lại rồi gửi lại."""


class OldFormat(DocumentError):
    """Tệp {name} ở định dạng Office cũ (.doc, .xls). Ông/Bà vui lòng lưu lại thành .docx hoặc .xlsx rồi gửi lại."""


class UnknownFormat(DocumentError):
    """Tệp {name} không phải văn bản Word, Excel, PDF hoặc chữ thường.

    Ông/Bà vui lòng gửi tệp .docx, .xlsx, .pdf hoặc .txt.
    """


class TooLarge(DocumentError):
    """Tệp {name} quá lớn ({what}). Ông/Bà vui lòng tách riêng phần giao nhiệm vụ và gửi phần đó."""


class SuspiciousDocument(DocumentError):
    """Tệp {name} có cấu trúc bất thường nên không được mở. Ông/Bà vui lòng mở tệp gốc, lưu thành tệp mới rồi gửi lại."""


class ScannedPdf(DocumentError):
    """Tệp {name} là bản chụp, không có chữ để đọc.

    Ông/Bà vui lòng gửi bản Word hoặc bản PDF xuất từ Word, hoặc dán nội dung văn bản vào cuộc trò chuyện.
    """
