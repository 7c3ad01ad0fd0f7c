"""Pictures as a place wants them: cut, small, light, with words in a corner, and without where they were taken."""

from __future__ import annotations

import pytest
from PIL import Image

from storeapp.evidence.preparing import ShapedPicture, shape
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress

GPS = 0x8825  # the Exif tag of the place


@pytest.fixture
def photo(tmp_path):
    """A noisy photo with its place and turned on its side."""
    image = Image.effect_noise((1200, 800), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    exif.get_ifd(GPS)[1] = "N"
    image.save(tmp_path / "photo.jpg", exif=exif, quality=95)
    return tmp_path / "photo.jpg"


def shaped(photo, **how):
    out = photo.with_name("out" + photo.suffix)
    shape([ShapedPicture(photo, photo.name, out, **{"most": 4000, **how})], Progress())
    return out


@pytest.mark.parametrize(
    ("how", "size"),
    [
        ({}, (800, 1200)), ({"most": 600}, (400, 600)), ({"ratio": 1.0}, (800, 800)), ({"ratio": 16 / 9}, (800, 450)),
        ({"ratio": 3 / 4, "most": 400}, (300, 400)), ({"mark": "© Lumen"}, (800, 1200)),
        ({"mark": "© 灯铺"}, (800, 1200)),
    ],
)  # fmt: skip
def test_stands_upright_in_its_shape_and_says_nothing_of_its_place(photo, how, size):
    with Image.open(shaped(photo, **how)) as made:
        assert made.size == size
        assert made.format == "JPEG"
        assert not dict(made.getexif())
        assert "exif" not in made.info


def test_words_stand_in_the_lower_right_corner(tmp_path):
    Image.new("RGB", (400, 400), "black").save(tmp_path / "black.png")
    with Image.open(shaped(tmp_path / "black.png", mark="Lumen")) as made:
        light = made.convert("L").point(lambda value: 255 if value > 100 else 0).getbbox()
    assert light is not None
    assert light[0] > 200
    assert light[1] > 300


@pytest.mark.parametrize("largest", [400_000, 60_000, 9_000])
def test_no_larger_than_asked(photo, largest):
    out = shaped(photo, largest=largest)
    assert out.stat().st_size <= largest
    with Image.open(out) as made:
        made.load()


def test_what_can_not_be_so_small_is_said(photo):
    with pytest.raises(UserError, match=r"photo\.jpg"):
        shaped(photo, largest=300)


def test_see_through_stays_see_through(tmp_path):
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(tmp_path / "a.png")
    with Image.open(shaped(tmp_path / "a.png")) as made:
        assert made.convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_broken_picture_is_a_sentence(photo):
    photo.write_bytes(photo.read_bytes()[:2000])
    with pytest.raises(UserError, match="damaged"):
        shaped(photo)
