"""How local accounts behave: nobody signs up by themselves, people come by invitation, and mail leaves as a job."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context):
        from .tasks import send_password_reset

        send_password_reset.defer(user_id=user.id)

    def send_mail(self, template_prefix, email, context):
        """Nothing else allauth would mail is wanted, least of all to addresses that have no account here."""
