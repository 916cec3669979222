"""Templates: everything is escaped, unknown names are errors, and the design system is one function, `nhs`."""

from functools import cache, lru_cache

from flask import Flask
from jinja2 import ChainableUndefined, PackageLoader, StrictUndefined
from markupsafe import Markup

# Files whose macro is named differently; the others are the file's name in camel case.
MACRO = {"tables": "table", "images": "image", "do-dont-list": "list"}


def init_app(app: Flask) -> None:
    """Set up the environment of our templates, and beside it the one of the design system's macros."""
    app.jinja_options = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    components = app.jinja_env.overlay(
        undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True, loader=PackageLoader("nhsuk_frontend_jinja")
    )

    @cache
    def macro(component: str):
        first, *rest = component.split("-")
        name = MACRO.get(component) or first + "".join(map(str.capitalize, rest))
        return getattr(components.get_template(f"nhsuk/components/{component}/macro.jinja").module, name)

    @lru_cache(maxsize=500)
    def kept(component: str, params: tuple) -> Markup:
        return Markup(macro(component)(dict(params)))

    def nhs(component: str, params: dict) -> Markup:
        """One component of the design system, by the name of its file."""
        # A button takes a millisecond to draw. Markup equals the text that it looks like, so it is never kept.
        if all(type(value) in (str, bool) for value in params.values()):
            return kept(component, tuple(params.items()))
        return Markup(macro(component)(params))

    app.jinja_env.globals["nhs"] = nhs
