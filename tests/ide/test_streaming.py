"""Reading row by row takes memory for the people only, and little of it."""

import io
import tracemalloc
from collections.abc import Iterator

from openpact.ide import Reader, read

from .files import SHORT_HEADER, full, student


class Generated(io.RawIOBase):
    """A stream whose bytes are made while they are read, so that the test holds no file itself."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, None)) is not None:
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def people(count: int, padding: int = 0) -> Iterator[bytes]:
    """A file of so many students, with a comment of so many bytes after each."""
    yield full(trailer="")
    for number in range(count):
        yield student(
            SmsPersonId=str(number), StudentNSN=f"{number:010d}", GroupMembership=f"Year 4#G{number}"
        ).encode()
        yield b"\n#" + b"-" * padding + b"\n"


def peak(pieces: Iterator[bytes]) -> tuple[int, int]:
    """The number of people, and the most memory in use while they were read one by one, in bytes."""
    reader = Reader(Generated(pieces))
    tracemalloc.start()
    try:
        count = sum(1 for _ in reader)
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_what_is_not_people():
    least = peak(people(20, padding=60_000))[1]
    count, most = peak(people(220, padding=60_000))
    assert count == 220
    assert most - least < 300_000  # for another 12 MB of file


def test_memory_grows_by_much_less_than_a_person_takes():
    # An id and an NSN are remembered of each; the remembered values of dates and lists have a limit.
    one_by_one = (peak(people(6_000))[1] - peak(people(3_000))[1]) / 3_000
    assert one_by_one < 700
    assert peak(people(3_000))[1] < 0.8 * peak_of_whole(3_000)


def peak_of_whole(count: int) -> int:
    tracemalloc.start()
    try:
        file = read(Generated(people(count)))
        assert len(file.people) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_line_that_never_ends_is_not_held():
    def pieces() -> Iterator[bytes]:
        yield f"{SHORT_HEADER}\n".encode()
        for _ in range(300):
            yield b"x" * 100_000

    count, most = peak(pieces())
    assert count == 0
    assert most < 3_000_000  # of a line of 30 MB


def test_people_come_before_the_file_has_been_read_to_its_end():
    def pieces() -> Iterator[bytes]:
        yield from people(5_000)
        raise AssertionError("read to the end before the first person was given")

    first = next(iter(Reader(Generated(pieces()))))
    assert first.sms_id == "0"


def test_a_stream_is_read_from_where_it_stands():
    stream = io.BytesIO(b"something else\n" + full(student()))
    stream.readline()
    assert len(read(stream).people) == 1
