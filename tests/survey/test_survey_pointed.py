"""Questions with points: about a dossier, so exports keep them, a preview shows the points, and who answers does not."""

from roviec.bot.cli.authoring import as_chat
from roviec.survey.load import shipped
from roviec.survey.points import indicators
from roviec.survey.rare import traits


def test_what_gives_points_is_no_trait_of_who_answers() -> None:
    for form in shipped().values():
        assert not traits(form) & set(indicators(form))
    assert not {item.id for item in shipped()["ho-so"].items if any(o.points for o in item.options)} & traits(
        shipped()["ho-so"]
    )


def test_a_preview_shows_the_points_that_nobody_who_answers_reads() -> None:
    form = shipped()["ho-so"]
    assert "1. Sớm hơn quy định (2)\n2. Đúng quy định (1)\n3. Muộn hơn quy định (0)" in "\n".join(
        as_chat(form, "vi")
    )
    assert "(2)" not in "".join(option.label["vi"] for item in form.items for option in item.options)
