"""Those whom an office deals with, told from offices."""

import re

# Those whom an office deals with, and who are no office.
OUTSIDER = re.compile(
    r"(?:(?:[Cc]ác|[Nn]hững|[Mm]ọi|\d+) )?(?:hộ|[Cc]hủ (?:đầu tư|hộ|cơ sở|rừng|phương tiện|mỏ|dự án|doanh nghiệp)|"
    r"[Nn]hà (?:thầu|đầu tư)|"
    r"[Dd]oanh nghiệp|[Cc]ông ty|[Hh]ợp tác xã|HTX|[Tt]ổ chức|[Cc]á nhân|[Nn]gười dân|[Cc]ơ sở|"
    r"[Đđ]ơn vị (?:thi công|tư vấn|vận hành|khai thác|kinh doanh|sản xuất|cung cấp|thuê))(?!\w)"
)


def is_outsider(name: str) -> bool:
    """Tell those whom an office deals with (households, firms, investors) from offices."""
    return OUTSIDER.match(name) is not None
