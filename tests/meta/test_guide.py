"""The guides for an office name only commands, options, settings and secrets that exist."""

import re
from pathlib import Path
from typing import Any

import pytest

import roviec
from roviec.bot.cli.app import loaded
from roviec.bot.settings import shaped

DOCS = Path(roviec.__file__).parents[1] / "docs"
GUIDE = "\n".join((DOCS / page).read_text("utf-8") for page in ("huong-dan-kenh.md", "van-hanh.md"))
SECTIONS = {name: field.annotation for name, field in shaped().model_fields.items()}
COMMANDS: Any = loaded()
# The Official Account's commands and settings come with its channel: until then the guide is ahead of them.
HAS_ACCOUNT = "zalo" in COMMANDS.commands


def _commands() -> list[str]:
    inline = re.findall(r"`(?:\.venv/bin/)?(roviec [^`\n]+)`", GUIDE)
    blocks = re.findall(r"^\s*(?:\.venv/bin/)?(roviec [a-z].*)$", GUIDE, re.MULTILINE)
    return sorted({*inline, *blocks})


def _settings() -> list[tuple[str, str]]:
    """Return (section, key) of every way to name one: a.b, ROVIEC_A__B, a file a__b, [a] with keys below."""
    names = "|".join(SECTIONS)
    found = re.findall(rf"`({names})\.([a-z_]+)", GUIDE)
    found += re.findall(rf"`({names})__([a-z_]+)`", GUIDE)
    found += [(a.lower(), b.lower()) for a, b in re.findall(r"ROVIEC_([A-Z_]+?)__([A-Z_]+)", GUIDE)]
    for block in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL):
        section = re.search(r"\[([a-z_]+)\]", block)
        assert section is not None
        found += [(section[1], key) for key in re.findall(r"^\s*([a-z_]+) =", block, re.MULTILINE)]
    return sorted(set(found))


@pytest.mark.parametrize("line", _commands())
def test_every_command_exists_with_its_options(line: str) -> None:
    words = re.findall(r'"[^"]*"|\S+', line)[1:]
    if words[0] == "zalo" and not HAS_ACCOUNT:
        pytest.skip("comes with the Official Account")
    command = COMMANDS
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize(("section", "key"), _settings())
def test_every_setting_exists(section: str, key: str) -> None:
    keys: Any = SECTIONS[section].model_fields  # type: ignore[union-attr]
    if section == "zalo_oa" and key not in keys and not HAS_ACCOUNT:
        pytest.skip("comes with the Official Account")
    assert key in keys


def test_the_guide_names_enough_to_be_worth_checking() -> None:
    assert len(_commands()) > 12
    assert len(_settings()) > 12


def test_every_path_that_a_proxy_must_let_through_is_named() -> None:
    for channel in ("zalo_bot", "telegram", "zalo_oa"):
        assert f"`/{channel}/`" in GUIDE
