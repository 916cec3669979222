"""Status by organisation: a stacked bar for each."""

from collections import Counter

from tracker.charts.drawing import BLUE, DEEP, SKY, WHITE, WIDTH, Chart, Look, box, key, lengths, lines, number, scale_for, svg, words

LOOKS = {
    "not started": Look(WHITE),
    "in progress": Look(SKY, "/", BLUE),
    "complete": Look("#99c2e8", "|", DEEP),
    "verified": Look(BLUE, ink=WHITE),
    "embedded": Look(DEEP, "/\\", WHITE),
    "withdrawn": Look("#e8edee", "-", "#4c6272"),
}
TITLE = "Status by organisation"
MOST = 9  # bars; the smallest organisations share the last one
BAR, LEAST, TOTAL = 20, 12, 30  # height of a bar, the shortest part, room for the sum behind it


def by_organisation(counted: list) -> Chart | None:
    """Draw how far the actions of each organisation are; None without any action."""
    if not counted:
        return None
    told = {name: Counter(one.status for one in counted if one.organisation == name) for name in dict.fromkeys(one.organisation for one in counted)}
    whole = Counter(one.status for one in counted)
    shown = {status: look for status, look in LOOKS.items() if whole[status]}
    says = f"{len(counted)} {'action' if len(counted) == 1 else 'actions'}: " + ", ".join(f"{whole[status]} {status}" for status in shown) + "."
    parts, y = _bars(_joined(told), shown)
    parts, y = parts + _legend(shown, whole, y), y + 20 * ((len(shown) + 1) // 2)
    rows = [[name, *(str(counts[status]) for status in shown), str(counts.total())] for name, counts in (told | {"Whole plan": whole}).items()]
    heads = ["Organisation", *(status.capitalize() for status in shown), "Actions"]
    return Chart("chart-status", TITLE, says, svg("chart-status", TITLE, says, y, parts), heads, rows)


def _joined(told: dict[str, Counter]) -> dict[str, Counter]:
    if len(told) <= MOST:
        return told
    largest = sorted(told, key=lambda name: -told[name].total())[: MOST - 1]
    others = sum((counts for name, counts in told.items() if name not in largest), Counter())
    return {name: told[name] for name in told if name in largest} | {f"{len(told) - len(largest)} other organisations": others}


def _bars(told: dict[str, Counter], shown: dict[str, Look]) -> tuple[list[str], float]:
    bars = {name: [counts[status] for status in shown] for name, counts in told.items()}
    parts, y, scale = [], 0.0, scale_for(list(bars.values()), WIDTH - TOTAL, LEAST)
    for name, counts in bars.items():
        for line in lines(name, WIDTH):
            y += 15
            parts.append(words(0, y - 3, line))
        x, y = 0.5, y + 2
        for look, count, length in zip(shown.values(), counts, lengths(counts, scale, LEAST)):
            if count:
                parts += [box(x, y, length, BAR, look), number(x + length / 2, y + BAR / 2, count, look)]
            x += length
        parts.append(words(x + 6, y + 14, str(sum(counts)), bold=True))
        y += BAR + 11
    return parts, y


def _legend(shown: dict[str, Look], whole: Counter, y: float) -> list[str]:
    rows = (len(shown) + 1) // 2
    return [
        key(0.5 + at // rows * WIDTH / 2, y + 4 + at % rows * 20, look, f"{status.capitalize()}: {whole[status]}")
        for at, (status, look) in enumerate(shown.items())
    ]
