"""The wheel alone runs an office: built, installed into a new environment, started from a folder of its own."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import roviec

ROOT = Path(__file__).parents[2]
PACKAGE = Path(roviec.__file__).parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="no hatchling to build with")
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_it_carries_everything_that_is_no_code(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    skipped = {".pyc"}
    for path in PACKAGE.rglob("*"):
        if path.is_file() and path.suffix not in skipped:
            assert f"roviec/{path.relative_to(PACKAGE).as_posix()}" in inside
    assert zipfile.ZipFile(wheel).read("roviec/bot/config.toml") == (ROOT / "config.toml").read_bytes()


def test_it_runs_in_a_new_environment(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies are lent by a path file, as no package may be fetched here; `make wheel` fetches them."""
    home = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True, timeout=60)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    # Paths alone: the editable project of this checkout stays out.
    lent = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    (site / "lent.pth").write_text("".join(f"{path}\n" for path in lent))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def roviec_(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [home / "bin/python", "-m", "roviec", *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False,
        )  # fmt: skip

    where = subprocess.run(
        [home / "bin/python", "-c", "import roviec; print(roviec.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(home)
    assert roviec_("init").returncode == 0
    assert (tmp_path / "config.toml").read_bytes() == (ROOT / "config.toml").read_bytes()
    looked = roviec_("doctor")
    assert looked.returncode == 1, looked.stderr
    assert "Chưa có danh sách cán bộ" in looked.stdout
    assert roviec_("tasks").returncode == 0
    saved = roviec_("backup", "--nightly")
    assert saved.returncode == 0, saved.stderr
    assert (tmp_path / saved.stdout.strip()).is_file()
