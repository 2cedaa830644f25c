"""What a wrong configuration gets: one sentence that names the place."""

from pathlib import Path

import pytest

from roviec.bot.settings import ConfigBroken, ConfigMissing, ConfigUnreadable, ConfigWrong, load
from roviec.errors import PersonError

ROOT = Path(__file__).parents[2]


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_config_says_the_defaults(tmp_path: Path) -> None:
    assert load(ROOT / "config.toml") == load(written(tmp_path, ""))


def test_every_key_of_the_shipped_config_is_a_setting_and_no_public_one_is_missing() -> None:
    text = (ROOT / "config.toml").read_text("utf-8")
    secret = {
        "token",
        "webhook_secret",
        "app_secret",
        "oa_secret",
        "token_key",
        "key",
        "password",
        "metrics_token",
        "access_key",
        "secret_key",
    }
    for section, values in load(ROOT / "config.toml").model_dump(by_alias=True).items():
        assert f"[{section}]" in text
        for key in values.keys() - secret:
            assert f"\n{key} = " in text, f"{section}.{key}"


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigMissing, match="Không tìm thấy tệp cấu hình"):
        load(tmp_path / "none.toml")


def test_a_file_that_belongs_to_somebody_else_is_said_to_be_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests may be root, whom no mode keeps out.
    def refuse(*_: object) -> str:
        raise PermissionError

    (tmp_path / "config.toml").write_text("", "utf-8")
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(ConfigUnreadable, match="quyền đọc"):
        load(tmp_path / "config.toml")


def test_broken_syntax_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigBroken, match="line 2"):
        load(written(tmp_path, "[office]\nname = Xã\n"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[ofice]\nname = "x"', "ofice"),
        ('[office]\nnmae = "x"', "office.nmae"),
        ('[office]\ntimezone = "Hà Nội"', "office.timezone"),
        ('[office]\nhours = "8 giờ"', "office.hours"),
        ('[office]\nhours = "17:00-07:30"', "office.hours"),
        ('[reminders]\nhour = "08:00+07:00"', "reminders.hour"),
        ('[reminders]\nhour = "25:00"', "reminders.hour"),
        ("[web]\nport = 99999", "web.port"),
        ('[database]\nurl = "mysql://x"', "database.url"),
        ('[survey]\nheadline = "median"', "survey.headline"),
        ("[survey]\nminimum_cell = 0", "survey.minimum_cell"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(ConfigWrong) as caught:
        load(written(tmp_path, text))
    assert where in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROVIEC_WEB__PORT", "9000")
    monkeypatch.setenv("ROVIEC_REMINDERS__LADDER", "[10, 5]")
    settings = load(written(tmp_path, "[web]\nport = 8000\n"))
    assert (settings.web.port, settings.reminders.ladder) == (9000, (10, 5))


@pytest.mark.parametrize("name", ["ROVIEC_WEB__PROT", "ROVIEC_WEB", "ROVIEC_WBE__PORT"])
def test_an_unknown_variable_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(PersonError):
        load(written(tmp_path, ""))


def test_a_list_that_is_none_is_an_error_of_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_REMINDERS__LADDER", "[7,")
    with pytest.raises(ConfigWrong, match="danh sách"):
        load(written(tmp_path, ""))


def test_secrets_come_from_a_folder_and_never_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "telegram__token").write_text("123:abc\n")
    monkeypatch.setenv("ROVIEC_SECRETS", str(tmp_path / "secrets"))
    settings = load(written(tmp_path, ""))
    assert settings.telegram.token.get_secret_value() == "123:abc"
    assert "123:abc" not in repr(settings)
