"""The section of config.toml about an S3-compatible store of files."""

from typing import TYPE_CHECKING

from pydantic import SecretStr, field_validator

from roviec.errors import PersonError
from roviec.sections import Section

if TYPE_CHECKING:
    from roviec.channels.common.s3 import Account


class StoreUnset(PersonError):
    """Mục [s3] chưa đủ. Ông/Bà đặt endpoint, bucket, ROVIEC_S3__ACCESS_KEY và ROVIEC_S3__SECRET_KEY."""


class S3(Section):
    """Where the bucket is; its keys stand outside of config.toml."""

    endpoint: str = ""
    bucket: str = ""
    region: str = "us-east-1"
    access_key: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")

    @field_validator("endpoint")
    @classmethod
    def _http(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("địa chỉ phải bắt đầu bằng https:// hoặc http://")
        return value

    @property
    def account(self) -> "Account":
        """Return who we are at the store; raise `StoreUnset`."""
        from roviec.channels.common.s3 import Account  # The HTTP client takes a while to load.

        access, secret = self.access_key.get_secret_value(), self.secret_key.get_secret_value()
        if not (self.endpoint and self.bucket and access and secret):
            raise StoreUnset
        return Account(self.endpoint, self.bucket, self.region, access, secret)
