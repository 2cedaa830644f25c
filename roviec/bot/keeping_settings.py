"""The section of config.toml about copies of the office's data."""

from datetime import time
from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from roviec.sections import Section


class Backup(Section):
    """Where, when and for how long the office is saved each night; an empty folder saves nothing by itself."""

    folder: str = "var/backup"
    hour: time = time(1, 0)
    keep_days: int = Field(default=14, ge=1, le=3650)
    key: SecretStr = SecretStr("")

    @field_validator("hour")
    @classmethod
    def _local(cls, value: time) -> time:
        if value.tzinfo:
            raise ValueError("giờ sao lưu viết như 01:00, không kèm múi giờ")
        return value

    @field_validator("key")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 12:
            raise ValueError("khóa sao lưu phải dài ít nhất 12 ký tự")
        return value

    @property
    def place(self) -> Path | None:
        """The folder of the nightly copies."""
        return Path(self.folder) if self.folder else None

    @property
    def secret(self) -> str:
        """The passphrase; "" where copies are not encrypted."""
        return self.key.get_secret_value()
