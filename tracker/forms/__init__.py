"""Forms, one noun a file; `fields` holds the fields that browsers lack, `bridge` draws them."""

from flask_wtf import FlaskForm


class Form(FlaskForm):
    """Every form: what was typed survives a refusal, which shows as an error of the form."""

    def refuse(self, words: str) -> None:
        """Show why the domain refused."""
        self.form_errors.append(words)
