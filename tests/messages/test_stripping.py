"""A picture shows what it showed, the same way up, and tells nothing else."""

import io
import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageOps, PngImagePlugin

from roviec.messages.stripping import strip

SECRET = b"Nha ong Ba Tu"
KINDS = ("JPEG", "PNG", "WEBP")


def picture(kind: str, way_up: int = 1, **more: object) -> bytes:
    """Return a picture with a place, a device and a comment in it."""
    image = Image.effect_mandelbrot((48, 32), (-2, -1, 1, 1), 50).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif[ExifTags.Base.Orientation] = way_up
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (12.0, 34.0, 56.0)
    options: dict[str, object] = {"exif": exif.tobytes(), **more}
    if kind == "JPEG":
        options |= {"comment": SECRET, "xmp": b"<x>" + SECRET + b"</x>"}
    if kind == "PNG":
        options["pnginfo"] = info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET.decode())
        info.add_itxt("Place", SECRET.decode(), zip=False)
    if kind == "WEBP":
        options |= {"xmp": b"<x>" + SECRET + b"</x>", "lossless": True}
    out = io.BytesIO()
    image.save(out, kind, **options)
    assert SECRET in out.getvalue()
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_picture_is_left(kind: str) -> None:
    data = picture(kind)
    bare = strip(data)
    assert SECRET not in bare
    assert not opened(bare).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert opened(bare).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("way_up", range(1, 9))
@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
def test_a_photo_stays_the_way_up_it_was(way_up: int, more: dict[str, object]) -> None:
    data = picture("JPEG", way_up, **more)
    bare = strip(data)
    assert ImageOps.exif_transpose(opened(bare)).tobytes() == ImageOps.exif_transpose(opened(data)).tobytes()
    assert dict(opened(bare).getexif()) == ({} if way_up == 1 else {ExifTags.Base.Orientation: way_up})


def test_colours_stay_true() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in KINDS:
        assert opened(strip(picture(kind, icc_profile=profile))).info["icc_profile"] == profile


def test_what_hides_behind_the_end_goes_too() -> None:
    for kind in ("JPEG", "PNG"):
        assert strip(picture(kind) + picture("JPEG")) == strip(picture(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_stripped_picture_stays_as_it_is(kind: str) -> None:
    bare = strip(picture(kind, 6))
    assert strip(bare) == bare


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cut", [3, 11, 20, 40, 200, -1, -3, -9])
def test_a_broken_picture_is_no_error(kind: str, cut: int) -> None:
    data = picture(kind)[:cut]
    assert strip(data) in (data, strip(data))


@given(
    st.binary(max_size=200),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBP", b""]),
)
@example(struct.pack(">BBH", 0xFF, 0xDA, 2) + b"\xff" * 50, b"\xff\xd8")
def test_no_bytes_are_an_error_or_an_endless_loop(rest: bytes, begins: bytes) -> None:
    assert isinstance(strip(begins + rest), bytes)


def test_other_files_stay_as_they_are() -> None:
    for data in (b"", b"%PDF-1.7", b"PK\x03\x04" + SECRET, b"GIF89a" + SECRET):
        assert strip(data) == data
