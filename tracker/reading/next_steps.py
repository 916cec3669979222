"""The last part: how many working days, to which address, and who sends the plan."""

import re

from tracker.reading.hyphens import BROKEN
from tracker.reading.lines import Line
from tracker.reading.organisation_names import organisation_key
from tracker.reading.report import Doubt, ReadPlan

USUAL_WORKING_DAYS = 20
_DAYS = re.compile(
    r"\b([0-9]{1,3}|ten|fifteen|twenty|thirty)(?: \([a-z0-9]{1,9}\))?[ -]working[ -]days?\b",
    re.IGNORECASE,
)
_POSSIBLE_DAYS = range(1, 61)
_MOST_COMMISSIONERS = 10
_IN_WORDS = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30}
_REQUIRED_FROM = re.compile(r"required from (.{1,200}?),? within\b")
_ADDRESS = re.compile(rf"[\w.+{BROKEN}-]{{1,64}}@[\w{BROKEN}-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}", re.ASCII)
_LINK = re.compile(r"\[([^\[\]\s]{1,200})\]\([^()\s]{1,200}\)")
_SENTENCE = re.compile(r"\.[A-Z][a-z]+$")  # the next sentence, when its space was lost


def read_plan(
    lines: tuple[Line, ...], commissioners: tuple[str, ...]
) -> tuple[ReadPlan, tuple[Doubt, ...]]:
    """What the lines of "Next steps" ask for; what they do not say becomes a doubt."""
    text = " ".join(line.text for line in lines)
    days, (send_to, certain) = _working_days(text), _send_to(text)
    submitted_by = _submitted_by(text, commissioners)
    doubts = []
    if days is None:
        reason = f"No number of working days was found, so {USUAL_WORKING_DAYS} are assumed."
        doubts.append(Doubt("next steps", "", reason))
    if send_to is None:
        doubts.append(Doubt("next steps", "", "No e-mail address for the action plan was found."))
    elif not certain:
        doubts.append(Doubt("next steps", send_to, "The e-mail address was broken, or several are printed."))
    if submitted_by is None:
        doubts.append(Doubt("next steps", "", "It is not clear who must send the action plan."))
    working_days = USUAL_WORKING_DAYS if days is None else days
    return ReadPlan(working_days, send_to, submitted_by), tuple(doubts)


def _working_days(text: str) -> int | None:
    """The number, when one is printed and only one."""
    found = {word.lower() for word in _DAYS.findall(text)}
    numbers = {_IN_WORDS.get(word) or int(word) for word in found}
    number = numbers.pop() if len(numbers) == 1 else None
    return number if number in _POSSIBLE_DAYS else None


def _send_to(text: str) -> tuple[str | None, bool]:
    """(the address, whether it is certain): printed once, and not broken over two lines."""
    joined = _LINK.sub(r"\1", text.replace("@ ", "@"))
    mended = joined.replace(" @", "@")
    found = [_SENTENCE.sub("", match.group()) for match in _ADDRESS.finditer(mended)]
    if not found:
        return None, False
    certain = mended == joined and BROKEN not in found[0] and len(set(found)) == 1
    return found[0].replace(BROKEN, "-"), certain


def _submitted_by(text: str, commissioners: tuple[str, ...]) -> str | None:
    required = _REQUIRED_FROM.search(text)
    named = required.group(1) if required else text
    folded = f" {organisation_key(named)} "
    few = commissioners[:_MOST_COMMISSIONERS]
    found = [name for name in few if f" {organisation_key(name)} " in folded]
    if required and len(found) != 1:
        return named
    return found[0] if len(found) == 1 else None
