"""The scorer without weights: known delays, strangers' voices, silence, stills, short and long."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from core.errors import Cancelled, ModelError
from core.jobs import JobContext, Progress
from core.sync import cca
from core.sync.cca import evaluate_cca, mouth_vectors, null_shifts, voice_vectors
from core.sync.matrix import SyncMatrix
from core.sync.scores import SyncResult, evaluate, mean_distances
from tests.core.sync.clips import MadeClip, mouth_clip, voice


def matrix_of(clip: MadeClip, vshift: int = 15) -> SyncMatrix:
    return evaluate_cca(clip.pictures(), clip.count, clip.samples(), vshift, JobContext())


def score(clip: MadeClip) -> SyncResult:
    return evaluate(matrix_of(clip))


@pytest.fixture(scope="module")
def in_sync() -> MadeClip:
    return mouth_clip(300)


def moved(clip: MadeClip, early_steps: int) -> MadeClip:
    """The same pictures with the sound `early_steps` earlier; silence where none is left."""
    sound = np.zeros_like(clip.sound)
    shift = early_steps * 640
    if shift >= 0:
        sound[: len(sound) - shift] = clip.sound[shift:]
    else:
        sound[-shift:] = clip.sound[:shift]
    return replace(clip, sound=sound)


@pytest.mark.parametrize("early", [-12, -5, -1, 0, 3, 9])
def test_positive_means_that_the_audio_is_early(in_sync: MadeClip, early: int) -> None:
    result = score(moved(in_sync, early))
    assert result.determined, result.reason
    assert result.offset_steps == pytest.approx(early, abs=0.6)
    assert result.robust.offset_steps == early


def test_pictures_and_sound_of_one_step_stand_together() -> None:
    """A burst in the 40 ms of picture i is in row i of the voice, so a clip in sync gives 0."""
    sound = np.zeros(20 * 640, np.int16)
    sound[7 * 640 : 8 * 640] = np.random.default_rng(0).normal(0, 3000, 640)
    loudness = voice_vectors(sound, 20).mean(axis=1)
    assert loudness.argmax() == 7
    # Windows of 25 ms reach forward by 15 ms, pre-emphasis by one sample back.
    assert loudness[6] < 0.5 * loudness[7]
    assert loudness[8] < 0.2 * loudness[7]
    assert loudness[:6].max() == loudness[9:].max() == 0


@pytest.mark.parametrize("stranger", range(2, 10))
def test_another_voice_is_undetermined(in_sync: MadeClip, stranger: int) -> None:
    assert not score(replace(in_sync, sound=voice(300, seed=stranger))).determined


def test_noise_and_the_own_sound_from_elsewhere_are_undetermined(in_sync: MadeClip) -> None:
    generator = np.random.default_rng(5)
    noise = generator.normal(0, 1000, len(in_sync.sound)).astype(np.int16)
    assert not score(replace(in_sync, sound=noise)).determined
    for seconds in (2, 5):
        assert not score(replace(in_sync, sound=np.roll(in_sync.sound, seconds * 16000))).determined


@pytest.mark.filterwarnings("error")
def test_silence_and_stills_say_so(in_sync: MadeClip) -> None:
    silent = matrix_of(replace(in_sync, sound=np.zeros_like(in_sync.sound)))
    assert silent.reason == "there is no sound to compare with"
    frames = np.repeat(in_sync.frames[:1], in_sync.count, axis=0)
    still = matrix_of(replace(in_sync, frames=frames))
    assert still.reason == "nothing moves in the picture"
    for matrix in (silent, still):
        result = evaluate(matrix)
        assert not result.determined
        assert result.reason == matrix.reason
        assert np.isfinite(matrix.values).all()


def test_a_clip_of_two_seconds_is_too_short(in_sync: MadeClip) -> None:
    short = MadeClip(in_sync.frames[:50], in_sync.sound[: 50 * 640])
    matrix = matrix_of(short)
    assert matrix.steps == 45
    assert "5 s" in matrix.reason
    assert not evaluate(matrix).determined


def test_sound_that_ends_early_bounds_the_rows(in_sync: MadeClip) -> None:
    matrix = matrix_of(replace(in_sync, sound=in_sync.sound[: 200 * 640 + 100]))
    assert matrix.values.shape == (195, 31)
    assert evaluate(matrix).robust.offset_steps == 0


def test_errors(in_sync: MadeClip) -> None:
    with pytest.raises(ModelError, match="no sound"):
        matrix_of(replace(in_sync, sound=in_sync.sound[:0]))
    with pytest.raises(ModelError, match="too short"):
        matrix_of(replace(in_sync, frames=in_sync.frames[:5]))
    pictures = iter([in_sync.frames[:20]])
    with pytest.raises(ModelError, match="ended after 20 of 300"):
        evaluate_cca(pictures, 305, in_sync.sound, 15, JobContext())


def test_progress_and_cancelling(in_sync: MadeClip) -> None:
    told: list[Progress] = []
    matrix = evaluate_cca(
        in_sync.pictures(), in_sync.count, in_sync.sound, 3, JobContext(told.append, interval_s=0)
    )
    assert matrix.values.shape[1] == 7
    assert [p.text for p in told if p.done == p.total] == [cca.READ_TEXT, cca.FIT_TEXT]
    ctx = JobContext(lambda progress: ctx.cancel() if progress.text == cca.FIT_TEXT else None)
    with pytest.raises(Cancelled):
        evaluate_cca(in_sync.pictures(), in_sync.count, in_sync.sound, 15, ctx)


def test_column_means_are_held_out_correlations(in_sync: MadeClip) -> None:
    """Three correlations sum to at most 3, and every entry without sound is 0."""
    matrix = matrix_of(moved(in_sync, 4))
    means = mean_distances(matrix, "robust")
    assert -3.0 <= means.min() < -0.8
    sound = np.arange(matrix.steps)[:, None] + np.arange(31) - 15
    outside = (sound < 0) | (sound >= matrix.steps)
    assert (matrix.values[outside] == 0).all()
    assert matrix.null_max is not None
    assert 0 < matrix.null_max < -means.min()


def naive_mouths(frames: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    grey = frames.astype(float) @ np.array([0.299, 0.587, 0.114])
    rows = [
        [
            g[112 + 16 * r : 128 + 16 * r, 16 * c : 16 * c + 16].mean()
            for r in range(7)
            for c in range(14)
        ]
        for g in grey
    ]
    return np.array(rows)


def test_mouths_are_means_over_squares_of_the_lower_half() -> None:
    frames = np.random.default_rng(0).integers(0, 256, (3, 224, 224, 3), dtype=np.uint8)
    frames[2] = 255
    ours = mouth_vectors(iter([frames[:2], frames[2:]]), 3, JobContext())
    np.testing.assert_allclose(ours, naive_mouths(frames), rtol=1e-5)


@pytest.mark.parametrize("steps", [125, 312, 5000])
def test_null_shifts_keep_clear_of_the_search_on_both_sides(steps: int) -> None:
    shifts = null_shifts(steps)
    assert len(np.unique(shifts)) == len(shifts) <= cca.NULL_SHIFTS
    distance = np.minimum(shifts, steps - shifts)
    assert distance.min() == cca.NULL_START
    assert distance.max() <= steps // 2


@pytest.mark.shared
def test_the_published_example(shared_dir: Path) -> None:
    from tests.core.sync.example import read_example

    frames, sound = read_example(shared_dir)
    clip = MadeClip(frames, sound)
    result = score(clip)
    assert result.determined
    assert 2 <= result.offset_steps <= 4
    for late in (5, 12):
        delayed = score(moved(clip, -late))
        assert delayed.determined
        assert delayed.offset_steps == pytest.approx(result.offset_steps - late, abs=1)
    for seconds in (2, 3.5, 5):
        assert not score(replace(clip, sound=np.roll(sound, int(seconds * 16000)))).determined
    assert not score(replace(clip, sound=sound[::-1].copy())).determined
