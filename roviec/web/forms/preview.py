"""All questions of a form on one page, as the pages show them, in a file of its own: to be read, not answered."""

from roviec.survey.engine import start
from roviec.survey.pages import unconditional, views
from roviec.survey.questionnaire import CONSENT, Questionnaire
from roviec.survey.questionnaire import say as worded
from roviec.texts import catalogue
from roviec.web.pages import STATIC, fragment


def preview_page(form: Questionnaire, language: str) -> str:
    """Return a page of HTML that needs nothing beside it."""
    form = unconditional(form)
    first = start(form, language)
    parts = [
        (
            worded(section.title, language),
            views(form, first, [i for i in form.items if i.section == section.id]),
        )
        for section in form.sections
    ]
    values = {
        "t": catalogue(language),
        "lang": language,
        "style": (STATIC / "form.css").read_text("utf-8"),
        "title": worded(form.title, language),
        "version": f"{form.code} {form.version}",
        "consent": worded(form.gates[CONSENT].text, language),
        "is_unreviewed": language in form.unreviewed,
        "parts": parts,
    }
    return fragment("form_preview.html", values)
