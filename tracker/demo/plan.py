"""What the demonstration's organisations say they will do: invented, in the shape of a real plan."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Promise:
    """Who does what by when about one recommendation; `group` picks the organisation of a joint one."""

    number: str
    post: str
    due_on: date
    words: str
    success_measure: str
    evidence_expected: str
    group: int = 0


def _promise(number, post, day, month, words, success_measure, evidence_expected, group=0, year=2016) -> Promise:
    return Promise(number, post, date(year, month, day), words, success_measure, evidence_expected, group)


PROMISES = (
    _promise("1.1", "Head of midwifery", 30, 9, "Add a mandatory field for GP information to the booking record, and a weekly list of bookings where the GP has not replied.", "GP information recorded in 95% of bookings for three months running.", "Monthly audit of 40 booking records."),
    _promise("1.2", "Head of midwifery", 31, 8, "Issue a one-page guide on asking about domestic abuse, with a prompt at booking, 28 weeks and after birth.", "The question is recorded at least twice in 90% of records.", "The guide, and a quarterly audit of records."),
    _promise("1.3", "Clinical director, emergency care", 31, 3, "Set aside two cubicles for young people aged 16 and 17, with a nurse trained in their needs on every shift.", "No young person of 16 or 17 waits in the main adult area.", "Floor plan, rota, and a monthly count of waits.", year=2017),
    _promise("1.4", "Matron, emergency department", 31, 7, "Check every week that adults are asked about children in their care, and feed the result back to each shift.", "The question is answered in 95% of adult records.", "Twelve weekly dip-samples of 20 records."),
    _promise("1.5", "Matron, children's services", 31, 8, "Take adult paperwork out of the children's area, and use the children's templates up to the age of 17.", "Children's templates used in every admission under 18.", "Audit of 50 admissions."),
    _promise("1.6", "Matron, emergency department", 30, 9, "Add a question on domestic abuse to triage for pregnant women, with a private place to ask it.", "The question is recorded for 90% of pregnant women seen.", "Audit of triage records."),
    _promise("1.7", "Matron, emergency department", 31, 10, "Put fixed safeguarding questions, including brothers and sisters, into the booking-in screen for children.", "Questions completed for 95% of children.", "Screen copy and monthly report from the records system."),
    _promise("1.8", "Chief clinical information officer", 30, 11, "Work with the supplier so that a safeguarding flag shows on every screen of the emergency record.", "The flag shows at triage, assessment and discharge.", "Test report signed by the named nurse."),
    _promise("1.9", "Chief nurse", 30, 9, "Review hours, duties and cover of the named nurse, the named midwife and their teams, and take a proposal to the board.", "The board has agreed the posts and the money.", "Board paper and minutes."),
    _promise("1.10", "Head of nursing, children", 30, 9, "Return paediatric liaison to full hours and name a deputy for leave.", "Every attendance is reviewed by the next working day.", "Weekly figures on reviews done."),
    _promise("1.11", "Named nurse for safeguarding children", 31, 10, "Start monthly group supervision for children's emergency staff, with live cases and a written record.", "Nine in ten staff attend at least every quarter.", "Attendance register and sample of records."),
    _promise("1.12", "Head of learning and development", 31, 12, "Reserve places on the partnership's level 3 courses and add sessions on exploitation and FGM.", "Nine in ten children's emergency staff trained at level 3.", "Training report by name of course."),
    _promise("1.13", "Named nurse for looked after children", 30, 9, "Book and complete level 4 training, with time set aside in the job plan.", "Level 4 certificate held.", "Certificate."),
    _promise("2.1", "Designated doctor", 31, 12, "Agree with practices a monthly meeting about vulnerable children, with health visiting, school nursing and midwifery.", "Meetings held in 80% of practices.", "Register of meetings by practice."),
    _promise("2.2", "Named GP", 31, 10, "Write a one-page report form for GPs with headings on risk, and train practice leads to use it.", "The form is used in 80% of conferences.", "The form, and an audit of 30 reports."),
    _promise("2.3", "Chief nurse, CCG", 31, 12, "Review the trust's safeguarding improvement plan every month at the quality review group.", "All milestones met or explained in writing.", "Minutes of the quality review group."),
    _promise("2.4", "Designated nurse", 30, 9, "Audit 60 referrals under the current model with the council, and report to the safeguarding board.", "The board has discussed the findings and agreed next steps.", "Audit report and board minutes."),
    _promise("3.1", "Chief clinical information officer", 30, 11, "Add a required section on children in contact with the client to the risk assessment template.", "Section completed in 95% of assessments.", "Report from the records system."),
    _promise("3.2", "Head of safeguarding", 31, 10, "Require risk assessments and chronologies to be updated within five days of a conference.", "90% updated in time.", "Quarterly audit of 40 records."),
    _promise("3.3", "Head of safeguarding", 30, 11, "Give every front-line practitioner safeguarding supervision each quarter, recorded by the supervisor.", "90% supervised each quarter.", "Supervision report."),
    _promise("4.1", "Service manager, young people's mental health", 30, 9, "Add a required date to each action that follows a risk assessment, and review open actions every week.", "Every action has a date.", "Audit of 40 plans."),
    _promise("5.1", "Head of children's services", 31, 10, "Audit three months of liaison referrals received by health visitors, and agree with the trust what gets in the way.", "Joint findings agreed and acted on.", "Audit report.", group=0),
    _promise("5.1", "Paediatric liaison nurse", 31, 10, "Audit three months of liaison referrals sent to health visitors, and agree with the community provider what gets in the way.", "Joint findings agreed and acted on.", "Audit report.", group=1),
    _promise("6.1", "Lead nurse, sexual health", 31, 10, "Give each practitioner one-to-one safeguarding supervision every eight weeks, besides the group sessions.", "All practitioners supervised on time.", "Supervision register."),
)  # fmt: skip
