"""The form that asks organisations for their parts: whom, with what words, by when, and where to write."""

from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import Length

from tracker.forms import Form
from tracker.forms.bulk_plans import SEEN
from tracker.forms.fields import DayField, line, request_id, text, tidy, version
from tracker.forms.recommendations import Ticks
from tracker.models.addressee import Addressee
from tracker.models.covering_text import NAMES, unknown_in
from tracker.models.mail import ADDRESS


class MailboxField(StringField):
    """One address, or nothing."""

    def pre_validate(self, form) -> None:
        """Raises ValidationError for what no mail program would take."""
        if self.data and not ADDRESS.fullmatch(self.data):
            raise ValidationError(f"{self.label.text}: enter one email address, for example safeguarding@trust.example")


def mailbox(label: str, *, hint: str = "", **options) -> MailboxField:
    """The box for a team's address."""
    return MailboxField(label, [Length(max=254)], filters=[tidy], description=hint, render_kw={"type": "email"}, **options)


class AskingForm(Form):
    """Everything has a default, so that one press asks everybody. `seen` holds the version of each part, as "4:2 5:1"."""

    organisations = Ticks("Whom to ask", validate_choice=False)
    words = text("Covering text", needed="Enter the covering text", longest=6000, rows=18)
    confirm_by = DayField("Answer by", hint="The parts are to be confirmed by this day. Leave it empty to ask for no confirmation.")
    chase = HiddenField()
    seen = HiddenField()
    version = version()
    request_id = request_id()

    @classmethod
    def for_rows(cls, rows: list[Addressee], **given) -> "AskingForm":
        """The form with two boxes for each organisation; `rows` pairs each with them."""
        boxes = {name: box for row in rows for name, box in _boxes(row).items()}
        form = type("AskingForm", (cls,), boxes)(**given)
        form.rows = [(row, form[f"mailbox_{row.part.id}"], form[f"escalate_to_{row.part.id}"]) for row in rows]
        form.organisations.offer([row.part for row in rows], lambda part: part.organisation.name)
        return form

    def show_newest(self) -> None:
        """The page shows the parts as they are now, so that sending it again is a decision made with that in sight."""
        self.seen.data = " ".join(f"{row.part.id}:{row.part.version}" for row, *_ in self.rows)

    @property
    def chosen(self) -> list[Addressee]:
        """The organisations that are ticked."""
        return [row for row, *_ in self.rows if row.part.id in (self.organisations.data or [])]

    @property
    def contacts(self) -> list[tuple]:
        """(part, fields as the model takes them) for each contact that differs from what is noted."""
        versions = {int(id): int(version) for id, version in SEEN.findall(self.seen.data or "")}
        return [
            (row.part, {"mailbox": mailbox.data, "escalate_to": escalate_to.data, "version": versions.get(row.part.id, 0)})
            for row, mailbox, escalate_to in self.rows if (mailbox.data, escalate_to.data) != (row.part.mailbox, row.part.escalate_to)
        ]  # fmt: skip

    def validate_organisations(self, field) -> None:
        """At least one, and all of them on this page."""
        if not field.data or set(field.data) - {row.part.id for row, *_ in self.rows}:
            raise ValidationError("Choose whom to ask")

    def validate_words(self, field) -> None:
        """Every name in braces can be filled in."""
        unknown = unknown_in(field.data)
        if unknown:
            named = " and ".join("{%s}" % name for name in unknown[:5])
            raise ValidationError(f"{named} cannot be filled in. You can use {', '.join('{%s}' % name for name in NAMES)}")


def _boxes(row: Addressee) -> dict:
    name = row.part.organisation.name
    return {
        f"mailbox_{row.part.id}": mailbox(f"Team mailbox, {name}", default=row.mailbox),
        f"escalate_to_{row.part.id}": line(f"Executive lead, {name}", longest=300, default=row.escalate_to),
    }
