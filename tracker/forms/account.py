"""Forms of the account: signing in, and a password of one's own."""

from wtforms import PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker.forms import Form
from tracker.forms.fields import line

LONGEST = 1024  # a megabyte would cost seconds of hashing
COMMON = ("password", "123456", "qwerty", "safeguarding", "medway", "welcome", "letmein", "changeme", "clinical", "nhs")


class SignInForm(Form):
    """Who are you?"""

    email = line("Email address", needed="Enter your email address", longest=254, render_kw={"type": "email", "autocomplete": "username"})
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=LONGEST, message="The password is too long")])


class PasswordForm(Form):
    """A new password: 12 characters or more, nothing else asked. Source: NCSC, NIST SP 800-63B."""

    current = PasswordField("Current password", [InputRequired("Enter your current password"), Length(max=LONGEST)])
    new = PasswordField(
        "New password",
        [InputRequired("Enter a new password"), Length(12, LONGEST, message="The new password must be 12 characters or more")],
        description="12 characters or more. Three random words are easy to remember and hard to guess.",
        render_kw={"autocomplete": "new-password"},
    )

    def validate_new(self, field: StringField) -> None:
        """A password that everybody tries first is refused."""
        if _is_easy(field.data):
            raise ValidationError("This password is too easy to guess. Choose another one")


def _is_easy(password: str) -> bool:
    """Whether it is a word that everybody tries, with digits around it, or a few characters again and again."""
    plain = rest = password.lower()
    for word in COMMON:
        rest = rest.replace(word, "")
    return len(set(plain)) < 5 or (rest != plain and not any(c.isalpha() for c in rest))
