"""The records on a real PostgreSQL, where its programs (and, for the program itself, the driver) are there."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import InvalidInput
from dashboard.records import check_ins, read
from dashboard.records.database import open_records
from dashboard.records.schema_version import MIGRATIONS
from tests.records.conftest import World

PROGRAMS = ("initdb", "postgres", "psql")


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """The environment in which `psql` finds a fresh server."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"PostgreSQL is not installed: no {', '.join(missing)}")
    user = pwd.getpwuid(os.geteuid()).pw_name
    if user == "root":  # the server refuses to run as root
        user = "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else ""
        if not user:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    folder = Path(tempfile.mkdtemp(prefix="records-"))
    shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    data = str(folder / "data")
    as_user = {
        "user": user,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": folder,
    }
    subprocess.run(
        ["initdb", "-D", data, "-A", "trust", "-U", "ana", "--no-sync"], check=True, **as_user
    )
    process = subprocess.Popen(
        ["postgres", "-D", data, "-p", port, "-k", str(folder), "-h", "127.0.0.1"], **as_user
    )
    environment = {
        **os.environ,
        "PGHOST": "127.0.0.1",
        "PGPORT": port,
        "PGUSER": "ana",
        "PGDATABASE": "postgres",
    }
    try:
        for _ in range(100):
            if (
                subprocess.run(
                    ["psql", "-c", "SELECT 1"], env=environment, capture_output=True
                ).returncode
                == 0
            ):
                break
            process.poll()
            subprocess.run(["sleep", "0.1"], check=True)
        yield environment
    finally:
        process.terminate()
        process.wait(300)
        shutil.rmtree(folder)


def test_the_migrations_run_in_one_transaction_on_postgresql(server):
    told = StringIO()
    scripts = ScriptDirectory(str(MIGRATIONS))
    environment = EnvironmentContext(
        Config(),
        scripts,
        fn=lambda revision, _context: scripts._upgrade_revs("head", revision),
        as_sql=True,
        destination_rev="head",
    )
    with environment:
        environment.configure(dialect_name="postgresql", output_buffer=told)
        environment.run_migrations()
    psql = ["psql", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-q"]
    script = f"CREATE SCHEMA tried; SET search_path TO tried;\n{told.getvalue()}"
    done = subprocess.run(psql, input=script, env=server, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.skipif(
    importlib.util.find_spec("psycopg") is None, reason="the driver psycopg is not installed"
)
def test_the_records_live_on_postgresql_as_on_sqlite(server):
    world = World(open_records(f"postgresql+psycopg://ana@127.0.0.1:{server['PGPORT']}/postgres"))
    world.apply()
    assert world.apply(days=1).is_empty
    assert read.okrs(world.engine, world.on(0), world.at(0)) == (world.okrs(),)
    report = CheckIn(key_result="two-regions", on=world.on(1), done="Region one", by="bo")
    assert check_ins.add_check_in(world.engine, report, now=world.at(1))
    assert not check_ins.add_check_in(world.engine, report, now=world.at(1))
    assert read.check_ins(world.engine, world.on(1), world.at(1))[0].recorded_at == world.at(1)
    wrong = world.okrs(
        world.subscriptions(target=7000.0), world.rating(id="same", target=1.0, baseline=1.0)
    )
    with pytest.raises(InvalidInput, match="baseline_is_not_the_target"):
        world.apply(wrong, days=2)
    world.apply(world.okrs(world.subscriptions(target=7000.0)), days=3)
    assert world.okrs().objectives[0].key_results[0] in [
        key_result
        for objective in read.okrs(world.engine, world.on(2), world.at(9))[0].objectives
        for key_result in objective.key_results
    ]
    world.engine.dispose()
