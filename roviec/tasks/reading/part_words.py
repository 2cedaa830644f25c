"""How the headings of parts are called in which nothing is assigned, or only to a named unit; all folded."""

import re

# Parts that assign nothing. A heading must say no more than this (a directive may begin alike).
PASSIVE = re.compile(
    r"(?:[ivx]+\. )?(?:ve )?(?:muc dich(?:,? (?:va )?yeu cau)?|yeu cau|muc tieu.*|chi tieu.*|"
    r"quan diem.*|nguyen tac.*|pham vi.*|doi tuong.*|can cu.*|"
    r"co so (?!giao duc|kham benh|y te|dao tao|kinh doanh|san xuat|cai nghien|bao tro|day nghe|\d).*|"
    r"su can thiet|kinh phi.*|"
    r"nguon kinh phi|du toan kinh phi|"
    r"danh gia(?: (?:chung|tinh hinh|ket qua|nguy co|rui ro|thuc trang|tac dong|muc do)\b.*)?|"
    r"(?:cac |mot so )?(?:nguy co|rui ro|yeu to|thach thuc|kho khan)\b.*|tinh hinh.*|"
    r"(?:khai quat )?dac diem.*|ket qua(?: .*)?|thuc trang.*|uu diem|han che.*|"
    r"(?:nhung )?ton tai.*|khuyet diem|nguyen nhan.*|bai hoc.*|"
    r"thanh phan(?: .*)?|khau hieu.*|thoi gian(?:,? dia diem.*)?|dia diem|nhan dinh.*|"
    r"ket qua dat duoc.*|boi canh.*|dinh huong chung|giai thich tu ngu|"
    r"noi dung (?:trong tam |chu yeu |cu the )?(?:kiem tra|giam sat|thanh tra|khao sat|lam viec|danh gia|"
    r"(?:cuoc |phien |ky )?hop|cham diem|thi dua)|"
    r"(?:doi tuong|hinh thuc|phuong phap|phuong thuc|thoi ky|thoi diem|thoi gian|thanh phan|dia diem|co cau)"
    r"(?:,? (?:va )?(?:hinh thuc|cach thuc|doi tuong|thoi gian|dia diem|phuong phap|noi dung|dia ban|pham vi|thoi ky|so "
    r"luong))* (?:kiem tra|giam sat|thanh tra|khao sat|lam viec|danh gia|hop|cuoc hop|to chuc|tham du|ap dung)|"
    r"noi dung cuoc hop|y kien thao luan|dien bien.*|du bao.*)"
)
MONEY = re.compile(r"(?:[ivx]+\. )?(?:(?:nguon |du toan )?kinh phi|nguon luc)\b[^:.]{0,60}:?$")
# What a reward depends on, how many there are and which papers ask for it: "Tiêu chuẩn, số lượng khen thưởng".
TERMS = re.compile(
    r"(?:[ivx]+\. )?(?:ve )?(?:(?:tieu chuan|tieu chi|doi tuong|nguyen tac|hinh thuc|so luong|dieu kien|thu tuc|ho so|"
    r"co cau|ty le|dinh muc|muc|quy trinh|trinh tu|tuyen|thoi gian|cach (?:tinh|thuc)|thang diem)\b,? ?(?:va )?)+"
    r"(?:(?:de nghi|xet|trinh|binh|cham|trao|duoc|diem|thanh tich)\b,? ?)*"
    r"(?:khen|thi dua|thuong|xep hang|xep loai|"
    r"giai thuong|giai|tang|danh hieu|bang khen|giay khen|binh chon|xet chon|cong nhan)\b[^:.]{0,80}"
)
# Annexes that are to be filled in, or only list somebody.
FORM = re.compile(
    r"(?:(?:phu luc|phu bieu|bieu|mau)[ \w]{0,8}[.:\-–]? *)?(?:de cuong|mau (?:so|bieu|bao cao|phieu)|bieu mau|danh sach|"
    r"bao cao|to trinh|phieu|bien ban|giay moi|chuong trinh (?:lam viec|hoi nghi|hop|buoi|le))\b"
)
ACTIVE = re.compile(
    r"nhiem vu|giai phap|to chuc thuc hien|phan cong|trach nhiem|ket luan|chi dao|"
    r"phuong huong|cong viec|trong tam"
)
