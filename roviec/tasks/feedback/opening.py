"""What the first words of a citizen are: a greeting, a wish to speak with somebody, or the matter itself. Pure."""

import re

from roviec.folding import fold
from roviec.tasks.feedback.rules import MIN_WORDS

_GREETING = re.compile(
    r"(?:(?:xin |kinh )?chao(?: (?:ban|anh|chi|em|ad|admin|can bo|ong|ba|bac|co|chu|moi nguoi|ca nha|bot|buoi \w+))*"
    r"|hello|hi|hey|alo+|a lo|good (?:morning|afternoon|evening)|start|menu)(?: (?:a|oi|nhe|nha))*"
)
_SOMEBODY = (
    r"(?:can bo|nguoi that|nguoi phu trach|nhan vien|tu van vien|tong dai(?: vien)?|chuyen vien|cong chuc|lanh dao"
    r"|nguoi(?= truc| tu van)|an official|a human|a person|somebody)"
)
_MEETING = re.compile(
    r"(?:(?:da|thua|vang|xin|lam on|lam phien|please|hay) )*(?:(?:cho|giup) )?"
    r"(?:(?:toi|em|minh|chau|con|bac|chung toi|i) )?"
    r"(?:(?:muon|can|xin|duoc|phep|co the|dang|want to|need to|would like to) )*"
    r"(?:gap|noi chuyen(?: truc tiep)? voi|noi voi|trao doi(?: truc tiep)? voi|chat voi|lien he(?: voi)?|hoi"
    r"|talk to|speak (?:to|with)|meet) "
    + _SOMEBODY
    + r"(?: (?:truc tiep|phu trach|tiep dan|tu van|truc|ho tro|xa|phuong|o xa|mot chut|1 chut|gap|ngay|voi|a|nhe|nha"
    r"|duoc khong|dc khong|dc ko|please))*"
)
_UNKNOWN = re.compile(
    r"(?:da |thua )?(?:(?:toi|em|minh|chau|bac) )?(?:khong|ko|k|chua) (?:biet|ro|nho)(?: (?:don vi(?: nao)?|nua|a|lam))*"
    r"|i (?:do not|don t) know"
)
FEW_WORDS = 3


def _plain(text: str) -> str:
    """Return words without accents, signs and doubled spaces."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())


def is_greeting(text: str) -> bool:
    """Tell whether words only say hello.

    >>> is_greeting("Xin chào ạ!"), is_greeting("Chào bạn, đèn đường thôn Đông hỏng")
    (True, False)
    """
    return _GREETING.fullmatch(_plain(text)) is not None


def wants_somebody(text: str) -> bool:
    """Tell whether words only ask to speak with somebody of the office.

    >>> wants_somebody("Cho tôi gặp cán bộ với ạ"), wants_somebody("Tôi gặp cán bộ xã rất hách dịch")
    (True, False)
    """
    return _MEETING.fullmatch(_plain(text)) is not None


def knows_no_unit(text: str) -> bool:
    """Tell whether words say that the writer does not know which unit it is.

    >>> knows_no_unit("tôi không rõ"), knows_no_unit("Phòng Nội vụ")
    (True, False)
    """
    return _UNKNOWN.fullmatch(_plain(text)) is not None


def tells_something(text: str) -> bool:
    """Tell whether words are long enough to be the matter itself.

    >>> tells_something("Đường thôn 3 ngập nước"), tells_something("asdf")
    (True, False)
    """
    return len(text.strip()) >= MIN_WORDS and len(re.findall(r"[^\W\d_]+", text)) >= FEW_WORDS
