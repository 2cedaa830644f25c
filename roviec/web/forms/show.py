"""What the pages of a form show: a question, a factor, all answers in one list."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.survey.answering import go, reached
from roviec.survey.consent import brief
from roviec.survey.engine import start
from roviec.survey.modes import Mode
from roviec.survey.pages import progress, summary, together, views
from roviec.survey.questionnaire import REVIEW
from roviec.survey.questionnaire import say as worded
from roviec.survey.session import Session, Stage
from roviec.survey.view import view
from roviec.web.deps import office_of
from roviec.web.forms.fields import WORDS, Fields
from roviec.web.forms.fit import fit, fit_within, head_of, top_of
from roviec.web.forms.place import Place, languages_of
from roviec.web.pages import template

FACTOR = "phan"
"""What `?kieu=` says where a page holds a whole factor."""
LIST = "xem"
"""What `?ve=` says where an answer leads back to the list of all answers."""
TYPE, LARGE, USUAL = "rv_type", "to", "thuong"
"""The cookie that remembers large type, and what `?chu=` says to turn it on or off."""


def page(
    request: Request, place: Place, name: str, values: Mapping[str, Any], *, status: int = 200
) -> Response:
    """Return a page that no browser keeps."""
    office, desk = names_of(request, place)
    common = {
        "t": place.texts,
        "lang": place.language,
        "place": place,
        "title": worded(place.form.title, place.language),
        "office": office,
        "desk": desk,
        "languages": languages_of(place.form),
        "is_unreviewed": place.language in place.form.unreviewed,
        "by_factor": by_factor(request, place),
        "query": _query(request, place),
        "is_kiosk": place.door.mode is Mode.KIOSK,
        "is_large": is_large(request, place),
        "mode": str(place.door.mode),
    }
    response = template(request, name, common | dict(values), status=status)
    response.headers["cache-control"] = "no-store"
    if (asked := request.query_params.get("chu")) in (LARGE, USUAL) and place.door.mode is not Mode.KIOSK:
        response.set_cookie(TYPE, asked, max_age=365 * 24 * 3600, samesite="lax", path="/phieu")
    # Browsers that say nothing of the site a post comes from name it by its origin.
    response.headers["referrer-policy"] = "same-origin"
    return response


def names_of(request: Request, place: Place) -> tuple[str, str]:
    """Return what the office and the desk are called here."""
    unit = place.door.unit.name
    office = place.door.campaign.words.get("office") or office_of(request)
    return office, " · ".join(part for part in (place.door.desk, unit) if part and part != office)


def _query(request: Request, place: Place) -> str:
    """Return what a page hands on to the next one: how many questions it holds, and where an answer leads."""
    kept = {"kieu": FACTOR if by_factor(request, place) else "", "ve": LIST if leads_back(request) else ""}
    return _asked(kept)


def _asked(query: Mapping[str, str]) -> str:
    words = "&".join(f"{key}={value}" for key, value in query.items() if value)
    return f"?{words}" if words else ""


def by_factor(request: Request, place: Place) -> bool:
    """Tell whether a page holds a whole factor: as asked for, and where paper is typed in."""
    asked = request.query_params.get("kieu")
    return asked == FACTOR or (asked is None and place.door.mode is Mode.PAPER)


def is_large(request: Request, place: Place) -> bool:
    """Tell whether letters are set large: as asked for, and always at a kiosk, where people stand."""
    asked = request.query_params.get("chu") or request.cookies.get(TYPE)
    return asked == LARGE or place.door.mode is Mode.KIOSK


def leads_back(request: Request) -> bool:
    """Tell whether an answer leads back to the list of all answers."""
    return request.query_params.get("ve") == LIST


def to_question(place: Place, item: str = "", *, factor: bool = False) -> Response:
    """Lead to a question; one that only some are asked is not named where a browser would note it."""
    if item == REVIEW:
        return to(place, "/xem")
    named = "" if place.is_fresh or not item or _is_conditional(place, item) else item
    query = _asked({"cau": named, "kieu": FACTOR if factor else ""})
    return RedirectResponse(f"{place.path}/cau{query}", status_code=303)


def _is_conditional(place: Place, item: str) -> bool:
    return any(one.id == item for one in place.form.conditional)


def to(place: Place, path: str = "") -> Response:
    """Lead to another page of the same form."""
    return RedirectResponse(f"{place.path}{path}", status_code=303)


def consent_page(request: Request, place: Place) -> Response:
    """Show what one is asked to agree to; nothing has begun yet."""
    shown = view(place.form, start(place.form, place.language))
    parts = brief(shown.text)
    values = {"shown": shown, "first": parts[0] if parts else shown.text, "last": parts[1] if parts else ""}
    return page(request, place, "form_consent.html", values)


def question_page(
    request: Request,
    place: Place,
    state: Session,
    *,
    problems: Mapping[str, str] | None = None,
    fields: Fields | None = None,
    status: int = 200,
) -> Response:
    """Show the question or the factor at which a state stands; with `problems`, what was written in `fields` too."""
    done, total = progress(place.form, state)
    large = is_large(request, place)
    above = top_of(
        *names_of(request, place),
        is_unreviewed=place.language in place.form.unreviewed,
        is_for_another=place.door.mode in (Mode.INTERVIEWER, Mode.PAPER),
    )
    values: dict[str, Any] = {
        "done": done,
        "total": total,
        "problems": problems or {},
        "written": {item: fields.last(WORDS + item) for item in problems or {}} if fields else {},
        "fit": partial(fit, large=large, above=above),
    }
    if state.stage is not Stage.QUESTION:
        return page(
            request, place, "form_question.html", values | {"shown": view(place.form, state)}, status=status
        )
    places = reached(place.form, state.answers)
    values |= {"can_list": REVIEW in places}
    if by_factor(request, place):
        items = together(place.form, state.answers, place.form.item(state.position))
        many = views(place.form, state, items)
        heading = worded(place.form.section(items[0].section).title, place.language)
        above += head_of(heading, many[0].intro)
        fits = [fit_within(one, large=large, above=0 if at else above) for at, one in enumerate(many)]
        values |= {"many": many, "fits": fits, "heading": heading}
        values |= {"previous": _before(place, state, items[0].id)}
        return page(request, place, "form_factor.html", values, status=status)
    values |= {"shown": view(place.form, state), **_around(places, state.position)}
    return page(request, place, "form_question.html", values, status=status)


def _around(places: list[str], item: str) -> dict[str, str]:
    """Return the questions before and after one, "" where there is none to go to."""
    at = places.index(item)
    after = places[at + 1] if at + 1 < len(places) else ""
    return {"previous": places[at - 1] if at else "", "following": after}


def _before(place: Place, state: Session, first: str) -> str:
    """Return the question before a factor's first, "" at the first factor."""
    there, _ = go(place.form, state, first)
    return there.history[-1] if there.history else ""


def list_page(request: Request, place: Place, state: Session) -> Response:
    """Show every answer once more, before anything is sent."""
    done, total = progress(place.form, state)
    lines = summary(place.form, state)
    answered = sum(bool(line.words) for line in lines if line.place)
    values = {"lines": lines, "done": done, "total": total, "answered": answered}
    return page(request, place, "form_list.html", values)


def closing_page(request: Request, place: Place, words: str, *, is_sent: bool = False) -> Response:
    """Show the last words; nothing of the answers is left."""
    return page(request, place, "form_closing.html", {"words": words, "is_sent": is_sent})
