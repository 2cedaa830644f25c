"""Which index a task serves: PAR INDEX areas (876/QĐ-BNV), SIPAS, PAPI, as far as the text tells."""

import re

from roviec.folding import fold

_COMPONENTS = (
    ("SIPAS", r"\bsipas\b|muc do hai long|chi so hai long|khao sat .*hai long|phieu danh gia"),
    ("PAPI", r"\bpapi\b|hieu qua quan tri"),
    (
        "PAR.3",
        r"thu tuc hanh chinh|\btthc\b|mot cua|dich vu cong truc tuyen|trung tam phuc vu hanh chinh cong",
    ),
    (
        "PAR.7",
        r"chinh quyen (?:dien tu|so)|chuyen doi so|so hoa|ky so|du lieu|dinh danh dien tu|cong dich vu cong",
    ),
    ("PAR.2", r"cai cach the che|van ban quy pham|\bqppl\b|thi hanh phap luat"),
    ("PAR.4", r"to chuc bo may|sap xep|tinh gon"),
    ("PAR.5", r"che do cong vu|vi tri viec lam|boi duong|ky luat, ky cuong|xep loai cong chuc|cong vu"),
    ("PAR.6", r"tai chinh cong|giai ngan|du toan|ngan sach|tu chu"),
    ("PAR.8", r"tac dong cua"),
    ("PAR.1", r"chi dao,? dieu hanh|cai cach hanh chinh|\bcchc\b|par index"),
)


def component_of(text: str, group: str = "") -> str | None:
    """Return "PAR.1" … "PAR.8", "SIPAS", "PAPI" or None; the group's heading decides when it tells."""
    for source in (group, text):
        folded = fold(source)
        for component, pattern in _COMPONENTS:
            if folded and re.search(pattern, folded):
                return component
    return None
