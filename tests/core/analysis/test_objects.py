"""Objects beside faces, masks, and pictures that are left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.batch import VideoOutcome, analyse_files
from core.analysis.between import followed
from core.analysis.options import option_files
from core.analysis.params import AnalysisParams
from core.analysis.run import Analyzer
from core.analysis.stages import Detected, pack_detections, unpack_detections
from core.contract import Detections, Detector, PluginOptions
from core.errors import ModelError, PluginError
from core.jobs import JobContext
from core.model import edits
from core.model.document import Document
from core.model.edits import NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Analysis, Shot, Source, Track
from core.registry import Registry
from core.review.findings import video_findings
from core.store.project import Project
from core.vision.linking import StepDetections
from core.vision.masks import decode_mask, encode_mask
from tests.core.analysis.squares import CODE, MANIFEST, SQUARE, make_clip, registry
from tests.core.documents import a_video, pts_of

PARAMS = AnalysisParams(
    detector="squares",
    objects="things",
    scorer="av_cca",
    device="cpu",
    detection_long_side=160,
    objects_long_side=240,
)
THINGS = CODE.replace("class Squares", "class Base").replace("return Squares()", "return Things()")
THINGS += """

from core.api import encode_mask


class Things(Base):
    labels = ("other", "thing")

    def one(self, picture):
        found = super().one(picture)
        masks = []
        for x1, y1, x2, y2 in found.boxes.astype(int):
            pixels = np.zeros(picture.shape[:2], np.uint8)
            pixels[y1:y2, x1:x2] = 1
            masks.append(encode_mask(pixels))
        points = np.repeat(found.boxes[:, None, :2], 3, axis=1)
        return Detections(found.boxes, found.scores, found.labels + 1, points, tuple(masks))
