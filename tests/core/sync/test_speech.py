"""Where a track speaks: from lips and sound, and what is told without one of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from core.model.values import Speaking
from core.sync.speech import Basis, Span, sound_threshold, speech_spans, step_loudness
from tests.core.documents import a_score

STEPS = 500
WHOLE = ((Fraction(0), Fraction(20)),)


def loudness(*spans: tuple[float, float], level: float = 0.5, quiet: float = 0.001) -> Any:
    """Twenty seconds that are loud in these spans (seconds)."""
    values = np.full(STEPS, quiet, np.float32)
    for start, end in spans:
        values[round(start * 25) : round(end * 25)] = level
    return values


def lips(*spans: tuple[float, float], **changes: Any) -> Any:
    """A score of the whole video whose lips fit in these spans (seconds)."""
    fit = np.zeros(STEPS - 5, np.float32)
    for start, end in spans:
        fit[max(round(start * 25) - 2, 0) : round(end * 25) - 2] = 4.0
    values: dict[str, Any] = {"kind": "distance", "offset_steps": 0.0, "start_step": 0}
    return a_score(steps=STEPS - 5, frame_confidence=fit, **(values | changes))


def seconds(spans: tuple[Span, ...]) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in spans]


def test_lips_and_sound_together_tell() -> None:
    heard = loudness((2, 6), (10, 14))
    speech = speech_spans(WHOLE, lips((8, 18)), 4.0, heard)
    assert speech.basis is Basis.FIT_AND_SOUND
    # The other voice (2 to 6 s) is not this track's; 0.16 s are added at both ends.
    assert seconds(speech.spans) == [(9.84, 14.16)]
    assert speech.seconds == pytest.approx(4.32)


def test_pauses_between_words_are_kept_and_longer_ones_left_out() -> None:
    heard = loudness((2, 4), (4.4, 6), (8, 10))
    speech = speech_spans(WHOLE, lips((0, 20)), 4.0, heard)
    assert seconds(speech.spans) == [(1.84, 6.16), (7.84, 10.16)]


def test_a_click_is_no_word() -> None:
    heard = loudness((2, 2.08), (5, 7))
    assert seconds(speech_spans(WHOLE, None, 1.0, heard).spans) == [(4.84, 7.16)]


@pytest.mark.parametrize(("offset", "expected"), [(10.0, (4.44, 8.16)), (-10.0, (4.84, 8.56))])
def test_an_offset_pairs_the_lips_with_their_own_sound(
    offset: float, expected: tuple[float, float]
) -> None:
    # Lips from 5 to 8 s; the sound of early audio came 0.4 s before, that of late audio after.
    shift = -offset / 25
    heard = loudness((5 + shift, 8 + shift), (15, 16))
    speech = speech_spans(WHOLE, lips((5, 8), offset_steps=offset), 4.0, heard)
    start, end = seconds(speech.spans)[0]
    # Both the lips and their voice are in it whole.
    assert (start, end) == pytest.approx(expected)
    assert start <= min(5, 5 + shift)
    assert end >= max(8, 8 + shift)
    assert len(speech.spans) == 1


def test_without_a_determined_score_the_sound_tells() -> None:
    heard = loudness((2, 4), (10, 14))
    visible = ((Fraction(8), Fraction(12)), (Fraction(13), Fraction(20)))
    for score in (None, lips((0, 1), determined=False)):
        speech = speech_spans(visible, score, 4.0, heard)
        assert speech.basis is Basis.SOUND
        assert seconds(speech.spans) == [(9.84, 12.0), (13.0, 14.16)]


def test_without_sound_the_lips_tell_and_without_both_the_track() -> None:
    speech = speech_spans(WHOLE, lips((5, 8)), 4.0, None)
    assert speech.basis is Basis.FIT
    (start, end) = seconds(speech.spans)[0]
    assert start == pytest.approx(5, abs=0.5)
    assert end == pytest.approx(8, abs=0.5)
    assert speech_spans(WHOLE, None, 1.0, np.zeros(0, np.float32)).basis is Basis.TRACK
    assert speech_spans(WHOLE, None, 1.0, None).spans == WHOLE
    assert speech_spans((), lips((5, 8)), 4.0, None).spans == ()


def test_behind_the_end_of_the_sound_nobody_speaks() -> None:
    # It ends loudly at 12 s; the picture goes on.
    heard = loudness((8, 20))[: 12 * 25]
    visible = ((Fraction(10), Fraction(13)), (Fraction(15), Fraction(20)))
    assert seconds(speech_spans(visible, None, 1.0, heard).spans) == [(10.0, 12.16)]
    late = lips((5, 20), offset_steps=-10.0)
    spans = seconds(speech_spans(visible, late, 4.0, heard).spans)
    assert spans[0][0] == 10.0
    assert 12.0 <= spans[0][1] <= 13.0
    assert len(spans) == 1


def test_silence_is_no_speech() -> None:
    assert speech_spans(WHOLE, lips((0, 20)), 4.0, loudness(quiet=0.0)).spans == ()


def test_a_score_of_a_later_clip_stands_at_its_own_time() -> None:
    fit = np.zeros(95, np.float32)
    fit[25:50] = 4.0
    score = a_score(
        steps=95, kind="distance", start_step=250, offset_steps=0.0, frame_confidence=fit
    )
    visible = ((Fraction(10), Fraction(14)),)
    (start, end) = seconds(speech_spans(visible, score, 4.0, loudness((0, 20))).spans)[0]
    assert start == pytest.approx(11.08, abs=0.4)
    assert end == pytest.approx(12.08, abs=0.4)


def test_the_threshold_follows_the_recording() -> None:
    # Clean: 30 dB under the loud. Noisy: over the noise. Steady: everything is sound.
    assert sound_threshold(loudness((0, 10), level=1.0)) == pytest.approx(10 ** (-30 / 20))
    noisy = loudness((0, 10), level=1.0, quiet=0.1)
    assert 0.1 < sound_threshold(noisy) < 0.25
    steady = loudness((0, 10), level=0.5, quiet=0.4)
    assert sound_threshold(steady) < 0.4


def test_loudness_of_the_steps() -> None:
    low = np.array([-0.1, -0.5, 0, 0, -0.2, 0], np.float32)
    high = np.array([0.2, 0.1, 0, 0.3, 0.1, 0], np.float32)
    assert step_loudness(low, high, 0.01).tolist() == pytest.approx([0.5, 0.2])
    assert len(step_loudness(low[:0], high[:0], 0.01)) == 0
    with pytest.raises(ValueError, match="longer"):
        step_loudness(low, high, 0.1)


def test_a_speaker_model_goes_before_the_fit_of_the_lips() -> None:
    values = np.zeros(200, np.float32)
    values[100:150] = 0.5
    said = Speaking(1, "lr_asd", None, 50, values)
    heard = loudness((0, 20))
    speech = speech_spans(WHOLE, lips((15, 18)), 4.0, heard, said)
    assert seconds(speech.spans) == [(5.84, 8.16)]
    assert speech.basis is Basis.FIT_AND_SOUND
    assert speech_spans(WHOLE, None, 1.0, None, said).basis is Basis.FIT
    # In silence nobody speaks, and what was said of other boxes does not count.
    assert speech_spans(WHOLE, None, 1.0, loudness((15, 20)), said).spans == ()
    stale = Speaking(1, "lr_asd", None, 50, values, stale=True)
    assert speech_spans(WHOLE, None, 1.0, heard, stale).basis is Basis.SOUND
