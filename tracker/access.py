"""Who may see and who may do what: the security page. Source: design §7.

Every endpoint names its act with `requires` or says `public`; the app refuses to start otherwise.
Views reach rows through two doors only: `visible(Model)` for lists and `find(Model, id)` for one.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, has_request_context, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Table, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors

from tracker.extensions import db, login_manager, writing
from tracker.models import (
    Action, Asking, AuditEntry, Closure, ColumnLayout, Confirmation, ConfirmedAction, Contribution, Document, Evidence, EvidenceVersion, Extension,
    Finding, Handover, HeldFile, ImportDraft, Letter, Mail, MailFile, Membership, Move, Opinion, Organisation, Outcome, Participation, PlanChange, PlanFile, ProgressUpdate, PublicExtract,
    Recheck, Recommendation, Redaction, Request, RequestAnswer, RequestPart, Review, Role, SavedView, SignedCopy, SignIn, Step, Submission,
    Verification, WordTemplate, Workbook,
)  # fmt: skip

READING = frozenset({"home.read", "review.read", "action.read", "evidence.read", "submission.read", "account.change",
                     "request.read", "part.read", "search.read", "workbook.read", "workbook.bring"})  # fmt: skip

ROLE_CAN = {
    Role.LEAD: READING | {
        "action.hand_over", "action.move", "action.add_own", "action.contributors",
        "report.import", "review.open", "review.correct", "review.remove", "recommendation.correct",
        "action.add", "action.link", "action.remove", "action.plan", "action.plan_together", "progress.record", "action.complete", "action.verify",
        "action.return", "evidence.add", "evidence.check", "evidence.take_down", "evidence.withhold", "held_file.decide", "submission.draft", "submission.assemble",
        "action.withdraw", "action.reinstate", "action.reopen", "action.embed", "action.judge", "review.close", "review.reopen",
        "extension.ask", "extension.decide", "history.redact", "history.redact_any",
        "submission.sign_off", "submission.send", "submission.close", "submission.read_whole", "submission.read_led", "evidence_pack.read",
        "request.ask", "request.answer", "request.decide", "request.withdraw",
        "part.ask", "part.confirm", "part.contact", "confirmation.date", "confirmation.decide", "answers.read",
        "columns.arrange", "word_template.arrange", "plan_file.bring", "view.save", "workbook.accept",
        "recommendation.file", "recommendation.pack", "asking.read", "mail.read", "paper.read", "extract.release", "review.audit",
    },
    Role.OWNER: READING | {
        "action.hand_over", "action.add_own", "action.contributors", "contribution.add",
        "action.plan", "action.plan_together", "progress.record", "action.complete", "evidence.add", "evidence.take_down", "evidence.withhold", "held_file.decide", "extension.ask", "history.redact",
        "request.answer", "part.confirm", "recommendation.file", "view.save", "workbook.accept",
    },
    Role.REGULATOR: frozenset({"home.read", "submission.read", "submission.read_whole", "evidence_pack.read", "account.change"}),
    Role.OBSERVER: frozenset({"home.read", "submission.read", "submission.read_whole", "account.change"}),
    Role.ADMIN: frozenset({"home.read", "people.read", "people.change", "organisation.read", "organisation.succeed", "audit.read", "account.change"}),
}  # fmt: skip
SCOPED = {
    model.__table__ for model in (
        Action, Asking, AuditEntry, Closure, ColumnLayout, Confirmation, ConfirmedAction, Contribution, Document, Evidence, EvidenceVersion, Extension,
        Finding, Handover, HeldFile, ImportDraft, Letter, Mail, MailFile, Move, Opinion, Outcome, Participation, PlanChange, PlanFile, ProgressUpdate, PublicExtract, Recheck, Recommendation,
        Redaction, Request, RequestAnswer, RequestPart, Review, SavedView, SignedCopy, Step, Submission, Verification, WordTemplate, Workbook,
    )
}  # fmt: skip
STATIC = {"static", "nhsuk.static"}
SAFE = {"GET", "HEAD", "OPTIONS"}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def requires(act: str):
    """Mark a view with the act that a person needs for it."""
    def mark(view):
        view.act = act
        return view
    return mark  # fmt: skip


def public(view):
    """Mark a view as open to everybody."""
    view.act = None
    return view


def visible(model):
    """A select of all rows of a model that the signed-in person may see."""
    return select(model).where(model.visible_to(memberships())).execution_options(visible=True)


def workable(model, act: str):
    """A select of the rows on which the signed-in person may do this act."""
    able = [m for m in memberships() if act in ROLE_CAN[m.role]]
    return select(model).where(model.workable_by(able)).execution_options(visible=True)


def find(model, id: int):
    """The row with this id: 404 when I may not see it, 403 when I see it but may not do the endpoint's act there."""
    row = db.session.scalar(visible(model).where(model.id == id))
    if row is None:
        abort(404)
    if _act() not in acts_on(row):
        if _act() in _able(row):
            _review_of(row).check_open()
        abort(403)
    return row


