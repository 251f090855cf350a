"""The demo clip and its variants are true: frames, cut, faces' places, and how the sound lies."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.media.clips import NTSC
from tests.media.demo import Demo, DemoSpec, make_demo, pictures_of, sound_of, truth_of
from tests.media.muxing import Picture
from tests.media.reading import Pictures, Sound, decode_pictures, decode_sound
from tests.media.voice import SAMPLE_RATE

MIB = 1 << 20
SHRINK = 4
"""The demo clip's 650 pictures would fill a GB; a quarter of the size shows as much here."""


@pytest.fixture(scope="module")
def pictures(demo_clip: Path) -> Pictures:
    return decode_pictures(demo_clip, shrink=SHRINK)


@pytest.fixture(scope="module")
def sound(demo_clip: Path) -> Sound:
    return decode_sound(demo_clip)


def mouth_movement(
    pictures: list[Picture], box: list[float], shrink: int = 1
) -> npt.NDArray[np.float64]:
    """How dark the inside of a mouth is, a frame: (n,) float64. Dark means open."""
    left, top, right, bottom = (round(v / shrink) for v in box)
    inset = (right - left) // 6
    region = [p[top:bottom, left + inset : right - inset] for p in pictures]
    return np.array([255.0 - r.mean() for r in region])


def loudness(sound: Sound, times: list[float], window: float) -> npt.NDArray[np.float64]:
    """Log level of the sound in `window` seconds from each time on: (n,) float64."""
    levels = []
    for time in times:
        start = round((time - float(sound.start)) * sound.rate)
        part = sound.samples[max(start, 0) : start + round(window * sound.rate)]
        levels.append(np.sqrt(np.mean(part**2)) if len(part) else 0.0)
    return np.log(np.array(levels) + 1e-3)


def best_lag(
    mouth: npt.NDArray[np.float64], sound: Sound, times: list[float], step: float = 0.04
) -> tuple[int, float]:
    """By how many steps the sound comes after the mouth, and the correlation there."""
    found = {}
    for lag in range(-15, 16):
        shifted = [t + lag * step for t in times]
        keep = [k for k, t in enumerate(shifted) if times[0] <= t <= times[-1]]
        level = loudness(sound, [shifted[k] for k in keep], step)
        found[lag] = float(np.corrcoef(mouth[keep], level)[0, 1])
    best = max(found, key=lambda lag: found[lag])
    return best, found[best]


def test_the_clip_is_small_and_has_all_its_frames(
    demo_clip: Path, demo_truth: dict[str, Any], pictures: Pictures
) -> None:
    assert demo_clip.stat().st_size < 2 * MIB
    assert demo_clip.read_bytes().index(b"moov") < demo_clip.read_bytes().index(b"mdat")
    assert len(pictures.times) == demo_truth["frames"] == 650
    assert pictures.times == [n / Fraction(25) for n in range(650)]
    first = decode_pictures(demo_clip, every=1000).pictures[0]
    assert first.shape == (demo_truth["height"], demo_truth["width"], 3)


def test_the_truth_beside_the_clip_is_that_of_its_specification(
    demo_truth: dict[str, Any],
) -> None:
    assert demo_truth == truth_of(DemoSpec())
    assert [s["offset_steps"] for s in demo_truth["shots"]] == [0.0, -5.0]


def test_the_sound_lies_where_it_was_made(sound: Sound) -> None:
    wanted = sound_of(DemoSpec())
    assert sound.rate == SAMPLE_RATE
    length = 8 * SAMPLE_RATE
    # By way of the spectrum: the lag at which what is heard agrees best with what was encoded.
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.fft.rfft(sound.samples[:length], size)
    match = np.fft.irfft(spectrum * np.conj(np.fft.rfft(wanted[:length], size)), size)
    lag = int(np.argmax(match))
    lag = lag - size if lag > size // 2 else lag
    assert abs(lag / sound.rate + float(sound.start)) < 1e-3


@pytest.mark.parametrize(("shot", "speaker", "lag"), [(0, "left", 0), (1, "right", 5)])
def test_the_speaker_moves_with_the_sound_and_the_listener_does_not(
    shot: int,
    speaker: str,
    lag: int,
    pictures: Pictures,
    sound: Sound,
    demo_truth: dict[str, Any],
) -> None:
    told = demo_truth["shots"][shot]
    assert told["speaker"] == speaker
    assert told["offset_steps"] == -lag
    span = slice(told["first_frame"], told["first_frame"] + told["frames"])
    times = [float(t) for t in pictures.times[span]]
    shown = pictures.pictures[span]
    found = {
        side: best_lag(mouth_movement(shown, told["mouths"][side], SHRINK), sound, times)
        for side in ("left", "right")
    }
    silent = "right" if speaker == "left" else "left"
    assert found[speaker][0] == lag
    assert found[speaker][1] > 0.5
    assert found[silent][1] < 0.3


