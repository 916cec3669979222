"""What a POST answers: the changed fragment to htmx, a page or a redirect to everybody else."""

from flask import flash, redirect, render_template, request


def wants_fragment() -> bool:
    """Whether htmx asked."""
    return request.headers.get("HX-Request") == "true"


def fragment_or_redirect(fragment: str, url: str, *, said: str, **context):
    """After a change: its picture to htmx, 303 to the page for others; both say what was done."""
    if wants_fragment():
        return render_template(fragment, said=said, **context)
    flash(said)
    return redirect(url, 303)


def fragment_or_page(fragment: str, page: str, status: int, **context):
    """After a refusal: the same form with its errors, and everything that was typed."""
    return render_template(fragment if wants_fragment() else page, **context), status
