"""The form with which an editor invites somebody."""

from django import forms

from learning.forms import NamedErrors
from learning.models import Agency, Partnership, Role
from reviews_portal.accounts.sign_up import check_letters

from .actions import SHARED, agencies_of

DOES = {
    Role.AGENCY_EDITOR: "Agency editor: drafts and submits the responses of one agency",
    Role.PARTNERSHIP_EDITOR: "Partnership editor: asks for responses, checks and publishes them, and invites people",
    Role.SCRUTINEER: "Independent scrutineer: reads requests and responses, and comments on them",
    Role.MEMBER: "Member: reads content that is only for this partnership",
}


class InvitationForm(NamedErrors, forms.Form):
    """The address to invite, the role, and the agency for an agency editor."""

    email = forms.EmailField(
        label="Email address",
        validators=[check_letters],
        help_text="Their work email address. Only the owner of this mailbox can accept.",
        error_messages={"required": "Enter the email address of the person to invite."},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=list(DOES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role."},
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Agency",
        required=False,
        help_text=f"Only for an agency editor. {SHARED}",
    )

    def __init__(self, *args, partnership: Partnership, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_of(partnership)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()
