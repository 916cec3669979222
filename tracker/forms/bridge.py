"""The bridge from WTForms to the design system: which component draws a field, and where an error's link lands."""

from flask import Flask, current_app
from markupsafe import Markup
from wtforms import FileField, Form, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from tracker.forms.fields import DayField


def init_app(app: Flask) -> None:
    """Templates draw a field by `field(form.note)` and the errors of a form by `error_summary(form)`."""
    app.jinja_env.globals.update(field=field, error_summary=error_summary)


def field(of, **params) -> Markup:
    """One field with label, hint and error."""
    for kind, draw in DRAWN_BY.items():
        if isinstance(of, kind):
            component, own = draw(of)
            return _nhs(component, _common(of) | own | params) + _anyway(of)
    raise TypeError(f"nothing draws a {type(of).__name__}")


def error_summary(form: Form, words: str | None = None) -> Markup:
    """What is wrong with the form, each line a link to the first bad box; nothing when nothing is."""
    rows = [{"text": str(e)} for e in form.form_errors] + ([{"text": words}] if words else [])
    for of in form:
        rows += [{"text": str(e), "href": f"#{_first_bad(of)}"} for e in of.errors[:1] if of.type != "CSRFTokenField"]
    return _nhs("error-summary", {"titleText": "There is a problem", "errorList": rows}) if rows else Markup("")


def _nhs(component: str, params: dict) -> Markup:
    return current_app.jinja_env.globals["nhs"](component, params)


def _anyway(of) -> Markup:
    """The tick that saves a text with signs of personal data, where there are some."""
    if not hasattr(of, "anyway"):
        return Markup("")
    name = f"{of.name}-anyway"
    item = {"value": "yes", "text": "Save it anyway: nobody can be recognised by it", "checked": of.anyway, "id": name}
    return _nhs("checkboxes", {"idPrefix": name, "name": name, "items": [item]})


def _first_bad(of) -> str:
    if isinstance(of, DayField):
        return f"{of.id}-{(of.bad_parts or ['day'])[0]}"
    return of.id


def _common(of) -> dict:
    params = {"id": of.id, "name": of.name, "label": {"text": of.label.text}, "hint": {"text": of.description}}
    if not of.description:
        del params["hint"]
    if of.errors:
        params["errorMessage"] = {"text": str(of.errors[0])}
    return params


def _legend(of) -> dict:
    return {"legend": {"text": of.label.text, "size": "s"}}


def _day(of: DayField) -> tuple[str, dict]:
    widths = {"day": 2, "month": 2, "year": 4}
    items = [
        {"id": f"{of.id}-{part}", "name": f"{of.name}-{part}", "label": part.capitalize(), "value": typed,
         "width": widths[part], "error": part in of.bad_parts, "inputmode": "text" if part == "month" else "numeric"}
        for part, typed in of.parts.items()
    ]  # fmt: skip
    return "date-input", {"fieldset": _legend(of), "items": items}


def _radios(of: RadioField) -> tuple[str, dict]:
    items = [{"value": c.value, "text": c.label, "checked": c.selected} for c in of.iter_choices()]
    return "radios", {"id": None, "fieldset": _legend(of), "idPrefix": of.id, "items": items}


def _select(of: SelectField) -> tuple[str, dict]:
    items = [{"value": c.value, "text": c.label, "selected": c.selected} for c in of.iter_choices()]
    return "select", {"items": items}


def _text_area(of: TextAreaField) -> tuple[str, dict]:
    rows = (of.render_kw or {}).get("rows", 5)
    longest = next((v.max for v in of.validators if isinstance(v, Length)), None)
    return "character-count", {"value": of.data or "", "rows": rows, "maxlength": longest, "threshold": 75}


def _password(of: PasswordField) -> tuple[str, dict]:
    return "password-input", {"autocomplete": (of.render_kw or {}).get("autocomplete", "current-password")}


def _input(of: StringField) -> tuple[str, dict]:
    kept = of.render_kw or {}
    return "input", {
        "value": of.data or "", "type": kept.get("type", "text"), "autocomplete": kept.get("autocomplete"),
        "width": kept.get("width"),
    }  # fmt: skip


def _file(of: FileField) -> tuple[str, dict]:
    # A plain input inside the design system's form group: its own file upload script fails axe
    # (label-content-name-mismatch), and the native control needs no script at all.
    return "input", {"type": "file", "classes": "nhsuk-u-width-full tracker-file"}


DRAWN_BY = {
    DayField: _day,
    RadioField: _radios,
    SelectField: _select,
    TextAreaField: _text_area,
    PasswordField: _password,
    FileField: _file,
    StringField: _input,
}
