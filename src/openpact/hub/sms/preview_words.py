"""What the preview of an upload calls fields and sections."""

from django.utils.translation import gettext_lazy as _

#: The fields of a person.
LABELS = {
    "sms_id": _("Id in the SMS"),
    "role": _("Role"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "preferred_name": _("Preferred name"),
    "nsn": _("NSN"),
    "username": _("Username"),
    "first_attending": _("First attending"),
    "last_attendance": _("Last attendance"),
    "dob": _("Date of birth"),
    "gender": _("Gender"),
    "associated_nsns": _("Associated NSNs"),
    "email": _("E-mail"),
    "organisation": _("Organisation"),
    "by_hand": _("Kept"),
}

#: A section's title, and what it is about.
TITLES = {
    "leaves": (
        _("Leaving"),
        _("They are not in the file. Access and memberships end; history and judgements stay."),
    ),
    "rekeyed": (
        _("New ids, same people"),
        _("Matched by NSN, e-mail, or name and date of birth; everything of theirs stays with them."),
    ),
    "set-aside": (
        _("Old ids set aside"),
        _(
            "Not in the file, or their row could not be used. They stay as they were, and are found again by NSN or e-mail."
        ),
    ),
    "joins": (_("Joining"), _("New in the file.")),
    "returns": (_("Returning"), _("They had left and are back, with all their history.")),
    "changes": (_("Changing"), _("Field by field, as it was and as it will be.")),
    "moves": (_("Moving between groups"), ""),
    "groups": (_("Groups"), _("Appear when somebody is in them, and go when nobody is.")),
    "kept": (
        _("Kept, though their row could not be used"),
        _("They keep what they had until the row is mended."),
    ),
    "waiting": (
        _("Not in the file, but not leaving yet"),
        _("A row could not be made out and might be theirs. They stay until it is mended."),
    ),
    "outside": (
        _("Not spoken of"),
        _(
            "The file is not about them: their role is not selected in the SMS, or the list is of others. They stay as they were."
        ),
    ),
    "by_hand": (
        _("Added by hand"),
        _("Not in the file, and not expected there: they stay until you say that they have left."),
    ),
}
