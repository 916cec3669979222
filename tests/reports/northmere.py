"""A long invented report of Northmere: 60 recommendations in 9 groups, 250 findings, three CCGs; told and expected together."""

from dataclasses import dataclass, field
from datetime import date

from tests.reports.blocks import blocks_of
from tests.reports.judge import spaced_anyhow
from tests.reports.pdf import lines_of, pages_of, written
from tests.reports.variant import Variant
from tests.reports.word import document_of, word_file
from tracker.reading import ReadFinding, ReadPlan, ReadRecommendation, ReadReport, Signatory

AREA = "Northmere"
TITLE = f"Review of health services for Children Looked After and Safeguarding in {AREA}"
CCGS = ("NHS Northmere CCG", "NHS Hill and Dale CCG", "NHS Westwater CCG")
PROVIDERS = (
    "Northmere University Hospitals NHS Foundation Trust", "Westwater and Hill Partnership NHS Trust",
    "Dale, Moor and Fell Community Health NHS Trust", "Kestrel Care C.I.C", "Ferry Road Project", "Open Hand",
)  # fmt: skip
SHORT = ("NUH", "WHP", "DMF", "KC", "FRP", "OH")
GROUPS = (
    (PROVIDERS[:1], 14), (PROVIDERS[1:2], 9), (PROVIDERS[2:3], 8), (CCGS[:1], 7), (CCGS[1:], 6),
    (PROVIDERS[3:4], 5), (PROVIDERS[1:3], 5), ((*PROVIDERS[:1], CCGS[2], PROVIDERS[3]), 4), (PROVIDERS[4:5], 2),
)  # fmt: skip
SECTIONS = (
    ("1", "Early help", 43), ("2", "Children in need", 38), ("3", "Child protection", 52), ("4", "Looked after children", 31),
    ("5", "Management", 0), ("5.1", "Leadership and management", 37), ("5.2", "Governance", 25),
    ("5.3", "Training and supervision", 24),
)  # fmt: skip
WHO = ("Midwives", "School nurses", "Family doctors", "Ward staff", "Health visitors", "Named nurses", "Drug workers")
DO = ("record", "discuss", "share", "follow up", "audit", "miss", "check", "plan", "explain", "review", "repeat")
WHAT = (
    "risks at home", "worries of children", "visits that were not kept", "plans of other agencies",
    "letters to schools", "reports for meetings", "calls at night", "care leavers' notes", "one-to-one sessions",
)  # fmt: skip
HOW = ("in good time", "at every visit", "with their manager", "on one form", "in 2.5 days or fewer", "without being asked")
TOLD = f"{AREA} Council's Director of Public Health"


def _sentence(number: int) -> str:
    return f"{WHO[number % 7]} {DO[number % 11]} {WHAT[number % 9]} {HOW[number % 6]}."


@dataclass
class _Story:
    """The text so far and what must be read from it."""

    lines: list[str] = field(default_factory=list)
    findings: list[ReadFinding] = field(default_factory=list)
    recommendations: list[ReadRecommendation] = field(default_factory=list)


def _tell_findings(story: _Story, numbers: list[str]) -> None:
    told = 0
    for section, name, count in SECTIONS:
        dot = "." if len(section) == 1 else ""
        story.lines += [f"{section}{dot} {name}", ""]
        if not dot:
            story.findings.append(ReadFinding(section, "Management", name, (), None, True))
        for item in range(1, count + 1):
            told += 1
            _tell_finding(story, f"{section}.{item}", name, told, numbers)


def _tell_finding(story: _Story, number: str, section: str, told: int, numbers: list[str]) -> None:
    text = " ".join(_sentence(told * 5 + step) for step in range(1 + told % 5))
    cited = _cited(told, numbers)
    whom = TOLD if told % 41 == 0 else None
    if whom:
        text += f" This has been drawn to the attention of {whom} as the commissioner."
    story.lines += [f"{number} {text}{_citation(cited) if told % 10 else ''}", ""]
    if told % 10 == 0:
        points = [_sentence(told + step).lower().rstrip(".") for step in range(3)]
        text += " They told us about:\n\n" + "\n".join(f"- {point}" for point in points) + "\n\nThis is good practice."
        story.lines[-2] += " They told us about:"
        story.lines += [*(f"- {point}" for point in points), "", f"This is good practice.{_citation(cited)}", ""]
    story.findings.append(ReadFinding(number, section, text, cited, whom))


