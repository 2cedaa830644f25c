"""Every setting: config.toml, overridden by ROVIEC_<SECTION>__<KEY> or a file in the secrets folder."""

import json
import os
import tomllib
from collections.abc import Iterable
from datetime import time, timedelta
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, create_model, field_validator

from roviec.bot.keeping_settings import Backup
from roviec.bot.knock_settings import Mail, Push
from roviec.bot.report_settings import Report
from roviec.bot.store_settings import S3
from roviec.bot.watch_settings import Log, Watch
from roviec.channels import registered
from roviec.channels.registry import Registration
from roviec.db.engine import CONNECTIONS
from roviec.db.sessions import Life
from roviec.errors import PersonError
from roviec.messages.incoming import LARGEST
from roviec.sections import Section
from roviec.tasks.calendar import DayOff
from roviec.web.limits import Connections, Limits

PREFIX = "ROVIEC_"
OUTSIDE = {"ROVIEC_CONFIG", "ROVIEC_SECRETS"}
"""Variables that say where to look and are no settings themselves."""


class ConfigMissing(PersonError):
    """Không tìm thấy tệp cấu hình {path}. Ông/Bà chép config.toml mẫu vào đó hoặc chỉ đường dẫn bằng --config."""


class ConfigUnreadable(PersonError):
    """Không đọc được tệp cấu hình {path}. Ông/Bà cho tài khoản đang chạy roviec quyền đọc tệp và thư mục đó."""


class ConfigBroken(PersonError):
    """Tệp cấu hình {path} sai cú pháp: {why}. Ông/Bà sửa dòng đó rồi chạy lại."""


class ConfigWrong(PersonError):
    """Cấu hình sai ở {where}: {why}. Ông/Bà sửa trong config.toml hoặc biến môi trường rồi chạy lại."""


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
    connections: int = Field(default=CONNECTIONS, ge=10, le=200)
    files: Path = Path("var/files")
    files_in: Literal["folder", "database", "s3"] = "folder"

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
    metrics_token: SecretStr = SecretStr("")

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


class Reminders(Section):
    """When the bot reminds, and who hears of a delay."""

    ladder: tuple[int, ...] = (7, 3, 1)
    hour: time = time(8, 0)
    escalation: tuple[int, int] = (1, 3)
    partners: int = 3
    before_is_inclusive: bool = True
    day_off: DayOff = DayOff.as_written

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
    public: bool = False


class Feedback(Section):
    """What the office promises to citizens who write to it."""

    answer_days: int = Field(default=10, ge=1, le=60)
    per_day: int = Field(default=3, ge=1)
    complaints: str = ""
    desk: str = ""


class Delivery(Section):
    """How fast each channel may send, in messages per second: `shaped` adds a key for each."""


class Retention(Section):
    """How long traces are kept, in days."""

    inbox_days: int = Field(default=30, ge=1)
    outbox_days: int = Field(default=90, ge=1)
    paused_survey_days: int = Field(default=14, ge=1)
    feedback_days: int = Field(default=30, ge=1)
    web_days: int = Field(default=90, ge=1)
    idle_days: int = Field(default=365, ge=30)
    quarantine_days: int = Field(default=30, ge=1)
    max_file_mb: int = Field(default=LARGEST // 1024**2, ge=1, le=50)


class Settings(Section):
    """The whole configuration; `shaped` adds the sections of the channels."""

    office: Office = Office()
    database: DatabaseSection = DatabaseSection()
    web: Web = Web()
    reminders: Reminders = Reminders()
    survey: Survey = Survey()
    feedback: Feedback = Feedback()
    delivery: Delivery = Delivery()
    push: Push = Push()
    mail: Mail = Mail()
    report: Report = Report()
    retention: Retention = Retention()
    backup: Backup = Backup()
    watch: Watch = Watch()
    log: Log = Log()
    s3: S3 = S3()

    @property
    def public_url(self) -> str:
        """The address that links and QR codes carry."""
        return self.web.public_url or f"http://{self.web.host}:{self.web.port}"

    @property
    def contact(self) -> str:
        """At which mailto: or https: address the operator of a push service finds us; "" for none."""
        mailbox = f"mailto:{self.mail.sender}" if self.mail.sender else ""
        page = self.public_url if self.public_url.startswith("https://") else ""
        return self.push.contact or mailbox or page

    @property
    def push_key(self) -> Path:
        """Where the key is kept that push services know us by."""
        return self.database.files.parent / "push.key"

    @property
    def max_file(self) -> int:
        """The bytes of the largest file that is taken."""
        return self.retention.max_file_mb * 1024 * 1024

    @property
    def channels(self) -> tuple[Registration, ...]:
        """The channels that are on."""
        return tuple(one for one in registered.CHANNELS if not one.section or self.of(one).enabled)

    def of(self, channel: Registration) -> Any:
        """Return the section of a channel; None for one without settings."""
        return getattr(self, channel.name) if channel.section else None

    def per_second(self, channel: Registration) -> float:
        """Return how many messages a second a channel may send."""
        return float(getattr(self.delivery, channel.name))

    def without(self, channels: Iterable[Registration]) -> "Settings":
        """Return the same with channels turned off."""
        off = {one.name: self.of(one).model_copy(update={"enabled": False}) for one in channels}
        return self.model_copy(update=off)


def shaped() -> type[Settings]:
    """Return the class of the settings, with a section and a pace for every channel of the list."""
    return _shaped(registered.CHANNELS)


@cache
def _shaped(channels: tuple[Registration, ...]) -> type[Settings]:
    paces: Any = {one.name: (float, Field(default=one.per_second, gt=0)) for one in channels}
    delivery = create_model("Delivery", __base__=Delivery, **paces)
    own: Any = {one.name: (one.section, one.section()) for one in channels if one.section}
    return create_model("Settings", __base__=Settings, delivery=(delivery, delivery()), **own)


def make(**sections: Any) -> Settings:
    """Return settings from sections such as config.toml has them; raise ValidationError."""
    return shaped().model_validate(sections)


def found() -> Path:
    """Return where the configuration is when nobody names another place."""
    return Path(os.environ.get("ROVIEC_CONFIG", "config.toml"))


def secrets_in(path: Path) -> list[str]:
    """Return the keys of a configuration file whose values are secrets, as section.key: they belong elsewhere."""
    sections: dict[str, Any] = {name: one.annotation for name, one in shaped().model_fields.items()}
    secret = {
        (section, key)
        for section, kind in sections.items()
        for key, one in kind.model_fields.items()
        if one.annotation is SecretStr
    }
    written = [
        (section, key) for section, keys in _read(path).items() for key, value in keys.items() if value
    ]
    return [f"{section}.{key}" for section, key in written if (section, key) in secret]


def load(path: Path | None = None) -> Settings:
    """Read config.toml, then the environment, then the secrets folder; PersonError says what is wrong."""
    values = _read(path or found())
    for source in (_environment(), _secrets()):
        for section, keys in source.items():
            values.setdefault(section, {}).update(keys)
    try:
        return make(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigWrong(where=where, why=_why(first)) from None


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigMissing(path=path) from None
    except PermissionError:
        raise ConfigUnreadable(path=path) from None
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
