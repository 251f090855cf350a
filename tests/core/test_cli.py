"""The command line: exit codes, outputs, and what a failure leaves alone."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO

import main
from core.jobs import Progress
from core.model.edits import set_box
from core.model.review_edits import set_finding_state
from core.model.values import Box, FindingStatus
from core.progress_text import ProgressPrinter, duration_text
from core.review.findings import video_findings
from core.store.project import Project
from tests.core.analysis.squares import make_clip
from tests.core.store.test_lock import Other

WHOLE = ["--crop", "none", "--scorer", "av_cca", "--device", "cpu"]
REPORT_KEYS = {
    "track_id", "start_s", "end_s", "scorer", "weights_sha256", "steps", "determined", "direction",
    "offset_steps", "offset_ms", "confidence", "min_distance", "reference", "robust",
    "frame_confidence", "local_offset",
}  # fmt: skip


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("영상 clips")
    return make_clip(folder / "한국어 clip.mp4")


def test_the_main_job(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, report, coco = tmp_path / "p.syncreview", tmp_path / "r.json", tmp_path / "c.json"
    outputs = ["--project", project, "--report", report, "--coco", coco, "--distances", tmp_path]
    code = main.main(["analyze", str(clip), *WHOLE, *map(str, outputs)])
    assert code == 0
    printed = capsys.readouterr()
    assert "100 frames" in printed.out
    assert "undetermined" in printed.out

    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["schema"] == "syncreview.report/1"
    (video,) = written["videos"]
    assert video["path"] == str(clip)
    assert (video["frames"], video["frame_rate"], video["duration_s"]) == (100, "25/1", 4.0)
    assert video["shots"] == [[0.0, 4.0]]
    assert video["error"] is None
    (track,) = video["tracks"]
    assert set(track) >= REPORT_KEYS
    assert track["direction"] == "undetermined"
    matrix = np.load(tmp_path / f"{clip.stem}_track{track['track_id']}.npy")
    assert matrix.dtype == np.float32
    assert matrix.shape == (track["steps"], 31)
    assert len(COCO(str(coco)).imgs) == 100

    again = tmp_path / "again.json"
    code = main.main(
        ["export", str(project), "--coco", str(again), "--frames", "every", "--every", "10"]
    )
    assert code == 0
    assert len(COCO(str(again)).imgs) == 10


def test_one_bad_video_is_one_line_and_exit_code_1(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("no video", encoding="utf-8")
    report = tmp_path / "r.json"
    code = main.main(["analyze", str(bad), str(clip), *WHOLE, "--report", str(report)])
    assert code == 1
    failures = [x for x in capsys.readouterr().err.splitlines() if x.startswith("failed:")]
    assert len(failures) == 1
    assert str(bad) in failures[0]
    first, second = json.loads(report.read_text(encoding="utf-8"))["videos"]
    assert str(bad) in first["error"]
    assert second["error"] is None
    assert len(second["tracks"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["dance"],
        ["analyze", "x.mp4", "--mode", "best"],
        ["export", "p.syncreview"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main.main(arguments)
    assert caught.value.code == 2


def test_an_unknown_plugin_is_wrong_usage(clip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["analyze", str(clip), "--detector", "nobody"]) == 2
    told = capsys.readouterr().err
    assert "Choose one of: " in told
    assert " mtcnn" in told


def test_an_output_that_cannot_be_written_costs_none_of_the_others(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, coco = tmp_path / "taken", tmp_path / "c.json"
    taken.mkdir()
    outputs = ["--report", str(taken), "--coco", str(coco)]
    assert main.main(["analyze", str(clip), *WHOLE, *outputs]) == 1
    errors = [x for x in capsys.readouterr().err.splitlines() if x.startswith("error:")]
    assert len(errors) == 1
    assert errors[0].startswith(f"error: {taken}: the report cannot be written")
    assert len(COCO(str(coco)).imgs) == 100


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode elsewhere")
def test_a_name_that_is_no_text(clip: Path, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"odd \xff.mp4")
    shutil.copy(clip, odd)
    report, coco = tmp_path / "new" / "r.json", tmp_path / "c.json"
    outputs = ["--report", report, "--coco", coco, "--distances", tmp_path / "d"]
    command = [sys.executable, "main.py", "analyze", odd, *WHOLE, *outputs]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode == 0, done.stderr
    (video,) = json.loads(report.read_text(encoding="utf-8"))["videos"]
    assert video["path"] == str(odd)
    assert len(COCO(str(coco)).imgs) == 100


@pytest.mark.parametrize("keep", [True, False])
def test_an_interrupt_is_one_line_and_exit_code_130(
    clip: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    keep: bool,
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.analysis.batch.analyse_files", interrupted)
    project = tmp_path / "missing folder" / "p.syncreview"
    named = ["--project", str(project)] if keep else []
    assert main.main(["analyze", str(clip), *WHOLE, *named]) == 130
    (line,) = capsys.readouterr().err.splitlines()
    kept = f"what was finished is kept in {project}" if keep else "nothing was written"
    assert line == f"cancelled: {kept}"
    assert project.exists() == keep


def test_an_export_leaves_out_a_video_that_was_replaced(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Boxes of one video on the frames of another would be wrong without a word."""
    first, second = shutil.copy(clip, tmp_path / "1.mp4"), make_clip(tmp_path / "2.mp4", 30)
    project, coco = str(tmp_path / "p.syncreview"), str(tmp_path / "c.json")
    assert main.main(["analyze", str(first), str(second), *WHOLE, "--project", project]) == 0
    make_clip(tmp_path / "1.mp4", 50)
    assert main.main(["export", project, "--coco", coco]) == 1
    assert "1.mp4: this is another file than the one that was analysed" in capsys.readouterr().out
    assert len(COCO(coco).imgs) == 30