"""


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("plugins")
    target = folder / "things"
    target.mkdir()
    manifest = MANIFEST.replace("squares", "things").replace("Squares", "Things")
    (target / "manifest.toml").write_text(manifest + 'finds = "objects"\n', encoding="utf-8")
    (target / "__init__.py").write_text(THINGS, encoding="utf-8")
    return registry(folder)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.syncreview") as opened:
        yield opened


def analysed(
    project: Project, plugins: Registry, path: Path, params: AnalysisParams
) -> list[Track]:
    with project.stages() as stages:
        (outcome,) = analyse_files(
            [path], project.document, stages, Analyzer(params, plugins), lambda _: JobContext()
        )
    assert outcome.error is None
    assert outcome.video is not None
    return project.document.tracks_of(outcome.video.id)


def test_faces_are_scored_and_objects_are_followed_only(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    path = make_clip(tmp_path / "a.mp4")
    face, thing = sorted(
        analysed(project, plugins, path, PARAMS), key=lambda track: not track.is_face
    )
    doc = project.document
    assert (face.label, face.detector, face.is_face) == ("square", "squares", True)
    assert (thing.label, thing.detector, thing.is_face) == ("thing", "things", False)
    assert face.id in doc.scores
    assert thing.id not in doc.scores
    # Nothing of the review is about what has no lips.
    assert {f.track_id for f in video_findings(doc, 1)} == {face.id}
    # Each sees pictures of its own size: the squares are where they are.
    expected = [[20 + n, 20, 20 + n + SQUARE, 20 + SQUARE] for n in range(100)]
    for track in (face, thing):
        assert np.abs(doc.keyframes(track.id).boxes - np.array(expected)).max() <= 3
    # Masks are those of the small pictures, over the video's own.
    rows = doc.keyframes(thing.id)
    assert len(rows) == 100
    for row in (0, 50, 99):
        mask = rows.masks[row]
        assert isinstance(mask, bytes)
        pixels = decode_mask(mask, (320, 180))
        wanted = np.zeros((180, 320), np.uint8)
        wanted[20 : 20 + SQUARE, 20 + row : 20 + row + SQUARE] = 1
        assert (pixels & wanted).sum() / (pixels | wanted).sum() > 0.93
        assert np.abs(rows.landmarks[row] - (20 + row, 20)).max() <= 2.5
    assert all(mask is None for mask in doc.keyframes(face.id).masks)
    before = (dict(doc.tracks), dict(doc.scores))
    analysed(project, plugins, path, PARAMS)
    assert (dict(doc.tracks), dict(doc.scores)) == before


@pytest.mark.parametrize(("faces", "objects"), [("things", ""), ("squares", "mtcnn")])
def test_a_detector_of_another_kind_is_refused(faces: str, objects: str, plugins: Registry) -> None:
    with pytest.raises(PluginError, match="finds"):
        Analyzer(replace(PARAMS, detector=faces, objects=objects), plugins)


def test_between_the_pictures_that_are_looked_at_boxes_are_followed(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    path = make_clip(tmp_path / "a.mp4", textured=True)
    params = replace(PARAMS, objects="", detect_every=5, detection_long_side=320)
    (track,) = analysed(project, plugins, path, params)
    rows = project.document.keyframes(track.id)
    assert len(rows) == 100
    assert [row.source is Source.DETECTOR for row in rows] == [n % 5 == 0 for n in range(100)]
    expected = [[20 + n, 20, 20 + n + SQUARE, 20 + SQUARE] for n in range(100)]
    assert np.abs(rows.boxes - np.array(expected)).max() <= 3
    # The trust lowers the score.
    scores = np.array([row.score for row in rows])
    assert (scores[::5] == 0.75).all()
    assert (scores <= 0.75).all()


def test_what_is_lost_is_followed_no_further() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (120, 160, 3), np.uint8)
    one = Detections(
        np.array([[20, 20, 80, 80], [-50, 0, -20, 40]], np.float32),
        np.array([0.9, 0.8], np.float32),
        np.array([0, 1]),
    )
    other = np.random.default_rng(2).integers(0, 256, (120, 160, 3), np.uint8)
    kept, lost, after = followed(one, noise, [noise, other, noise])
    assert np.abs(kept.boxes - [20, 20, 80, 80]).max() < 0.5
    assert kept.labels.tolist() == [0]
    assert (len(lost), len(after)) == (0, 0)


_MASKS = st.lists(st.sampled_from([None, encode_mask(np.eye(7, dtype=np.uint8)), b"0"]), max_size=4)


@given(st.lists(st.tuples(_MASKS, st.booleans()), max_size=6))
def test_masks_and_where_they_were_followed_are_kept(
    given: list[tuple[list[bytes | None], bool]],
) -> None:
    steps = [
        StepDetections(
            n,
            n,
            np.zeros((len(masks), 4), np.float32),
            np.ones(len(masks), np.float32),
            np.zeros(len(masks), np.int64),
            None,
            tuple(masks) if any(m is not None for m in masks) else None,
            was_followed,
        )
        for n, (masks, was_followed) in enumerate(given)
    ]
    detected = Detected((Shot(0, 9),), steps, ("face", "cat"), 1, ("said",))
    back = unpack_detections(pack_detections(detected))
    assert [(s.masks, s.followed) for s in back.steps] == [(s.masks, s.followed) for s in steps]
    assert (back.labels, back.faces, back.notices) == (("face", "cat"), 1, ("said",))


def test_one_detector_that_fails_does_not_leave_the_other_to_work_alone(
    project: Project, plugins: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_clip(tmp_path / "a.mp4", frames=50)
    analyzer = Analyzer(PARAMS, plugins)
    real = plugins.detector

    def fails(id: str, options: PluginOptions) -> Detector:
        if id == "things":
            raise ModelError("its file is not there")
        return real(id, options)

    def run() -> VideoOutcome:
        with project.stages() as stages:
            (outcome,) = analyse_files(
                [path], project.document, stages, analyzer, lambda _: JobContext()
            )
        return outcome

    monkeypatch.setattr(plugins, "detector", fails)
    for _ in range(2):
        assert "not there" in str(run().error)
    monkeypatch.setattr(plugins, "detector", real)
    assert run().error is None
    assert {track.is_face for track in project.document.tracks.values()} == {True, False}


def test_a_file_that_an_option_names_is_part_of_what_a_result_depends_on(tmp_path: Path) -> None:
    file = tmp_path / "net.onnx"
    file.write_bytes(b"one")
    values = {"path": str(file), "labels": "a, b", "size": 4, "gone": str(tmp_path / "gone")}
    first = option_files(values)
    assert list(first) == ["path"]
    file.write_bytes(b"another")
    assert option_files(values) != first


def test_a_face_and_a_person_are_not_the_same_thing() -> None:
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    boxes = np.tile(np.array([10, 10, 90, 90], np.float32), (40, 1))
    pts = np.array([pts_of(n) for n in range(40)], np.int64)
    rows = Keyframes.detected(pts, boxes, np.ones(40, np.float32))
    person = Track(0, 1, "person", detector="things", is_face=False)
    analysis = Analysis(1, "k", "squares", "av_cca")
    doc.apply(edits.set_analysis(doc, analysis, [NewTrack(person, rows)]))
    doc.apply(edits.relabel(doc, 1, "person", "Anna"))
    found = [NewTrack(Track(0, 1, "face", detector="squares"), rows), NewTrack(person, rows)]
    doc.apply(edits.set_analysis(doc, analysis, found))
    assert sorted((t.label, t.name) for t in doc.tracks.values()) == [
        ("face", ""), ("person", "Anna"),
    ]  # fmt: skip
