"""Which action of the tracker a row of a plan means: one with the same words, one that is still empty, or a new one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.workbooks.known import KnownAction
from tracker.workbooks.proposals import Proposal, same

ALIKE = 0.6  # share of words from which two texts are versions of one action


@dataclass(frozen=True)
class Matched:
    """The proposals in the order of the plan; (candidate, reason) of those that became none; how many said nothing new.

    `repeats` are the places of those that say the same as one above.
    """

    proposals: list[Proposal]
    refused: list[tuple]
    already: int
    repeats: list[str]


def matched(candidates: Sequence) -> Matched:
    """What the candidates propose, each beside the action of the tracker that it means."""
    order = {id(c): at for at, c in enumerate(candidates)}
    proposals, refused, already, repeats = [], [], 0, []
    for _, group in groupby(sorted(candidates, key=_whose), _whose):
        once, again, same_again = _without_repeats(list(group))
        repeats += [c.place for c in same_again]
        pairs, wordless = _pairs(once) if once else ([], [])
        refused += [(c, "The same action stands further up with other details.") for c in again]
        refused += [(c, "The row has no words of an action, and it is not certain which one it means.") for c in wordless]
        for candidate, action, said in pairs:
            proposal = _proposal(candidate, action, said)
            already += proposal is None and not candidate.action.lost
            proposals += [(order[id(candidate)], proposal)] if proposal else []
            refused += [(candidate, "The tracker has the rest of the row already.")] if proposal is None and candidate.action.lost else []
    told = [(c, " ".join((*c.action.lost, reason))) for c, reason in refused]
    return Matched([proposal for _, proposal in sorted(proposals, key=lambda pair: pair[0])], told, already, repeats)


def _whose(candidate) -> tuple[str, str]:
    return candidate.recommendation.number, candidate.organisation


def _without_repeats(group: list) -> tuple[list, list, list]:
    """(each action once, those with the words of one before but other details, those with the same); merged cells make rows stand twice."""
    seen: dict[tuple, dict] = {}
    once, again, same_again = [], [], []
    for candidate in group:
        values = candidate.action.values
        words = plain_words(values.get("words", ""))
        if words and words in seen:
            (again if values != seen[words] or candidate.action.lost else same_again).append(candidate)
        else:
            once.append(candidate)
            seen[words] = values
    return once, again, same_again


def _pairs(group: list) -> tuple[list[tuple], list]:
    """(each candidate with its action of the tracker, or None, and what was assumed; those that mean nobody knows which)."""
    free = [a for a in group[0].recommendation.actions if a.organisation == group[0].organisation]
    left, pairs = list(group), []
    for choose in (_equal, _empty_or_alike):
        for candidate in list(left):
            action, said = choose(candidate.action.values.get("words", ""), free)
            if action:
                free.remove(action)
                left.remove(candidate)
                pairs.append((candidate, action, said))
    if len(left) == len(free) == 1 and len(group) == 1:
        said = ("The tracker has other words for this action.",) if left[0].action.values.get("words") else ()
        return [*pairs, (left[0], free[0], said)], []
    wordless = [candidate for candidate in left if not candidate.action.values.get("words")]
    return pairs + [(candidate, None, ()) for candidate in left if candidate not in wordless], wordless


def _equal(words: str, free: list[KnownAction]) -> tuple[KnownAction | None, tuple[str, ...]]:
    wanted = plain_words(words)
    return next((a for a in free if wanted and plain_words(_words(a)) == wanted), None), ()


def _empty_or_alike(words: str, free: list[KnownAction]) -> tuple[KnownAction | None, tuple[str, ...]]:
    wanted = set(plain_words(words))
    for action in free:
        own = set(plain_words(_words(action)))
        if own and wanted and len(own & wanted) / len(own | wanted) >= ALIKE:
            return action, ("The tracker has similar words for this action.",)
    return next((a for a in free if words and not _words(a)), None), ()


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text, by which two ways of writing it are equal."""
    return tuple(re.findall(r"\w+", text.lower()))


def _words(action: KnownAction) -> str:
    return str(action.values.get("words") or "")


def _proposal(candidate, action: KnownAction | None, said: tuple[str, ...]) -> Proposal | None:
    """What is proposed; None when the tracker has all of it already."""
    values = dict(candidate.action.values)
    if action:
        if any(same(values.get("note"), note) for note in action.notes):
            values = {name: value for name, value in values.items() if name not in ("note", "note_on")}
        if plain_words(str(values.get("words", ""))) == plain_words(_words(action)):
            values.pop("words", None)
        if all(same(value, action.values.get(name)) for name, value in values.items() if name != "note_on"):
            return None
    return Proposal(
        candidate.place, action and action.id, candidate.recommendation.number, candidate.organisation, values, None,
        tuple(dict.fromkeys((*candidate.action.assumptions, *said))), candidate.is_doubtful,
    )  # fmt: skip
