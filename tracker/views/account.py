"""Signing in and out, and a password of one's own."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from tracker.access import is_local, public, requires
from tracker.extensions import db, writing
from tracker.forms.account import PasswordForm, SignInForm
from tracker.models import SignIn, Throttle, User

blueprint = Blueprint("account", __name__)


@blueprint.get("/sign-in")
@public
def sign_in():
    """Who are you? In the demonstration, choose one of the cast."""
    return _page(SignInForm())


@blueprint.post("/sign-in")
@public
def create_sign_in():
    """Check the password; too many wrong ones make the account wait, for the right one too."""
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    _take_attempt(form.email.data)
    user = User.with_email(form.email.data)
    if not User.check_password(user, form.password.data) or not user.is_active:
        return _wrong(form)
    return _start(user, form)


@blueprint.post("/sign-in/demonstration")
@public
def create_demonstration_sign_in():
    """Be one of the cast, in one click; there is no such page outside the demonstration."""
    user = User.with_email(request.form.get("email", ""))
    if not current_app.config["DEMO"] or user is None or not user.is_cast:
        abort(404)
    return _start(user)


@blueprint.post("/sign-out")
@public
def sign_out():
    """End the session at the server."""
    if current_user.is_authenticated:
        token = current_user.sign_in_token
        writing()
        SignIn.end(token)
        db.session.commit()
        logout_user()
    session.clear()
    flash("You are signed out.")
    return redirect(url_for("account.sign_in"), 303)


@blueprint.get("/password")
@requires("account.change")
def password():
    """Choose a password."""
    return render_template("account/password.html", form=PasswordForm())


@blueprint.post("/password")
@requires("account.change")
def create_password():
    """Set it; every session that knew the old one ends, and this one goes on under a new id."""
    form = PasswordForm()
    if not form.validate() or not _is_change(form):
        return render_template("account/password.html", form=form), 422
    user, hashed = current_user._get_current_object(), User.hashed(form.new.data)  # before the lock: hashing takes a while
    writing()
    user.change_password(hashed, by=user)
    Throttle.forget(user.email)
    SignIn.end_all(user)
    token = SignIn.start(user)
    db.session.commit()
    _enter(user, token)
    flash("Your password is changed.")
    return redirect(url_for("home.index"), 303)


def _is_change(form: PasswordForm) -> bool:
    """Whether the current password is right and the new one another; the form says what is not."""
    _take_attempt(current_user.email)
    if not User.check_password(current_user, form.current.data):
        form.current.errors = ["The current password is not right"]
    elif form.new.data == form.current.data:
        form.new.errors = ["Choose a password that is not the current one"]
    return not form.errors


def _page(form: SignInForm):
    cast = User.cast() if current_app.config["DEMO"] else []
    wanted = request.args.get("next", "")
    return render_template("account/sign_in.html", form=form, cast=cast, next=wanted if is_local(wanted) else "")


def _take_attempt(email: str) -> None:
    """Count an attempt at a password; 429 while the account must wait."""
    writing()
    wait = Throttle.take(email)
    db.session.commit()
    if wait:
        abort(429, description=f"Too many wrong passwords. Wait {-(-wait // 60)} minutes and try again.", retry_after=wait)


def _wrong(form: SignInForm):
    form.refuse("The email address or the password is not right")
    return _page(form), 422


def _start(user: User, form: SignInForm | None = None):
    wanted, checked = request.args.get("next", ""), user.password_hash
    before = current_user.sign_in_token if current_user.is_authenticated else None
    writing()
    if user.password_hash != checked or not user.is_active:  # somebody changed that while the password was checked
        return _wrong(form or SignInForm(formdata=None))
    Throttle.forget(user.email)
    if before:
        SignIn.end(before)
    token = SignIn.start(user)
    db.session.commit()
    _enter(user, token)
    return redirect(wanted if is_local(wanted) else url_for("home.index"), 303)


def _enter(user: User, token: str) -> None:
    """Give the browser a fresh cookie that holds the new token and nothing from before."""
    session.clear()
    user.sign_in_token = token
    login_user(user)