def acts_on(row) -> frozenset[str]:
    """What the signed-in person may do with this very row now: while its review is closed, read it, and reopen the review."""
    able = _able(row)
    review = _review_of(row)
    return able & STILL if review and review.is_closed else able


def works_on(row) -> bool:
    """Whether its notes and evidence are mine to read, also while its review is closed."""
    return not _able(row) <= READS


def _able(row) -> frozenset[str]:
    """The same whether its review is closed or not, asked of each membership by itself."""
    model, mine = type(row), memberships()
    key = (model, row.id)
    if key not in g.setdefault("acts", {}):
        asked = [column for m in mine for column in (model.visible_to([m]), model.workable_by([m]))]
        answer = db.session.execute(select(*asked).where(model.id == row.id).execution_options(visible=True)).one()
        g.acts[key] = frozenset().union(*(
            {act for act in ROLE_CAN[m.role] if (works if act not in READS else sees)}
            for m, sees, works in zip(mine, answer[::2], answer[1::2], strict=True)
        ))  # fmt: skip
    return g.acts[key]


# To plan several is asked of the review that holds them; each of them is asked for "action.plan" by itself.
READS = READING | {"action.plan_together", "submission.read_whole", "submission.read_led", "evidence_pack.read"}
STILL = READS | {"recommendation.file", "recommendation.pack", "asking.read", "mail.read", "paper.read", "review.audit", "review.reopen", "history.redact", "history.redact_any", "evidence.take_down", "evidence.withhold", "held_file.decide", "submission.close"}  # personal data go at any time


def _review_of(row) -> Review | None:
    """The review that a row belongs to, by way of what it is a part of."""
    while row is not None and not isinstance(row, Review):
        row = next((getattr(row, name) for name in ("review", "action", "evidence", "submission", "request") if hasattr(row, name)), None)
    return row


def memberships() -> list[Membership]:
    """What the signed-in person is today."""
    if "memberships" not in g:
        g.memberships = current_user.active_memberships if current_user.is_authenticated else []
    return g.memberships


def may(act: str) -> bool:
    """Whether some membership could do this act somewhere; navigation asks it."""
    return any(act in ROLE_CAN[m.role] for m in memberships())


def my_organisations() -> set[str]:
    """The names of the organisations that I am an owner in, the earlier ones included."""
    ids = Membership.organisations(memberships(), Role.OWNER)
    return set(db.session.scalars(select(Organisation.name).where(Organisation.id.in_(ids))))


def is_owner_in(organisation: Organisation) -> bool:
    """Whether I am an owner in this organisation, as it is today."""
    return organisation.current_id in {m.organisation.current_id for m in memberships() if m.role is Role.OWNER}


def acting_for(row):
    """The organisation that I act for when I am no member of it; None when the row is my own organisation's."""
    return None if row.organisation.current_id in {organisation.current_id for organisation in my_own()} else row.organisation


def my_own() -> list[Organisation]:
    """The organisations for which I speak as an owner or a lead."""
    return [m.organisation for m in memberships() if m.role in (Role.OWNER, Role.LEAD)]


