"""The sections of config.toml about telling people that something waits in the web chat: browsers, and mail."""

from pydantic import Field, SecretStr, field_validator, model_validator

from roviec.channels.webchat.vapid import private_key
from roviec.delivery.mail import Security, is_mailbox
from roviec.sections import Section


class Push(Section):
    """Knocking at browsers; the key is made once where none is given."""

    enabled: bool = True
    key: SecretStr = SecretStr("")
    contact: str = ""

    @field_validator("key")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            try:
                private_key(value.get_secret_value())
            except ValueError as error:
                raise ValueError("khóa phải là 32 byte viết bằng base64url") from error
        return value

    @field_validator("contact")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("mailto:", "https://")):
            raise ValueError("địa chỉ liên hệ viết như mailto:vanphong@xa.gov.vn hoặc https://xa.gov.vn")
        return value


class Mail(Section):
    """The server that takes our mail; without a host none is sent."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = "starttls"
    sender: str = Field(default="", alias="from")
    user: str = ""
    password: SecretStr = SecretStr("")

    @field_validator("sender")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not is_mailbox(value):
            raise ValueError("địa chỉ thư viết như vanphong@xa.gov.vn")
        return value

    @model_validator(mode="after")
    def _complete(self) -> "Mail":
        if self.host and not self.sender:
            raise ValueError("cần địa chỉ gửi: mail.from")
        if self.user and self.security == "none":
            raise ValueError("không gửi mật khẩu qua đường truyền không mã hóa: đặt starttls hoặc tls")
        return self
