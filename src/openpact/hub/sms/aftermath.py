"""What follows when an upload was applied or undone: invitations are made, withdrawn or brought back."""

from openpact.hub.accounts import invitations
from openpact.hub.judgements.services import people_with_judgements

from .models import Connection, Exchange


def after_apply(school, exchange: Exchange) -> None:
    """In the transaction that applied it. Staff are mailed only if the school turned that on."""
    invitations.withdraw_for_departed(school, exchange.id)
    settings = Connection.objects.filter(school=school).first()
    if settings is not None and settings.invite_staff:
        invitations.invite_staff(school, exchange.id, send=True)


def after_revert(school, exchange: Exchange) -> None:
    invitations.revert_invitations(school, exchange.id)


def people_to_keep(school) -> set[int]:
    """People something hangs on: undoing their arrival makes them leavers, and loses nothing."""
    return people_with_judgements(school) | invitations.people_with_accounts(school)
