"""The picture in the docs shows what the code does."""

from bench import slots


def test_the_picture_is_what_the_code_does():
    assert slots.PICTURE.read_text() == slots.picture()


def test_every_school_stands_in_both():
    assert sum(number for _, number in slots.by_day()) == sum(number for _, number in slots.by_time()) == 2536