def _cited(told: int, numbers: list[str]) -> tuple[str, ...]:
    """Every fourth finding cites one recommendation, every twentieth the next one as well."""
    if told % 4:
        return ()
    place = told // 4 - 1
    return tuple(numbers[(place + step) % len(numbers)] for step in range(2 if told % 20 == 0 else 1))


def _citation(cited: tuple[str, ...]) -> str:
    if len(cited) == 2:
        return f" [Recommendations {cited[0]} and {cited[1]}]"
    return f" [Recommendation {cited[0]}]" if cited else ""


def _tell_recommendations(story: _Story) -> None:
    for group, (organisations, count) in enumerate(GROUPS, 1):
        *first, last = organisations
        story.lines += [f"{group}. {', '.join(first)}{' and ' * bool(first)}{last} should:", ""]
        for item in range(1, count + 1):
            text = f"Make sure that {_sentence(group * 17 + item).lower()}"
            story.lines += [f"{group}.{item} {text}", ""]
            story.recommendations.append(ReadRecommendation(f"{group}.{item}", organisations, text))


def _front() -> str:
    providers = " ".join(f"{name} ({short})" for name, short in zip(PROVIDERS, SHORT, strict=True))
    contents = "\n".join(f"{name}\t{page}" for page, (_, name, _) in enumerate(SECTIONS, 4))
    return f"""{TITLE}

Date of review:\t28th September 2015 to 2nd October 2015
Date of publication:\t11th January 2016
Name(s) of CQC inspector:\tAmy Stone, Ben Rush
Provider services included:\t{providers}
CCGs included:\t{' '.join(CCGS)}
NHS England area:\tNorth
CQC region:\tNorth
CQC Regional Director:\tZoe Marsh

Contents

About the review\t3
{contents}
Recommendations\t40
Next steps\t44

About the review

We were in {AREA} for five days.

"""


def _told() -> tuple[str, ReadReport]:
    story = _Story()
    numbers = [f"{group}.{item}" for group, (_, count) in enumerate(GROUPS, 1) for item in range(1, count + 1)]
    _tell_findings(story, numbers)
    story.lines += ["Recommendations", ""]
    _tell_recommendations(story)
    story.lines += ["Next steps", "", f"An action plan is required from {CCGS[0]} within 20 working days of receipt.", ""]
    story.lines += ["Send it to northmere-plans@example.org.", ""]
    expected = ReadReport(
        AREA, TITLE, date(2015, 9, 28), date(2015, 10, 2), date(2016, 1, 11), ("Amy Stone", "Ben Rush"), PROVIDERS, CCGS,
        "North", "North", Signatory("Zoe Marsh", "CQC Regional Director"), tuple(story.findings), tuple(story.recommendations),
        ReadPlan(20, "northmere-plans@example.org", CCGS[0]), (),
    )  # fmt: skip
    return _front() + "\n".join(story.lines), expected


TEXT, EXPECTED = _told()
HEADER = f"Review of Health Services for Children Looked after and Safeguarding in {AREA}"


def in_pdf() -> bytes:
    """The report on some forty pages with a running header and footer."""
    plain = TEXT.replace("[", "").replace("]", "")
    return written(pages_of(lines_of(blocks_of(plain)), HEADER, "Care Quality Commission Page {} of {}", 760))


VARIANTS = (
    Variant("60 recommendations as text", TEXT.encode, EXPECTED),
    Variant("60 recommendations as PDF", in_pdf, EXPECTED, look=spaced_anyhow),
    Variant("60 recommendations as Word", lambda: word_file(document_of(blocks_of(TEXT), HEADER)), EXPECTED),
)
