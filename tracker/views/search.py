"""Search: one box over everything that I may see, hits grouped by kind."""

from flask import Blueprint, render_template, request

from tracker.access import memberships, requires, visible, workable
from tracker.extensions import db
from tracker.models import Action, Review
from tracker.models.search import KINDS, Kind, Search

blueprint = Blueprint("search", __name__)

FIRST = 10  # hits of each kind on the page of all
PAGE = 50  # hits on a page of one kind
LAST = 10_000


@blueprint.get("/search")
@requires("search.read")
def index():
    """What was found, a group for each kind; or the pages of one kind."""
    search = Search.of(request.args.get("q", ""), memberships())
    kind = next((k for k in KINDS if k.name == request.args.get("kind")), None)
    page = min(max(request.args.get("page", 1, type=int), 1), LAST) if kind else 1
    groups = [_group(search, k, page, PAGE if kind else FIRST) for k in ([kind] if kind else KINDS)] if search.sought else []
    return render_template(
        "search/index.html", sought=search.sought, kind=kind, page=page, start=(page - 1) * PAGE + 1, groups=[g for g in groups if g["rows"]],
        areas=_areas(groups), works=_works(groups),
    )  # fmt: skip


def _group(search: Search, kind: Kind, page: int, length: int) -> dict:
    """Hits of one kind, and whether there are more of those that I may see."""
    rows = search.found(kind, visible(kind.model)).offset((page - 1) * length).limit(length + 1)
    found = db.session.scalars(rows).all()
    return {"kind": kind, "rows": found[:length], "more": len(found) > length}


def _areas(groups: list[dict]) -> dict[int, str]:
    """Names of the reviews of the hits, as far as I see them: a contributor sees an action without its review."""
    ids = {row.action.review_id if hasattr(row, "action") else row.review_id for g in groups for row in g["rows"]}
    return {review.id: review.label for review in db.session.scalars(visible(Review).where(Review.id.in_(ids)))} if ids else {}


def _works(groups: list[dict]) -> set[int]:
    """The actions among the hits of which everything is mine to read."""
    ids = [row.id for g in groups if g["kind"].model is Action for row in g["rows"]]
    return {a.id for a in db.session.scalars(workable(Action, "progress.record").where(Action.id.in_(ids)))} if ids else set()