def test_the_one_cut_is_far_over_the_usual_threshold(
    pictures: Pictures, demo_truth: dict[str, Any]
) -> None:
    cut = demo_truth["shots"][1]["first_frame"]

    def hsv(number: int) -> npt.NDArray[np.float64]:
        return cv2.cvtColor(pictures.pictures[number], cv2.COLOR_RGB2HSV).astype(np.float64)

    # The content detector's figure: mean change of hue, saturation and value; 27 is a cut.
    jumps = [float(np.abs(hsv(n) - hsv(n - 1)).mean()) for n in range(1, 650)]
    assert jumps.pop(cut - 1) > 40
    assert max(jumps) < 10


def test_every_head_is_found_in_its_box(demo_clip: Path, demo_truth: dict[str, Any]) -> None:
    facenet = pytest.importorskip("facenet_pytorch")
    detector = facenet.MTCNN(keep_all=True)
    every = 90
    for turn, picture in enumerate(decode_pictures(demo_clip, every, shrink=2).pictures):
        number = turn * every
        boxes, scores = detector.detect(picture)
        found = [2 * b for b, s in zip(boxes, scores, strict=True) if s > 0.9]
        assert len(found) == 2
        told = demo_truth["shots"][number // 325]["faces"]
        for got, want in zip(sorted(found, key=lambda b: b[0]), told.values(), strict=True):
            assert got[2] - got[0] > 100
            assert np.abs(got - np.array(want)).max() < 0.25 * (want[2] - want[0])


@pytest.mark.parametrize(
    ("rate", "delay"), [(NTSC, 3), (Fraction(30), -4), (Fraction(25), -8)], ids=str
)
def test_variants_have_their_rate_and_delay(
    rate: Fraction, delay: int, demo_factory: Callable[..., Demo]
) -> None:
    demo = demo_factory(rate=rate, delay_steps=(delay,), size=(320, 180), shot_seconds=Fraction(7))
    pictures = decode_pictures(demo.path)
    assert pictures.times == [n / rate for n in range(round(7 * rate))]
    told = demo.truth["shots"][0]
    assert told["offset_steps"] == -delay
    mouth = mouth_movement(pictures.pictures, told["mouths"]["left"])
    times = [float(t) for t in pictures.times]
    lag, height = best_lag(mouth, decode_sound(demo.path), times)
    assert abs(lag - delay) <= (rate != 25)  # on another rate's frames a step is no whole frame
    assert height > 0.4


def test_a_voice_over_moves_no_mouth(demo_factory: Callable[..., Demo]) -> None:
    demo = demo_factory(silent=True, size=(320, 180), shot_seconds=Fraction(7))
    assert demo.truth["shots"][0]["speaker"] is None
    pictures = decode_pictures(demo.path)
    times = [float(t) for t in pictures.times]
    for box in demo.truth["shots"][0]["mouths"].values():
        mouth = mouth_movement(pictures.pictures, box)
        assert best_lag(mouth, decode_sound(demo.path), times)[1] < 0.35


def test_a_clip_can_be_without_sound_or_faces(demo_factory: Callable[..., Demo]) -> None:
    short = Fraction(2)
    mute = demo_factory(sound=False, shot_seconds=short, size=(320, 180))
    with pytest.raises(IndexError):
        decode_sound(mute.path)
    plain = demo_factory(faces=False, shot_seconds=short, shots=2, suffix=".mkv", size=(320, 180))
    assert len(decode_pictures(plain.path).times) == 100
    assert "faces" not in plain.truth["shots"][0]
    assert decode_sound(plain.path).samples.std() > 0.01


def test_what_is_encoded_is_the_same_every_time() -> None:
    # Not the file's bytes: the encoder's rate control is not quite the same from call to call.
    spec = DemoSpec(size=(320, 180), shot_seconds=Fraction(1))
    for one, other in zip(pictures_of(spec), pictures_of(spec), strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(sound_of(spec), sound_of(spec))


def test_an_odd_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="divisible"):
        make_demo(tmp_path / "x.mp4", DemoSpec(size=(641, 360)))
