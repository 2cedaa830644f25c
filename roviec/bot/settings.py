"""Every setting: config.toml, overridden by ROVIEC_<SECTION>__<KEY> or a file in the secrets folder."""

import json
import os
import tomllib
from datetime import time, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from roviec.db.sessions import Life
from roviec.errors import PersonError
from roviec.web.limits import Connections, Limits

PREFIX = "ROVIEC_"
OUTSIDE = {"ROVIEC_CONFIG", "ROVIEC_SECRETS"}
"""Variables that say where to look and are no settings themselves."""


class ConfigMissing(PersonError):
    """Không tìm thấy tệp cấu hình {path}. Ông/Bà chép config.toml mẫu vào đó hoặc chỉ đường dẫn bằng --config."""


class ConfigBroken(PersonError):
    """Tệp cấu hình {path} sai cú pháp: {why}. Ông/Bà sửa dòng đó rồi chạy lại."""


class ConfigWrong(PersonError):
    """Cấu hình sai ở {where}: {why}. Ông/Bà sửa trong config.toml hoặc biến môi trường rồi chạy lại."""


class Section(BaseModel):
    """A section of config.toml; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Office(Section):
    """Whose bot this is and when it may speak."""

    name: str = "Ủy ban nhân dân"
    timezone: str = "Asia/Ho_Chi_Minh"
    hours: str = "07:30-17:00"

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception as error:
            raise ValueError("múi giờ không có thật, ví dụ đúng: Asia/Ho_Chi_Minh") from error
        return value

    @field_validator("hours")
    @classmethod
    def _range(cls, value: str) -> str:
        _span(value)
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def span(self) -> tuple[time, time]:
        """Opening and closing time."""
        return _span(self.hours)


def _span(value: str) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError as error:
        raise ValueError("giờ làm việc phải viết như 07:30-17:00") from error
    if opens.tzinfo or closes.tzinfo or opens >= closes:
        raise ValueError("giờ làm việc phải viết như 07:30-17:00, không kèm múi giờ")
    return opens, closes


class DatabaseSection(Section):
    """Where the data lie."""

    url: str = "sqlite+aiosqlite:///var/roviec.db"
    files: Path = Path("var/files")

    @field_validator("url")
    @classmethod
    def _driver(cls, value: str) -> str:
        if not value.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
            raise ValueError("chỉ nhận sqlite+aiosqlite:///… hoặc postgresql+asyncpg://…")
        return value


class Web(Section):
    """The web server."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    session_days: int = Field(default=180, ge=1, le=3650)
    official_session_hours: int = Field(default=336, ge=1, le=87600)
    trusted_proxies: tuple[str, ...] = ()
    max_connections: int = Field(default=2000, ge=10)
    max_connections_per_address: int = Field(default=200, ge=1)
    new_chats_per_minute: int = Field(default=30, ge=0)
    posts_per_minute: int = Field(default=600, ge=0)
    uploads_per_hour: int = Field(default=60, ge=0)
    upload_mb_per_hour: int = Field(default=200, ge=0)
    feedback_per_hour: int = Field(default=20, ge=0)
    wrong_codes_per_hour: int = Field(default=20, ge=0)

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            try:
                ip_network(one)
            except ValueError as error:
                raise ValueError(f"{one} không phải địa chỉ IP hay dải mạng, ví dụ đúng: 10.0.0.5") from error
        return value

    @property
    def life(self) -> Life:
        """How long a browser's session lives after its last use."""
        return Life(timedelta(days=self.session_days), timedelta(hours=self.official_session_hours))

    @property
    def limits(self) -> Limits:
        """What one address may do."""
        return Limits(
            chats_per_minute=self.new_chats_per_minute,
            posts_per_minute=self.posts_per_minute,
            uploads_per_hour=self.uploads_per_hour,
            upload_mb_per_hour=self.upload_mb_per_hour,
            feedback_per_hour=self.feedback_per_hour,
            wrong_codes_per_hour=self.wrong_codes_per_hour,
        )

    @property
    def connections(self) -> Connections:
        """How many connections there may be."""
        return Connections(
            most=self.max_connections,
            of_one=self.max_connections_per_address,
            trusted_proxies=self.trusted_proxies,
        )


class Telegram(Section):
    """The Telegram channel."""

    enabled: bool = False
    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org"
    proxy: str = ""
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")


class ZaloBot(Section):
    """The Zalo Bot Platform channel."""

    enabled: bool = False
    token: SecretStr = SecretStr("")
    base_url: str = "https://bot-api.zaloplatforms.com"
    mode: Literal["polling", "webhook"] = "webhook"
    webhook_secret: SecretStr = SecretStr("")
    monthly_messages: int = Field(default=3000, ge=1)
    people: int = Field(default=50, ge=1)


