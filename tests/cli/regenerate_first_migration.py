"""Write roviec/db/migrations/versions/0001_first_tables.py anew from the models.

Run from the root of the project: python tests/cli/regenerate_first_migration.py
Only before the first release: afterwards a change of the models is a migration of its own.
"""

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "roviec/db/migrations/versions"


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from roviec.db.migrate import _config

    for old in VERSIONS.glob("0001_*.py"):
        old.unlink()
    with sa.create_engine("sqlite://").begin() as connection:
        command.revision(
            _config(connection), "First tables", autogenerate=True, rev_id="0001", version_path=str(VERSIONS)
        )
    (written,) = VERSIONS.glob("0001_*.py")
    kept = [line for line in written.read_text("utf-8").splitlines() if "# ###" not in line]
    written.write_text("\n".join(kept) + "\n", "utf-8")
    for order in (["check", "--fix", "--select", "I,W,F401"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *order, str(written)], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
