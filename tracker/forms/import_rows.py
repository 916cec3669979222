"""Forms of an import: recommendations, whom they address, and findings."""

from wtforms import BooleanField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice

from tracker.forms.corrections import LONGEST, CorrectionForm, check_number, listed, names, number, numbers
from tracker.forms.fields import line, text, tidy
from tracker.reading import ReadFinding, ReadRecommendation, ReadReport
from tracker.reading.corrections import findings_of_lost, free_number, organisations_of
from tracker.reading.problems import LONGEST_NAME


class Names(SelectMultipleField):
    """Names to tick; templates draw it with the macro `ticks`."""

    def __init__(self, label: str, *, hint: str = "", **options):
        super().__init__(label, description=hint, choices=[], validate_choice=False, **options)

    def offer(self, offered) -> None:
        """These names, and those that are ticked already: a page may be older than the report's names."""
        self.choices = [SelectChoice(name, name) for name in dict.fromkeys([*offered, *(self.data or [])])]


def addressed_to() -> Names:
    """The names that the report has."""
    return Names("Addressed to")


def others():
    """Names that it lacks."""
    return names("Others that it addresses", "One organisation a line. Leave it empty when the list above has all of them.")


def cited_by(label: str):
    """The numbers of findings."""
    return line(label, longest=2000, hint="Their numbers, for example 1.2, 3.4. You can leave this empty.")


class AddressedForm(CorrectionForm):
    """Somebody is addressed."""

    def offer(self, report: ReadReport) -> None:
        """Every organisation that the report names."""
        self.organisations.offer([*organisations_of(report), *report.providers])

    @property
    def addressed(self) -> tuple[str, ...]:
        """The names ticked and typed."""
        return (*map(tidy, self.organisations.data or ()), *listed(self.others.data))

    def validate_organisations(self, _field) -> None:
        """Somebody must be addressed."""
        if not self.addressed:
            raise ValidationError("Tick or enter whom it addresses")

    def validate_others(self, _field) -> None:
        """Names must fit."""
        if any(len(name) > LONGEST_NAME for name in self.addressed):
            raise ValidationError(f"The name of an organisation must be {LONGEST_NAME} characters or fewer")


class GroupForm(AddressedForm):
    """Whom every recommendation of a group addresses."""

    organisations = addressed_to()
    others = others()

    @classmethod
    def of(cls, draft, rows: list[ReadRecommendation]) -> "GroupForm":
        """The form as the group is now: every organisation that one of its recommendations addresses."""
        ticked = list(dict.fromkeys(name for r in rows for name in r.organisations))
        return cls(formdata=None, data={"organisations": ticked, "version": draft.version})

    @property
    def corrected(self) -> dict:
        """The fields as `with_group` takes them."""
        return {"organisations": self.addressed}


class RecommendationForm(AddressedForm):
    """Number, text, whom it addresses, and the findings that cite it."""

    number = number()
    text = text("Text", needed="Enter the text", longest=LONGEST, rows=8, hint="CQC's words.")
    organisations = addressed_to()
    others = others()
    findings = cited_by("Findings that cite it")
    validate_number = check_number

    @classmethod
    def of(cls, draft, row: ReadRecommendation | None) -> "RecommendationForm":
        """The form as one recommendation of the draft is now; None is for a new one."""
        row = row or ReadRecommendation("", (), "")
        citing = ", ".join(_citing(draft.report, row.number))
        data = {"number": row.number, "text": row.text, "organisations": list(row.organisations), "findings": citing}
        return cls(formdata=None, data=data | {"version": draft.version})

    @property
    def corrected(self) -> dict:
        """The fields as `with_recommendation` takes them."""
        typed = self.typed
        return {"number": typed["number"], "text": typed["text"], "organisations": self.addressed, "findings": numbers(typed["findings"])}

    def fits(self, report: ReadReport) -> bool:
        """Every finding named must be there."""
        return super().fits(report) and _all_known(self.findings, "finding", report.findings)


class SplitForm(CorrectionForm):
    """One recommendation becomes two."""

    kept = text("Text that stays", needed="Enter the text that stays", longest=LONGEST, rows=6)
    number = number("Number of the new one")
    text = text("Text of the new one", needed="Enter the text of the new one", longest=LONGEST, rows=6)
    findings = cited_by("Findings that cite the new one")
    validate_number = check_number

    @classmethod
    def of(cls, draft, row: ReadRecommendation | None) -> "SplitForm":
        """The form with all of the text, the number that a lost recommendation must have had, and who cites that."""
        report, row = draft.report, row or ReadRecommendation("", (), "")
        number = free_number(report, row.number)
        citing = findings_of_lost(report, number) or _citing(report, row.number)
        return cls(formdata=None, kept=row.text, number=number, text="", findings=", ".join(citing), version=draft.version)

    @property
    def corrected(self) -> dict:
        """The fields as `with_split` takes them."""
        return self.typed | {"findings": numbers(self.findings.data)}

    def fits(self, report: ReadReport) -> bool:
        """Every finding named must be there."""
        return super().fits(report) and _all_known(self.findings, "finding", report.findings)


class FindingForm(CorrectionForm):
    """A numbered paragraph, and the recommendations that it cites."""

    number = number()
    section = line("Section", hint="The heading that it stands under.")
    text = text("Text", needed="Enter the text", longest=LONGEST, rows=8, hint="CQC's words, without the numbers of recommendations.")
    recommendations = line("Recommendations that it cites", longest=2000, hint="For example 1.2, 3.4. You can leave this empty.")
    drawn_to_attention_of = line("Drawn to the attention of", longest=300, hint="Whom CQC told outside the plan, if anybody.")
    is_heading = BooleanField("It is a heading, not a paragraph")
    validate_number = check_number

    @classmethod
    def of(cls, draft, row: ReadFinding | None) -> "FindingForm":
        """The form as one finding of the draft is now; None is for a new one."""
        row = row or ReadFinding("", "", "", (), None)
        data = vars(row) | {"recommendations": ", ".join(row.recommendations), "version": draft.version}
        return cls(formdata=None, data=data)

    @property
    def corrected(self) -> dict:
        """The fields as a finding has them."""
        typed = self.typed
        cited, told = numbers(typed["recommendations"]), typed["drawn_to_attention_of"] or None
        return typed | {"recommendations": cited, "drawn_to_attention_of": told}

    def fits(self, report: ReadReport) -> bool:
        """Every recommendation named must be there."""
        return super().fits(report) and _all_known(self.recommendations, "recommendation", report.recommendations)


def _citing(report: ReadReport, number: str) -> tuple[str, ...]:
    return tuple(f.number for f in report.findings if number in f.recommendations)


def _all_known(field, noun: str, rows) -> bool:
    unknown = sorted(set(numbers(field.data)) - {row.number for row in rows})
    if unknown:
        field.errors = [f"There is no {noun} {unknown[0]}"]
    return not unknown
