"""The sections of config.toml about being looked after from outside."""

from typing import Literal

from pydantic import SecretStr, field_validator

from roviec.sections import Section


class Watch(Section):
    """Who is told each minute that the office's clock goes; when they hear nothing, they raise the alarm."""

    url: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _http(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(("https://", "http://")):
            raise ValueError("địa chỉ phải bắt đầu bằng https:// hoặc http://")
        return value

    @property
    def address(self) -> str:
        """The address; "" for nobody."""
        return self.url.get_secret_value()


class Log(Section):
    """How the log is written."""

    format: Literal["text", "json"] = "text"
