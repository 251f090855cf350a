"""The sound device of the machine, through QtMultimedia.

Nothing here is imported before something is played: loading QtMultimedia takes a moment.
"""

from __future__ import annotations

import logging
from typing import Protocol

import numpy as np
from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import (
    QAudioDevice,
    QAudioFormat,
    QAudioSink,
    QMediaDevices,
    QtAudio,
)

from core.media.sound import Stereo

log = logging.getLogger(__name__)

_BUFFER_S = 0.12
"""Long enough for a thread that waits its turn, short enough that a switch is heard at once."""

_Sample = QAudioFormat.SampleFormat
_SCALES = {_Sample.Float: ("<f4", 1.0), _Sample.Int16: ("<i2", 32767.0)}
"""Type of a sample and its full scale, by format: the ones that we write, the better first."""


class Output(Protocol):
    """Something that plays frames at its own pace."""

    rate: int
    name: str

    def free(self) -> int:
        """Frames that can be written now."""
        ...

    def write(self, samples: Stereo) -> None:
        """Take (n, 2) float32; n is at most `free()`."""
        ...

    def taken(self) -> int:
        """Frames that the device has taken to play, since the beginning."""
        ...

    def lost(self) -> bool:
        """Whether the device is gone."""
        ...

    def moved(self) -> bool:
        """Whether another device should play by now."""
        ...

    def close(self) -> None:
        """Be silent at once."""
        ...


class SinkOutput:
    """The default sound device. For one thread, which needs no event loop."""

    def __init__(self, device: QAudioDevice, wanted: QAudioFormat) -> None:
        self.rate = wanted.sampleRate()
        self.name = device.description()
        self._id = bytes(device.id().data())
        self._channels = wanted.channelCount()
        self._type, self._scale = _SCALES[wanted.sampleFormat()]
        self._frame_bytes = wanted.bytesPerFrame()
        self._sink = QAudioSink(device, wanted)
        self._sink.setBufferSize(int(_BUFFER_S * self.rate) * self._frame_bytes)
        self._io: QIODevice | None = self._sink.start()

    def free(self) -> int:
        return self._sink.bytesFree() // self._frame_bytes

    def write(self, samples: Stereo) -> None:
        if self._io is None:
            return
        data = np.zeros((len(samples), self._channels), self._type)
        if self._channels == 1:
            samples = samples.mean(axis=1, keepdims=True)
        width = min(self._channels, 2)
        data[:, :width] = np.clip(samples, -1.0, 1.0) * self._scale
        written = self._io.write(data.tobytes())
        if written != data.nbytes:
            log.warning("the sound device took %d of %d bytes", written, data.nbytes)

    def taken(self) -> int:
        return round(self._sink.processedUSecs() * self.rate / 1_000_000)

    def lost(self) -> bool:
        # Slots on its stateChanged fail in some versions of PySide: it is asked.
        broken = self._sink.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)
        return self._io is None or broken or self._sink.state() == QtAudio.State.StoppedState

    def moved(self) -> bool:
        """Whether this is not the system's default device any more."""
        return bytes(QMediaDevices.defaultAudioOutput().id().data()) != self._id

    def close(self) -> None:
        self._io = None
        self._sink.reset()


def open_output() -> SinkOutput | None:
    """The default device, playing; None if there is none, or it cannot be opened."""
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        return None
    wanted = _format_for(device)
    if wanted is None:
        log.warning("%s takes no format that is written here", device.description())
        return None
    output = SinkOutput(device, wanted)
    if output.lost():
        output.close()
        return None
    return output


def _format_for(device: QAudioDevice) -> QAudioFormat | None:
    """Stereo at the device's own rate if it can, else its own number of channels."""
    preferred = device.preferredFormat()
    for channels in (2, preferred.channelCount()):
        for kind in _SCALES:
            wanted = QAudioFormat()
            wanted.setSampleRate(preferred.sampleRate())
            wanted.setChannelCount(channels)
            wanted.setSampleFormat(kind)
            if device.isFormatSupported(wanted):
                return wanted
    return None
