"""A citation counts only when the recommendation it names exists."""

from dataclasses import replace

from tracker.reading.report import Doubt, ReadFinding, ReadRecommendation


def check_links(
    findings: tuple[ReadFinding, ...], recommendations: tuple[ReadRecommendation, ...]
) -> tuple[tuple[ReadFinding, ...], tuple[Doubt, ...]]:
    """The findings with the links that lead somewhere, and a doubt for each that does not."""
    existing = {recommendation.number for recommendation in recommendations}
    doubts = [
        Doubt(f"finding {finding.number}", number, f"Recommendation {number} was not found.", finding.line)
        for finding in findings
        for number in finding.recommendations
        if number not in existing
    ]
    kept = tuple(
        replace(finding, recommendations=tuple(n for n in finding.recommendations if n in existing))
        for finding in findings
    )
    return kept, tuple(doubts)
