"""One video through all stages: detection, linking, scoring. Finished stages are not done again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np

from core.analysis.batches import BatchedDetector, first_batch
from core.analysis.detect import detect, detection_size
from core.analysis.device import resolve_device
from core.analysis.interruption import interruptible
from core.analysis.options import ChosenPlugin
from core.analysis.params import AnalysisParams
from core.analysis.scoring import TrackScorer
from core.analysis.speaking import TrackSpeaker
from core.analysis.stages import (
    Detected,
    Stages,
    pack_detections,
    stage_key,
    unpack_detections,
)
from core.analysis.track_sound import TrackSound
from core.contract import Detector, Plugins
from core.errors import PluginError
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model.edits import NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Analysis, Dropped, Track, Video
from core.vision.linking import LinkedTrack, Linker, ShotEnds

OPENING_SHARE = 0.02
_DETECTION_SHARE = 0.7
"""Ends of the parts of the progress bar for indexing and for the decoding pass; scoring follows."""

WHOLE_PICTURE = "whole picture"


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """What an analysis found; `edits.set_analysis` puts it into a document, on its thread."""

    analysis: Analysis
    found: tuple[NewTrack, ...]


class Analyzer:
    """Analyses videos with one set of parameters; models are loaded once, when first needed.

    Used from one thread.

    Raises:
        PluginError: a plugin or its options are not usable.
    """

    def __init__(self, params: AnalysisParams, plugins: Plugins) -> None:
        self.params = params
        self._plugins = plugins
        self._detectors: list[BatchedDetector] = []
        self._scorer = TrackScorer(params, plugins)
        self._speaker = TrackSpeaker(params, plugins)
        # That of faces first.
        self._chosen: list[ChosenPlugin] = []
        if params.crop == "face":
            wanted = [("faces", params.detector)]
            if params.objects:
                wanted.append(("objects", params.objects))
            for finds, id in wanted:
                info = plugins.info("detector", id)
                if info.finds != finds:
                    raise PluginError(
                        f"the detector {info.name} finds {info.finds}, not {finds}",
                        "Choose another one",
                    )
                self._chosen.append(ChosenPlugin(info, params))

    def analyse(
        self, source: VideoSource, video: Video, stages: Stages, ctx: JobContext
    ) -> AnalysisResult:
        """Take one video through all stages.

        Raises:
            MediaError, ModelError, PluginError, ProjectError: it failed; finished stages are kept
                in `stages`.
            Cancelled: likewise.
        """
        ctx.section(OPENING_SHARE, _DETECTION_SHARE)
        detected = self._detected(source, video, stages, ctx)
        tracks, dropped = self._tracks(source, detected, ctx)
        # Only faces have lips.
        faces = [track for track in tracks if track.label < detected.faces]
        scored = 1.0 - (1.0 - _DETECTION_SHARE) * self._speaker.share
        paths = [track.keyframes for track in faces]
        with TrackSound(source) as sound:
            scores, notices = self._scorer.score(
                sound, video, paths, stages, ctx, (_DETECTION_SHARE, scored)
            )
            speaking, reasons = self._speaker.speaking(
                sound, video, paths, stages, ctx, (scored, 1.0)
            )
        measured = {
            id(track): (score, speaks)
            for track, score, speaks in zip(faces, scores, speaking, strict=True)
        }
        names = [chosen.info.id for chosen in self._chosen] or [WHOLE_PICTURE]
        analysis = Analysis(
            id=video.id,
            key=self._key(video),
            detector=names[0],
            scorer=self._scorer.plugin.info.id,
            shots=detected.shots,
            dropped=tuple(dropped),
            notices=tuple(dict.fromkeys([*detected.notices, *notices, *reasons])),
        )
        found = tuple(
            NewTrack(
                Track(
                    0,
                    video.id,
                    label=detected.labels[track.label],
                    detector=names[0] if track.label < detected.faces else names[1],
                    is_face=track.label < detected.faces,
                ),
                track.keyframes,
                *measured.get(id(track), (None, None)),
            )
            for track in tracks
        )
        ctx.section(0.0, 1.0)
        ctx.progress(1, 1, "Done")
        return AnalysisResult(analysis, found)

    def _key(self, video: Video) -> str:
        """Names the whole result: equal keys, equal results."""
        parameters: dict[str, object] = {
            "detection": self._detection_parameters(),
            "link": asdict(self.params.link),
            "score": self._scorer.parameters(),
            "mode": self.params.mode,
        }
        if speaker := self._speaker.parameters():
            parameters["speaking"] = speaker
        return stage_key("analysis", video.fingerprint, parameters)

    def _detection_parameters(self) -> dict[str, object]:
        params = self.params
        parameters: dict[str, object] = {
            "shots": params.shot_threshold,
            "long_side": params.detection_long_side,
        }
        if self._chosen:
            parameters["detectors"] = [chosen.parameters() for chosen in self._chosen]
            parameters["iou"] = params.detection_iou
            parameters["every"] = params.detect_every
            parameters["objects_long_side"] = params.objects_long_side
        return parameters

    def _detected(
        self, source: VideoSource, video: Video, stages: Stages, ctx: JobContext
    ) -> Detected:
        key = stage_key("detections", video.fingerprint, self._detection_parameters())
        if (kept := stages.get(key)) is not None:
            return unpack_detections(kept)
        ctx.progress(0, 0, "Loading the models")
        device = resolve_device(self.params.device)
        ctx.check()
        # Some try their network when they are made.
        with interruptible(ctx.check):
            if video.has_audio:
                # Wrong weights are told now, not after the long pass.
                self._scorer.load()
                ctx.check()
                self._speaker.load()
                ctx.check()
            if not self._detectors:
                # All or none: one that fails must not leave the others to work alone.
                made = []
                for chosen in self._chosen:
                    made.append(self._made(chosen, device, source))
                    ctx.check()
                self._detectors = made
        detected = detect(source, self._detectors, self.params, ctx)
        stages.put(key, video.id, "detections", pack_detections(detected))
        return detected

    def _made(self, chosen: ChosenPlugin, device: str, source: VideoSource) -> BatchedDetector:
        info, params = chosen.info, self.params
        faces = info.finds == "faces"
        long_side = params.detection_long_side if faces else params.objects_long_side
        width, height = detection_size(source.probe.width, source.probe.height, long_side)

        def make(device: str) -> Detector:
            return self._plugins.detector(info.id, chosen.options(device))

        own = info.device(device)
        batch = first_batch(own, width * height)
        return BatchedDetector(info, make, own, batch, list(info.notices(device)), long_side)

    def _tracks(
        self, source: VideoSource, detected: Detected, ctx: JobContext
    ) -> tuple[list[LinkedTrack], list[Dropped]]:
        if self.params.crop == "none":
            return [_whole_track(source)], []
        linker = Linker(detected.shots, self.params.link)
        for step in detected.steps:
            ctx.check()
            linker.feed(step)
        tracks, dropped = linker.finish()
        ends = ShotEnds(detected.shots, source.index)
        return [replace(t, keyframes=ends.held(t.keyframes)) for t in tracks], dropped


def analyse(
    source: VideoSource,
    video: Video,
    params: AnalysisParams,
    stages: Stages,
    plugins: Plugins,
    ctx: JobContext,
) -> AnalysisResult:
    """`Analyzer(params, plugins).analyse(...)` for a single video."""
    return Analyzer(params, plugins).analyse(source, video, stages, ctx)


def _whole_track(source: VideoSource) -> LinkedTrack:
    """The whole picture from the first frame to the last."""
    index, probe = source.index, source.probe
    pts = np.unique(np.array([index.start_pts, int(index.pts[-1])], np.int64))
    box = np.array([0, 0, probe.width, probe.height], np.float32)
    scores = np.ones(len(pts), np.float32)
    return LinkedTrack(0, Keyframes.detected(pts, np.tile(box, (len(pts), 1)), scores))
