"""What every section of config.toml has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A section of config.toml; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
