import pytest

from openpact.connect import Client, Retries

from .fake_hub import FakeHub


class Clock:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def hub(clock):
    return FakeHub(clock=clock)


@pytest.fixture
def make_client(hub, clock):
    """A client of the hub in memory; `random` is the top of its range, so that waits are the longest
    possible."""

    def make(secret=None, **options):
        options = {"retries": Retries(attempts=4, base=1.0), "transport": hub.transport()} | options
        return Client(
            "https://pact.test",
            str(hub.secret) if secret is None else secret,
            clock=clock,
            sleep=clock.sleep,
            random=lambda: 0.999,
            **options,
        )

    return make


@pytest.fixture
def client(make_client):
    return make_client()