class ZaloOa(Section):
    """The Zalo Official Account channel."""

    enabled: bool = False
    app_id: str = ""
    app_secret: SecretStr = SecretStr("")
    oa_secret: SecretStr = SecretStr("")
    token_key: SecretStr = SecretStr("")
    paid_replies: bool = False
    openapi_url: str = "https://openapi.zalo.me"
    oauth_url: str = "https://oauth.zaloapp.com"
    business_url: str = "https://business.openapi.zalo.me"
    signature: Literal["off", "log", "enforce"] = "log"


class Reminders(Section):
    """When the bot reminds, and who hears of a delay."""

    ladder: tuple[int, ...] = (7, 3, 1)
    hour: time = time(8, 0)
    escalation: tuple[int, int] = (1, 3)
    partners: int = 3
    before_is_inclusive: bool = True

    @field_validator("hour")
    @classmethod
    def _local(cls, value: time) -> time:
        if value.tzinfo:
            raise ValueError("giờ nhắc viết như 08:00, không kèm múi giờ")
        return value


class Survey(Section):
    """How satisfaction is shown."""

    headline: Literal["mean", "top2"] = "mean"
    minimum_cell: int = Field(default=5, ge=1)


class Feedback(Section):
    """What the office promises to citizens who write to it."""

    answer_days: int = Field(default=10, ge=1, le=60)
    per_day: int = Field(default=3, ge=1)


class Delivery(Section):
    """How fast each channel may send, in messages per second."""

    web: float = Field(default=2000, gt=0)
    telegram: float = Field(default=30, gt=0)
    zalo_bot: float = Field(default=5, gt=0)
    zalo_oa: float = Field(default=30, gt=0)


class Retention(Section):
    """How long traces are kept, in days."""

    inbox_days: int = Field(default=30, ge=1)
    outbox_days: int = Field(default=90, ge=1)
    paused_survey_days: int = Field(default=14, ge=1)
    feedback_days: int = Field(default=30, ge=1)
    max_file_mb: int = Field(default=20, ge=1, le=50)


class Settings(Section):
    """The whole configuration."""

    office: Office = Office()
    database: DatabaseSection = DatabaseSection()
    web: Web = Web()
    telegram: Telegram = Telegram()
    zalo_bot: ZaloBot = ZaloBot()
    zalo_oa: ZaloOa = ZaloOa()
    reminders: Reminders = Reminders()
    survey: Survey = Survey()
    feedback: Feedback = Feedback()
    delivery: Delivery = Delivery()
    retention: Retention = Retention()

    @property
    def public_url(self) -> str:
        """The address that links and QR codes carry."""
        return self.web.public_url or f"http://{self.web.host}:{self.web.port}"


def load(path: Path | None = None) -> Settings:
    """Read config.toml, then the environment, then the secrets folder; PersonError says what is wrong."""
    path = path or Path(os.environ.get("ROVIEC_CONFIG", "config.toml"))
    values = _read(path)
    for source in (_environment(), _secrets()):
        for section, keys in source.items():
            values.setdefault(section, {}).update(keys)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigWrong(where=where, why=_why(first)) from None


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigMissing(path=path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigBroken(path=path, why=error) from None


def _environment() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, value in os.environ.items():
        if name.startswith(PREFIX) and name not in OUTSIDE:
            section, _, key = name.removeprefix(PREFIX).lower().partition("__")
            if not key:
                raise ConfigWrong(where=name, why="tên biến phải có dạng ROVIEC_<MỤC>__<KHÓA>")
            found.setdefault(section, {})[key] = _listed(name, value)
    return found


def _listed(name: str, value: str) -> Any:
    """Return a list written as [7, 3, 1], any other value as it is."""
    if not value.startswith("["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ConfigWrong(where=name, why="danh sách phải viết như [7, 3, 1]") from None


def _secrets() -> dict[str, dict[str, Any]]:
    """Read files named section__key, as Docker and systemd lay them."""
    folder = os.environ.get("ROVIEC_SECRETS")
    found: dict[str, dict[str, Any]] = {}
    for file in Path(folder).iterdir() if folder else ():
        section, _, key = file.name.lower().partition("__")
        if key and file.is_file():
            found.setdefault(section, {})[key] = file.read_text("utf-8").strip()
    return found


_REASONS = {
    "extra_forbidden": "không có mục hay khóa này, có thể gõ nhầm tên",
    "missing": "thiếu giá trị",
}


def _why(error: Any) -> str:
    message = str(error["msg"]).removeprefix("Value error, ")
    return _REASONS.get(error["type"], message)