def is_local(url: str) -> bool:
    """Whether `next` stays on this site: a plain path, without the tricks that browsers read as a host."""
    plain = url.startswith("/") and not url.startswith(("//", "/\\")) and url.isprintable() and "\\" not in url
    return plain and not urlsplit(url).netloc


# --- the nets -------------------------------------------------------------------------------------------------------


def init_app(app: Flask) -> None:
    """Bind the nets. Call it before CSRFProtect, so that nobody's body is read before he is known."""
    login_manager.init_app(app)
    login_manager.user_loader(_load_user)
    app.before_request(enforce)
    app.jinja_env.globals.update(may=may, acts_on=acts_on, works_on=works_on)


def refuse_undeclared(app: Flask) -> None:
    """Net 1. Raises RuntimeError naming every endpoint that carries neither `requires` nor `public`."""
    bare = [e for e, view in app.view_functions.items() if e not in STATIC and not hasattr(view, "act")]
    if bare:
        raise RuntimeError(f"no access declared: {', '.join(sorted(bare))}")


def enforce():
    """Net 2, before the body is parsed: signed in, could do this act, and asked from our own pages."""
    _only_loopback_in_the_demonstration()
    if request.endpoint is None or request.endpoint in STATIC:
        return None
    if request.method not in SAFE and not _from_our_pages():
        abort(403)
    act = _act()
    if act is None:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if current_user.must_change_password and act != "account.change":
        return redirect(url_for("account.password"))
    if not may(act):
        abort(403)
    return None


def _act() -> str | None:
    return current_app.view_functions[request.endpoint].act


def _only_loopback_in_the_demonstration() -> None:
    # Anybody can be anybody in the demonstration, so it answers to this machine alone.
    if current_app.config["DEMO"]:
        host = urlsplit(f"//{request.host}").hostname
        behind_proxy = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"))
        if request.remote_addr not in LOOPBACK or host not in LOOPBACK or behind_proxy:
            abort(403, description="The demonstration answers on this machine only (127.0.0.1).")


def _from_our_pages() -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in (f"https://{request.host}", f"http://{request.host}")
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _ask_to_sign_in():
    wanted = request.full_path.rstrip("?") if request.method in SAFE else "/"
    if "HX-Request" in request.headers:
        return "", 401, {"HX-Redirect": url_for("account.sign_in")}
    return redirect(url_for("account.sign_in", next=wanted))


def _load_user(token: str):
    sign_in = SignIn.with_token(token)
    if sign_in is None or not sign_in.user.is_active:
        return None
    user_id = sign_in.user_id
    if sign_in.is_due_for_a_note:
        _note_seen(sign_in)
    user = db.session.get(type(sign_in.user), user_id)
    user.sign_in_token = token
    return user


def _note_seen(sign_in: SignIn) -> None:
    """A short write of its own, before the page's reads; a busy database keeps nobody from reading."""
    try:
        writing(patience=0.2)
        sign_in.note_seen()
        db.session.commit()
    except OperationalError:
        db.session.rollback()
        current_app.logger.warning("last-seen not written: the database is busy")


def still_may(row) -> None:
    """Ask again, under the write lock, after something that took long: rights may have ended meanwhile."""
    for name in ("memberships", "acts"):
        g.pop(name, None)
    if SignIn.with_token(current_user.sign_in_token) is None or not current_user.is_active:
        abort(403)
    find(type(row), row.id)


@event.listens_for(Session, "do_orm_execute")
def _guard(state) -> None:
    """Net 3: inside a request, no statement touches a scoped table unless it came through a door."""
    options = state.execution_options
    if not has_request_context() or options.get("visible") or options.get("own_verb"):
        return
    if state.is_relationship_load or state.is_column_load:
        return
    touched = {e for e in visitors.iterate(state.statement) if isinstance(e, Table) and e in SCOPED}
    if touched:
        raise RuntimeError(f"a statement reached {sorted(t.name for t in touched)} without visible() or find()")
