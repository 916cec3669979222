"""Covering text: what a lead writes to the organisations that she asks, with names in braces that are filled in for each."""

import re

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
# Each name, and what it is filled in with; pages list them.
NAMES = {
    "organisation": "the organisation's name",
    "area": "the area of the review",
    "review": "the title of the review",
    "ccg": "your CCG",
    "count": "how many recommendations the organisation has, for example “13 recommendations”",
    "date": "the day by which you want the answer",
    "due": "the day on which the plan is due to CQC",
    "asked": "the day on which the organisation was last asked",
    "missing": "what its part still lacks",
    "link": "the address of the review in the tracker, for people who can sign in",
    "sender": "your name",
}
FIRST = """To {organisation}

CQC has published its report “{review}”. It holds {count} for {organisation}.

For each recommendation, please say what you will do, who is accountable for it (a job title) and by when. You can fill in the workbook that comes with this message and send it back, or write it straight into the tracker:
{link}

Please answer by {date}.
CQC must have the plan of all organisations by {due}.

{sender}
{ccg}"""
CHASE = """To {organisation}

On {asked} we asked you for your part of the action plan for {area}.
{missing}

Please send us what is missing by {date}.
CQC must have the plan of all organisations by {due}.

You can fill in the workbook that comes with this message and send it back, or write straight into the tracker:
{link}

{sender}
{ccg}"""

SENDING = """To the Care Quality Commission

With this message comes: {plan}, signed off on {signed_on}.
It answers the report “{review}”.
It can also be read in the tracker, by everybody who can sign in: {link}

{sender}
{ccg}"""

EXPORT = """To the Care Quality Commission

With this message comes: {plan}.
It tells what was promised, where each action stood, which evidence was accepted and which dates moved.
It belongs to the report “{review}”.
It can also be read in the tracker, by everybody who can sign in: {link}

{sender}
{ccg}"""


def unknown_in(text: str) -> list[str]:
    """The names in braces that cannot be filled in, each once."""
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name not in NAMES]


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its names filled in; a line that names what is not known is left out."""
    lines = [line for line in text.split("\n") if all(values.get(name) for name in PLACEHOLDER.findall(line))]
    whole = "\n".join(PLACEHOLDER.sub(lambda found: values[found[1]], line) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", whole).strip()
