"""A synthetic voice (espeak-ng) and the movement of a mouth that goes with it."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import ndimage, signal

Samples = npt.NDArray[np.float32]

SAMPLE_RATE = 44100
ENVELOPE_RATE = 200

VOICES = ("en-us+f3", "en-us+m3")
"""The voice of the left speaker and of the right one."""

SENTENCES = (
    (
        "Good morning, and welcome to the control room.",
        "Before the launch we always check the sound against the picture.",
        "Watch my mouth, and listen.",
        "Pay attention to open vowels: banana, umbrella, marmalade.",
        "Everything on this side should arrive together.",
        "Maybe we may move by a few more moments.",
        "Please begin, Bob, whenever you are ready.",
        "A hundred people walked over the old wooden bridge.",
    ),
    (
        "Thank you, now it is my turn to speak.",
        "The weather above the ocean is calm, with a light wind.",
        "Perhaps you noticed that my words come too late.",
        "Somebody put a long cable between us, by mistake.",
        "Papa bought a pumpkin, a melon, and a bag of apples.",
        "How long do you believe the delay has become?",
        "Open the window and let the morning in.",
        "Nobody remembers why the big blue box was moved.",
    ),
)

_PAUSES = (0.45, 0.7, 0.35, 0.85, 0.5, 0.6)
"""Seconds of silence after each sentence, in turn."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A voice with the movement of the mouth that made it.

    Args:
        samples: (n,) float32 mono at `SAMPLE_RATE`, peak about 0.7.
        openness: (m,) float32 at `ENVELOPE_RATE`, 0 closed to 1 wide open, without lag to the
            samples.
        width: (m,) float32 at `ENVELOPE_RATE`, -1 rounded to 1 spread.
    """

    samples: Samples
    openness: Samples
    width: Samples

    def mouth_at(self, time: float) -> tuple[float, float]:
        """Openness and width at `time` seconds; a closed mouth outside the speech."""
        at = np.array([time * ENVELOPE_RATE])
        axis = np.arange(len(self.openness))
        openness = np.interp(at, axis, self.openness, left=0.0, right=0.0)
        return float(openness[0]), float(np.interp(at, axis, self.width, left=0.0, right=0.0)[0])


@cache
def _say(sentence: str, voice: str, words_per_minute: int) -> Samples:
    """One sentence without the silence around it, (n,) float32 at `SAMPLE_RATE`."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise RuntimeError(
            "espeak-ng is needed to make the demo's voices: apt-get install espeak-ng"
        )
    command = [program, "-v", voice, "-s", str(words_per_minute), "-p", "45", "--stdout", sentence]
    made = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(made)) as sound:
        rate = sound.getframerate()
        raw = np.frombuffer(sound.readframes(-1), dtype=np.int16).astype(np.float64) / 32768.0
    common = int(np.gcd(rate, SAMPLE_RATE))
    samples = signal.resample_poly(raw, SAMPLE_RATE // common, rate // common)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return np.asarray(samples[loud[0] : loud[-1] + 1], dtype=np.float32)


@cache
def speak(speaker: int, duration: float, first_sentence: int = 0, wpm: int = 150) -> Speech:
    """Let a speaker (0 or 1) talk for at most `duration` seconds, ending in silence.

    Sentences are taken in order, from `first_sentence` on and around, as long as they fit; the
    first one is cut off if even it does not.
    """
    total = round(duration * SAMPLE_RATE)
    samples = np.zeros(total, dtype=np.float32)
    sentences = SENTENCES[speaker]
    at = round(0.25 * SAMPLE_RATE)
    end = total - round(0.1 * SAMPLE_RATE)
    for turn in range(10_000):
        said = _say(sentences[(first_sentence + turn) % len(sentences)], VOICES[speaker], wpm)
        room = max(0, end - at)
        if len(said) > room:
            if turn == 0 or room > 1.2 * SAMPLE_RATE:
                cut = said[:room].copy()
                fade = min(len(cut), round(0.05 * SAMPLE_RATE))
                cut[len(cut) - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
                samples[at : at + len(cut)] = cut
            break
        samples[at : at + len(said)] = said
        at += len(said) + round(_PAUSES[turn % len(_PAUSES)] * SAMPLE_RATE)
    peak = float(np.max(np.abs(samples), initial=1e-6))
    samples *= np.float32(0.7 / peak)
    openness, width = mouth_movement(samples)
    samples.setflags(write=False)
    return Speech(samples, openness, width)


def mouth_movement(samples: Samples) -> tuple[Samples, Samples]:
    """Openness and width of the mouth, each (m,) float32 at `ENVELOPE_RATE`, without lag.

    The jaw follows the level of the voiced band (250 to 2,800 Hz), so that an "s" does not open it;
    the corners follow the balance of high to low sounds ("ee" against "oo").
    """
    low = _level(samples, 250.0, 2800.0)
    high = _level(samples, 1800.0, 7000.0)
    round_ = _level(samples, 150.0, 900.0)
    top = float(np.percentile(low, 97))
    loud = np.clip((low - (top - 26.0)) / 26.0, 0.0, 1.0)
    openness = ndimage.gaussian_filter1d(loud**1.3, 0.022 * ENVELOPE_RATE)
    balance = np.clip((high - round_ + 14.0) / 14.0, -1.0, 1.0) * (loud > 0.1)
    width = ndimage.gaussian_filter1d(balance, 0.035 * ENVELOPE_RATE)
    return openness.astype(np.float32), width.astype(np.float32)


def _level(samples: Samples, low: float, high: float) -> npt.NDArray[np.float64]:
    """Level of a band in dB, one value each 1/`ENVELOPE_RATE` s, over windows centred there."""
    band = signal.butter(2, (low, high), "bandpass", fs=SAMPLE_RATE, output="sos")
    power = signal.sosfiltfilt(band, samples.astype(np.float64)) ** 2
    # A window of 30 ms: longer than a period of the voice, shorter than a syllable.
    smooth = ndimage.gaussian_filter1d(power, 0.010 * SAMPLE_RATE)
    count = int(len(samples) / SAMPLE_RATE * ENVELOPE_RATE) + 1
    at = np.minimum(np.arange(count) * SAMPLE_RATE // ENVELOPE_RATE, len(samples) - 1)
    return np.asarray(10.0 * np.log10(smooth[at] + 1e-7), dtype=np.float64)
