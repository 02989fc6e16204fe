"""What can go wrong between an SMS and PaCT. Each error's text is a sentence for a person; none carries a
secret."""

from openpact.link.providers import PROVIDERS

from .values import Connection, Exchange


class ConnectError(Exception):
    """Base of every error that connect raises itself."""


class BadAddress(ConnectError):
    """The address is not one at all."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url!r} is not a web address; PaCT's looks like https://pact.example.nz.")


class InsecureAddress(BadAddress):
    """The address is plain http to another machine: the secret would travel in the clear."""

    def __init__(self, host: str) -> None:
        ConnectError.__init__(
            self, f"PaCT's address must begin with https:// ({host} is another machine). Nothing was sent."
        )


class Unreachable(ConnectError):
    """PaCT could not be reached, or was not ready, after all retries. Trying again later is right."""

    def __init__(self, what: str, attempts: int) -> None:
        self.what, self.attempts = what, attempts
        times = "once" if attempts == 1 else f"{attempts} times"
        super().__init__(f"PaCT could not be reached ({what}; tried {times}). Nothing was lost; try again later.")


class SecretRefused(ConnectError):
    """The token endpoint answered invalid_client: the secret was revoked or replaced."""

    def __init__(self) -> None:
        super().__init__(
            "PaCT does not accept this secret: it was revoked or replaced."
            " Copy a new one from PaCT with Get secret. Nothing was changed."
        )


class NotOurs(ConnectError):
    """The secret holds, but it was made for another school, or for another SMS."""


class ProblemError(ConnectError):
    """PaCT refused a request (RFC 9457 problem details)."""

    def __init__(self, status: int, code: str, title: str, detail: str = "") -> None:
        self.status, self.code, self.title, self.detail = status, code, title, detail
        super().__init__(f"PaCT refused the request: {detail or title or code} ({status} {code})")

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status == 429 or self.status >= 500


class StrangeAnswer(ConnectError):
    """The answer is not what the API promises: a proxy's page, another program, or a broken hub."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The answer does not look like PaCT's: {what}. Is the address right?")


class StillUnderWay(ConnectError):
    """Waiting for an exchange took longer than the caller allows; the exchange itself goes on."""

    def __init__(self, exchange: Exchange, seconds: float) -> None:
        self.exchange = exchange
        super().__init__(
            f"PaCT is still working on exchange {exchange.id} ({exchange.state}) after {seconds:g} seconds."
            " It goes on by itself."
        )


class NothingToSend(ConnectError):
    """The IDE file could not be read on this side."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The IDE file could not be read: {what}. Nothing was sent.")


class NotSaved(ConnectError):
    """Judgements could not be saved on this side, so they were not acknowledged."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The judgements could not be saved: {what}. PaCT keeps them and sends them again.")


def must_be_ours(found: Connection, number: int, provider: str = "") -> None:
    """Raise NotOurs unless what PaCT says of the link is of the school with this number, and of this SMS (a provider's key),
    if one is given."""
    if found.school_number != number:
        raise NotOurs(
            f"This secret is for another school, {found.school_name} ({found.school_number})."
            " Nothing was sent or collected. Paste the secret that was made for this school."
        )
    if provider and found.provider != provider:
        chosen, ours = (PROVIDERS[key].name if key in PROVIDERS else key for key in (found.provider, provider))
        raise NotOurs(
            f"In PaCT this school has chosen {chosen or 'another SMS'}, not {ours}."
            f" Nothing was sent or collected. Choose {ours} there, and paste the secret that is made for it."
        )
