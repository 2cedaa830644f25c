"""roviec init: a folder to run an office from."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

import roviec
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import FileUnwritable, note, out
from roviec.bot.cli.look import say
from roviec.errors import PersonError


class ConfigThere(PersonError):
    """Đã có {path} nên không ghi đè. Ông/Bà sửa tệp đó hoặc chọn thư mục khác."""


@command(app, "init", "init")
def init(
    folder: Annotated[Path, typer.Argument(metavar=say("cli.folder"), help=say("cli.init.folder"))] = Path(),
) -> None:
    """Write a config.toml in which every key is explained, and say what comes next."""
    path = folder / "config.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as new:
            new.write(sample_config())
    except FileExistsError:
        raise ConfigThere(path=path) from None
    except OSError as error:
        if error.errno == 28:
            raise
        raise FileUnwritable(path=path) from None
    out(str(path))
    note("cli.init.next", folder=folder.resolve())


def sample_config() -> bytes:
    """Return the config.toml that comes with this version: inside the wheel, or beside the sources."""
    inside = files("roviec.bot").joinpath("config.toml")
    if inside.is_file():
        return inside.read_bytes()
    return Path(roviec.__file__).parents[1].joinpath("config.toml").read_bytes()
