"""Forms of an import: the details of the report, and the names of its organisations."""

import re
from difflib import get_close_matches

from wtforms import HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from tracker.forms.corrections import CorrectionForm, listed, names
from tracker.forms.fields import DayField, line, text, tidy
from tracker.models import Organisation
from tracker.reading import ReadPlan, ReadReport, Signatory
from tracker.reading.corrections import organisations_of
from tracker.reading.problems import LONGEST_NAME

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class DetailsForm(CorrectionForm):
    """What the front table and the next steps say."""

    title = line("Title", needed="Enter the title", longest=300)
    area = line("Area", needed="Enter the area", longest=120, hint="The local authority, for example “Medway”.")
    visit_started_on = DayField("First day of the visit", hint="For example, 22 2 2016")
    visit_ended_on = DayField("Last day of the visit")
    published_on = DayField("Date of publication")
    received_on = DayField("Date received", needed="Enter the day on which the CCG received the report")
    inspectors = names("CQC's inspectors")
    providers = names("Providers", "One organisation a line.")
    commissioners = names("CCGs", "One CCG a line. Only a lead of one of them can confirm the report.")
    nhs_england_area = line("NHS England area")
    cqc_region = line("CQC region", longest=120)
    signatory_name = line("Signed for CQC by")
    signatory_post = line("Post of who signed")
    working_days = line(
        "Working days for the plan", needed="Enter the number of working days", longest=3, hint="From 1 to 60. CQC asks for 20.",
        render_kw={"width": 3},
    )  # fmt: skip
    send_to = line("Send the plan to", longest=254, hint="CQC's email address.")
    submitted_by = line("Who sends the plan", hint="The CCG that sends it.")

    @classmethod
    def of(cls, draft) -> "DetailsForm":
        """The form as the draft is now."""
        report = draft.report
        single = ("title", "area", "visit_started_on", "visit_ended_on", "published_on", "nhs_england_area", "cqc_region")
        data = {name: getattr(report, name) for name in single} | vars(report.plan)
        data |= {name: "\n".join(getattr(report, name)) for name in ("inspectors", "providers", "commissioners")}
        signed = report.signatory or Signatory("", "")
        data |= {"working_days": str(report.plan.working_days), "signatory_name": signed.name, "signatory_post": signed.post}
        return cls(formdata=None, data=data | {"received_on": draft.received_on, "version": draft.version})

    @property
    def corrected(self) -> dict:
        """The fields of the report that the form holds."""
        typed = self.typed
        typed |= {name: listed(typed[name]) for name in ("inspectors", "providers", "commissioners")}
        typed |= {name: typed[name] or None for name in ("nhs_england_area", "cqc_region", "send_to", "submitted_by")}
        name, post = typed.pop("signatory_name"), typed.pop("signatory_post")
        plan = ReadPlan(int(typed.pop("working_days")), typed.pop("send_to"), typed.pop("submitted_by"))
        typed.pop("received_on")
        return typed | {"signatory": Signatory(name, post) if name else None, "plan": plan}

    def validate_working_days(self, field) -> None:
        """As many as a plan can be asked for within."""
        if not (field.data.isascii() and field.data.isdecimal() and 1 <= int(field.data) <= 60):
            raise ValidationError("Working days for the plan must be a number from 1 to 60")

    def validate_send_to(self, field) -> None:
        """An address, when there is one."""
        if field.data and not ADDRESS.fullmatch(field.data):
            raise ValidationError("Enter an email address, for example plans@example.org")

    def validate_visit_ended_on(self, field) -> None:
        """A visit ends after it starts."""
        if field.data and self.visit_started_on.data and field.data < self.visit_started_on.data:
            raise ValidationError("The last day of the visit cannot be before the first")


class OrganisationForm(CorrectionForm):
    """Another name, several names, or the same as another organisation."""

    names = text(
        "Name", longest=2000, rows=3,
        hint="Correct the name here. If these are several organisations, put each on a line of its own.",
    )  # fmt: skip
    same_as = SelectField("Or is it the same as another one?", validate_choice=False)
    old = HiddenField(filters=[tidy])

    @classmethod
    def of(cls, draft, name: str) -> "OrganisationForm":
        """The form as the organisation is named now."""
        return cls(formdata=None, data={"names": name, "old": name, "same_as": "", "version": draft.version})

    def offer(self, report: ReadReport) -> None:
        """The other names of the report, and names known here that are written alike."""
        alike = get_close_matches(self.old.data, Organisation.names(), n=5)
        others = dict.fromkeys([*organisations_of(report), *report.providers, *alike])
        self.same_as.choices = [SelectChoice("", "No")] + [SelectChoice(name, name) for name in others if name != self.old.data]

    @property
    def corrected(self) -> dict:
        """The names that it has from now on."""
        return {"old": self.old.data, "names": (tidy(self.same_as.data),) if self.same_as.data else listed(self.names.data)}

    def validate_names(self, _field) -> None:
        """One name at least, and each must fit."""
        named = self.corrected["names"]
        if not named:
            raise ValidationError("Enter the name")
        if any(len(name) > LONGEST_NAME for name in named):
            raise ValidationError(f"A name must be {LONGEST_NAME} characters or fewer")
