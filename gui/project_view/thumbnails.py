"""Small pictures of videos, decoded in a worker and kept while the program runs."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from core.errors import AppError
from core.jobs import JobContext
from core.media.picture import Painter
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.model.values import Video
from gui.workers.frame_loader import to_image
from gui.workers.job_runner import Handle, JobRunner
from gui.workers.open_video import kept_indexes

log = logging.getLogger(__name__)

SIZE = (96, 54)
_MOST = 2000
"""Pictures that are kept: about 20 KB each."""


class Thumbnails(QObject):
    """Asks for each video once.

    Signals:
        came(video id): its picture is there.
    """

    came = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = JobRunner("thumbnails", self)
        self._images: dict[str, QImage | None] = {}
        self._runner.done.connect(self._on_done)
        self._runner.failed.connect(self._on_failed)

    def get(self, video: Video) -> QImage | None:
        """The picture of a video, or None; then it is asked for."""
        # With the path: where a missing file was located, it is tried again.
        key = f"{video.fingerprint} {video.path}"
        if key not in self._images:
            while len(self._images) >= _MOST:
                self._images.pop(next(iter(self._images)))
            self._images[key] = None
            self._runner.submit(
                self.tr("Thumbnail"), lambda ctx: (video.id, key, _read(video, ctx))
            )
        return self._images[key]

    @property
    def busy(self) -> bool:
        return self._runner.busy

    def _on_done(self, _handle: Handle, result: tuple[int, str, QImage | None]) -> None:
        video_id, key, image = result
        self._images[key] = image
        self.came.emit(video_id)

    def _on_failed(self, _handle: Handle, error: BaseException) -> None:
        log.warning("no thumbnail: %s", error)

    def close(self) -> bool:
        """End the worker, bounded. True if it has ended."""
        return self._runner.close()


def _read(video: Video, ctx: JobContext) -> QImage | None:
    """A picture from a tenth into the video; None where its file cannot be read."""
    try:
        source = VideoSource.of_record(video, ctx, None, kept_indexes())
        wide, high = source.probe.width, source.probe.height
        factor = min(SIZE[0] / wide, SIZE[1] / high)
        size = max(round(wide * factor / 2) * 2, 2), max(round(high * factor / 2) * 2, 2)
        with FrameReader(source, None, ctx.check, threads=1) as reader:
            # The key frame: nothing else has to be decoded for it.
            reader.go_to(source.index.key_before(len(source.index) // 10))
            image = to_image(Painter().bgra(reader.keep(size)))
    except AppError as error:
        log.info("no thumbnail of %s: %s", video.path, error)
        return None
    return image.scaled(
        *SIZE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
