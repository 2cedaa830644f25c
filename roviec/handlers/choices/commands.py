"""The commands, as people type them and as buttons send them."""

from enum import StrEnum

from roviec.messages.outgoing import Choice


class Command(StrEnum):
    """What can be said with a slash in front."""

    start = "start"
    viec = "viec"
    duyet = "duyet"
    giao = "giao"
    tuan = "tuan"
    chiso = "chiso"
    solieu = "solieu"
    thongbao = "thongbao"
    khaosat = "khaosat"
    dotkhaosat = "dotkhaosat"
    phananh = "phananh"
    gapcanbo = "gapcanbo"
    lichviec = "lichviec"
    nghiphep = "nghiphep"
    gio = "gio"
    kenh = "kenh"
    dulieu = "dulieu"
    xoadulieu = "xoadulieu"
    nhatky = "nhatky"
    tinloi = "tinloi"
    donvi = "donvi"
    lichnghi = "lichnghi"
    ngonngu = "ngonngu"
    huy = "huy"
    thoat = "thoat"
    trang = "trang"
    giup = "giup"

    def pack(self) -> str:
        """Return the command as a choice travels: "/viec"."""
        return f"/{self}"

    def named(self, label: str) -> Choice:
        """Return the command as a choice under a label."""
        return Choice(label, self.pack())