def test_one_video_given_twice(clip: Path, tmp_path: Path) -> None:
    report, coco = tmp_path / "r.json", tmp_path / "c.json"
    outputs = ["--report", str(report), "--coco", str(coco), "--distances", str(tmp_path / "d")]
    assert main.main(["analyze", str(clip), str(clip), *WHOLE, *outputs]) == 0
    first, second = json.loads(report.read_text(encoding="utf-8"))["videos"]
    assert first == second
    assert len(COCO(str(coco)).imgs) == 100
    assert len(list((tmp_path / "d").iterdir())) == 1


def test_a_damaged_project_is_told_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "p.syncreview"
    project.write_bytes(b"not a project" * 50)
    assert main.main(["export", str(project), "--coco", str(tmp_path / "c.json")]) == 1
    assert str(project) in capsys.readouterr().err
    assert project.read_bytes() == b"not a project" * 50
    assert not (tmp_path / "c.json").exists()


@pytest.fixture(scope="module")
def analysed(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("analysed") / "p.syncreview"
    assert main.main(["analyze", str(clip), *WHOLE, "--project", str(project)]) == 0
    return project


def test_findings_are_listed_in_words_and_as_json(
    clip: Path, analysed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "new" / "f.json"
    assert main.main(["findings", str(analysed), "--json", str(written)]) == 0
    head, *lines, total = capsys.readouterr().out.splitlines()
    assert head == str(clip)
    report = json.loads(written.read_text(encoding="ascii"))
    assert report["schema"] == "syncreview.findings/1"
    found = report["findings"]
    assert {"undetermined", "unreviewed"} <= {f["kind"] for f in found}
    assert [f["doubt"] for f in found] == sorted((f["doubt"] for f in found), reverse=True)
    assert len(lines) == len(found)
    for line, finding in zip(lines, found, strict=True):
        assert f"{finding['kind']}: {finding['words']}" in line
        assert finding["open"]
    assert total.startswith(f"{len(found)} finding(s): ")


def test_resolved_findings_are_listed_when_asked_for(
    analysed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = shutil.copy(analysed, tmp_path / "p.syncreview")
    with Project.open(project) as opened:
        doc = opened.document
        (finding,) = (f for f in video_findings(doc, 1) if f.kind.value == "unreviewed")
        doc.apply(set_finding_state(doc, [finding], FindingStatus.RESOLVED))
    assert main.main(["findings", str(project)]) == 0
    brief = capsys.readouterr().out
    assert "unreviewed" not in brief
    assert brief.endswith("; 1 resolved or snoozed\n")
    written = tmp_path / "f.json"
    assert main.main(["findings", str(project), "--all", "--json", str(written)]) == 0
    assert "unreviewed" in capsys.readouterr().out
    closed = [f for f in json.loads(written.read_text("ascii"))["findings"] if not f["open"]]
    assert [f["kind"] for f in closed] == ["unreviewed"]


def test_findings_of_a_video_that_is_missing(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video, project = shutil.copy(clip, tmp_path / "v.mp4"), tmp_path / "p.syncreview"
    assert main.main(["analyze", str(video), *WHOLE, "--project", str(project)]) == 0
    Path(video).unlink()
    assert main.main(["findings", str(project), "--tolerance", "2f"]) == 0
    printed = capsys.readouterr()
    assert "undetermined" in printed.out
    assert "note: nothing is said about silence" in printed.err


def corrected(analysed: Path, tmp_path: Path) -> Path:
    """A copy of the project in which the box of the track was moved."""
    project = Path(shutil.copy(analysed, tmp_path / "p.syncreview"))
    with Project.open(project) as opened:
        doc = opened.document
        doc.apply(set_box(doc, 1, int(doc.keyframes(1).pts[0]), Box(10, 10, 200, 170)))
        assert doc.scores[1].stale
    return project


def test_what_was_corrected_is_scored_again(
    analysed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = corrected(analysed, tmp_path)
    with Project.open(project) as opened:
        whole = opened.document.scores[1].matrix
    again = ["rescore", str(project), "--scorer", "av_cca", "--device", "cpu"]
    assert main.main(again) == 0
    *_, track, total = capsys.readouterr().out.splitlines()
    assert track.startswith("  track 1 ")
    assert total == "1 track(s) scored again"
    with Project.open(project) as opened:
        assert not opened.document.scores[1].stale
        assert opened.document.scores[1].scorer == "av_cca"
    assert main.main(again) == 0
    assert capsys.readouterr().out == "0 track(s) scored again\n"
    assert main.main([*again, "--all", "--mode", "reference", "--crop", "none"]) == 0
    assert capsys.readouterr().out.endswith("1 track(s) scored again\n")
    with Project.open(project) as opened:
        assert opened.document.scores[1].mode == "reference"
        # The whole picture again, whatever the box.
        assert np.array_equal(opened.document.scores[1].matrix, whole)


def test_a_video_that_cannot_be_scored_again_stays_stale(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video, made = shutil.copy(clip, tmp_path / "v.mp4"), tmp_path / "made.syncreview"
    assert main.main(["analyze", str(video), *WHOLE, "--project", str(made)]) == 0
    project = corrected(made, tmp_path)
    Path(video).unlink()
    capsys.readouterr()
    assert main.main(["rescore", str(project), "--scorer", "av_cca"]) == 1
    printed = capsys.readouterr()
    (line,) = [line for line in printed.err.splitlines() if line.startswith("failed: ")]
    assert str(video) in line
    assert printed.out == "0 track(s) scored again\n"
    with Project.open(project) as opened:
        assert opened.document.scores[1].stale
    assert main.main(["rescore", str(project), "--scorer", "none_such"]) == 2


def test_an_unknown_tolerance_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main.main(["findings", "p.syncreview", "--tolerance", "lenient"])
    assert caught.value.code == 2
    assert "itu-detectability" in capsys.readouterr().err


def test_a_project_that_a_window_has_open_is_read_but_not_written(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, coco = tmp_path / "p.syncreview", tmp_path / "c.json"
    assert main.main(["analyze", str(clip), *WHOLE, "--project", str(project)]) == 0
    capsys.readouterr()
    other = Other(project)
    try:
        assert main.main(["analyze", str(clip), *WHOLE, "--project", str(project)]) == 1
        told = capsys.readouterr().err
        assert f"{project}: the project is open elsewhere: " in told
        assert f"(process {other.child.pid}). Close it there first" in told
        assert main.main(["export", str(project), "--coco", str(coco)]) == 0
        assert len(COCO(str(coco)).imgs) == 100
    finally:
        other.end()
    assert main.main(["analyze", str(clip), *WHOLE, "--project", str(project)]) == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    bar, lines = Terminal(), io.StringIO()
    for stream in (bar, lines):
        printer = ProgressPrinter(stream)
        show = printer.begin("a.mp4")
        for percent in (0, 1, 2, 50, 51, 100):
            show(Progress("Finding faces", percent, 100, percent / 100, 65.0))
        printer.end()
        printer.end()
    assert bar.getvalue().count("\r") == 6
    assert "1 min 05 s left" in bar.getvalue()
    assert bar.getvalue().endswith("Finding faces, 1 min 05 s left\n")
    assert bar.getvalue().count("\n") == 1
    assert lines.getvalue().splitlines() == [
        "a.mp4:   0 % Finding faces",
        "a.mp4:  50 % Finding faces",
        "a.mp4: 100 % Finding faces",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (59, "59 s"), (200, "3 min 20 s"), (7500, "2 h 05 min")],
)
def test_durations_in_words(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_what_has_to_be_said_of_scores_is_told_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent, project = make_clip(tmp_path / "s.mp4", sound=False), tmp_path / "p.syncreview"
    assert main.main(["analyze", str(silent), *WHOLE, "--project", str(project)]) == 0
    capsys.readouterr()
    assert main.main(["rescore", str(project), "--all", "--scorer", "av_cca"]) == 0
    *_, note, total = capsys.readouterr().out.splitlines()
    assert (note, total) == ("  note: the video has no audio", "1 track(s) scored again")
