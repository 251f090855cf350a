"""`main.py models`: exit codes, what goes to which stream, and what is left after an interrupt."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import main
from core.settings import Settings, save_settings
from core.weights.catalogue import WeightsEntry
from core.weights.part import part_size
from tests.core.weights.server import CONTENT, Server, entry_for, write_catalogue

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def entry(server: Server, own_catalogue: Any) -> WeightsEntry:
    """`syncnet_v2` under its own name, so that a plugin uses it, and one that nobody has."""
    made = server.entry(id="syncnet_v2")
    gone = entry_for(CONTENT[::-1], f"{server.address}/gone", id="gone", file="gone.pth")
    own_catalogue(made, gone)
    return made


def models(*arguments: object) -> int:
    return main.main(["models", *map(str, arguments)])


def test_list_tells_what_is_there_and_who_uses_it(
    entry: WeightsEntry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert models("list") == 0
    text = capsys.readouterr().out
    assert "syncnet_v2" in text
    assert "not installed" in text
    assert "for      syncnet" in text
    assert "MIT" in text
    entry.path.parent.mkdir(parents=True)
    entry.path.with_name("small.pth.part").write_bytes(bytes(1000))
    assert models("list") == 0
    assert "1 kB downloaded" in capsys.readouterr().out
    entry.path.write_bytes(CONTENT)
    assert models("list", "--json") == 0
    written = json.loads(capsys.readouterr().out)
    assert written["schema"] == "syncreview.models/1"
    first, second = written["weights"]
    assert first == {
        "id": "syncnet_v2", "file": "small.pth", "installed": True, "path": str(entry.path),
        "downloaded": 1000, "size": len(CONTENT), "sha256": entry.sha256, "url": entry.url,
        "licence": "MIT", "citation": "A. Nobody: Small, 2020", "plugins": ["syncnet"],
    }  # fmt: skip
    assert (second["installed"], second["path"], second["plugins"]) == (False, None, [])


def test_fetch_prints_the_path_and_its_progress_elsewhere(
    entry: WeightsEntry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert models("fetch", "syncnet_v2") == 0
    printed = capsys.readouterr()
    assert printed.out == f"{entry.path}\n"
    assert "syncnet_v2: " in printed.err
    assert "Downloading small.pth" in printed.err
    assert "100 % Checking small.pth" in printed.err


def test_one_that_fails_costs_no_other(
    server: Server, entry: WeightsEntry, capsys: pytest.CaptureFixture[str]
) -> None:
    server.statuses = [404]
    assert models("fetch", "gone", "syncnet_v2") == 1
    printed = capsys.readouterr()
    (failure,) = [line for line in printed.err.splitlines() if line.startswith("failed:")]
    for named in ("gone.pth", f"{server.address}/gone", str(entry.path.parent), "(404)"):
        assert named in failure
    assert printed.out == f"{entry.path}\n"


@pytest.mark.parametrize("what", ["fetch", "remove"])
def test_an_unknown_id_is_wrong_usage_and_nothing_is_done(
    what: str, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert models(what, "syncnet_v2", "nobody") == 2
    assert "Choose one of: syncnet_v2, gone" in capsys.readouterr().err
    assert server.asked == []


@pytest.mark.parametrize("arguments", [[], ["dance"], ["fetch"], ["import"], ["remove"]])
def test_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        models(*arguments)
    assert caught.value.code == 2


def test_offline_is_a_setting(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    save_settings(Settings(offline=True))
    assert models("fetch", "syncnet_v2") == 1
    assert "set to be offline" in capsys.readouterr().err
    assert server.asked == []


def test_import_verify_remove(
    tmp_path: Path, entry: WeightsEntry, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "any name").write_bytes(CONTENT)
    assert models("import", given) == 0
    assert capsys.readouterr().out == f"{given / 'any name'}: taken as syncnet_v2 (small.pth)\n"
    (given / "strange.pth").write_bytes(b"?")
    assert models("import", given) == 1
    assert f"not recognised: {given / 'strange.pth'}" in capsys.readouterr().err
    assert models("import", tmp_path / "nowhere") == 1
    assert "there is no such file" in capsys.readouterr().err
    (given / "any name").unlink()
    (given / "strange.pth").unlink()
    assert models("import", given) == 1
    assert "there are no weights in it" in capsys.readouterr().err

    assert models("verify") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [["syncnet_v2", "fine"], ["gone", "missing"]]
    entry.path.write_bytes(bytes(len(CONTENT)))
    entry.path.with_name("own.pth").write_bytes(b"?")
    assert models("verify") == 1
    text = capsys.readouterr().out
    assert "damaged: its SHA-256 is not the published one" in text
    assert f"(unknown file)           {entry.path.with_name('own.pth')}" in text

    assert models("remove", "syncnet_v2", "gone") == 1
    printed = capsys.readouterr()
    assert printed.out == "removed small.pth\n"
    assert "gone.pth is not installed" in printed.err
    assert not entry.path.exists()


def test_an_interrupt_ends_a_download_and_keeps_what_came(
    server: Server, entry: WeightsEntry, tmp_path: Path
) -> None:
    server.pause_s = 0.02
    write_catalogue(tmp_path / "here.toml", [entry])
    program = (
        "import sys; from pathlib import Path; from core.weights import catalogue; import main\n"
        f"catalogue.catalogue_path = lambda: Path({str(tmp_path / 'here.toml')!r})\n"
        "sys.exit(main.main(['models', 'fetch', 'syncnet_v2']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.PIPE, env=os.environ
    )
    deadline = time.monotonic() + 60
    while part_size(entry) < 20_000 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"cancelled: what was downloaded or copied is kept" in err
    assert b"Traceback" not in err
    assert 0 < part_size(entry) < len(CONTENT)
    server.pause_s = 0.0
    assert models("fetch", "syncnet_v2") == 0
    assert server.ranges_asked[-1] is not None
