"""LR-ASD: chunks and blocks give the numbers of the whole, and the published weights work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pytest
import torch

import plugins.lr_asd as plugin
from core.api import ClipError, ModelError, PluginOptions, SpeakerModel
from core.errors import Cancelled
from core.jobs import JobContext
from core.media.audio import spooled_samples
from core.media.source import VideoSource
from core.registry import read_manifest
from core.sync.mfcc import mfcc
from core.vision.clips import TrackClip
from plugins.lr_asd.network import SpeakerNetwork
from tests.core.sync import seeded
from tests.core.sync.clips import MadeClip

FOLDER = Path(plugin.__file__).parent


def seeded_network() -> SpeakerNetwork:
    """Made-up weights, batch norm with statistics of its own."""
    torch.manual_seed(11)
    net = SpeakerNetwork()
    for name, tensor in net.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.5, 1.5)
        elif name.endswith("running_mean") or (tensor.ndim == 1 and name.endswith("bias")):
            tensor.uniform_(-0.3, 0.3)
    return net.eval().requires_grad_(False)


def published(net: SpeakerNetwork) -> dict[str, torch.Tensor]:
    """The state under the published names."""
    state = {f"model.{name}": tensor for name, tensor in net.state_dict().items()}
    for part in ("weight", "bias"):
        state[f"lossAV.FC.{part}"] = state.pop(f"model.head.{part}")
        state[f"lossV.FC.{part}"] = torch.zeros_like(state[f"lossAV.FC.{part}"])
    return state


def a_clip(count: int = 47) -> MadeClip:
    return MadeClip(seeded.pictures(count), seeded.speech_like(count * 640))


def test_the_manifest_agrees_with_the_code() -> None:
    info = read_manifest(FOLDER)
    assert (info.kind, info.required_weights) == ("speaker", (plugin.WEIGHTS,))


@pytest.mark.parametrize("chunk", [7, 20, 46])
def test_chunks_give_the_numbers_of_the_whole(chunk: int) -> None:
    clip, net = a_clip(), seeded_network()
    pictures = torch.from_numpy(plugin.grey_middle(np.concatenate(list(clip.pictures()))))
    columns = torch.from_numpy(plugin.mfcc_of(clip.samples(), 0, clip.count))
    whole = net.features(pictures, columns)
    model = plugin.LrAsd(net, chunk=chunk)
    parts = torch.cat(list(model._features(clip, clip.samples(), JobContext())))
    assert torch.allclose(parts, whole, atol=1e-4)
    said = model.speaking(clip, JobContext())
    assert (said.shape, said.dtype) == ((47,), np.float32)
    assert np.allclose(said, model.probabilities(whole), atol=1e-5)
    assert np.ptp(said) > 1e-4


def test_blocks_give_the_numbers_of_all_windows_of_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count = 2 * plugin.BLOCK + 333
    features = torch.randn(count, 256, generator=torch.Generator().manual_seed(3))
    model = plugin.LrAsd(seeded_network())
    total = torch.zeros(count)
    for seconds, weight in plugin.WINDOWS.items():
        odds = [model.net.log_odds(w[None])[0] for w in features.split(seconds * 25)]
        total += weight * torch.cat(odds)
    expected = torch.sigmoid(total / 11).numpy()

    class Long:
        def __init__(self) -> None:
            self.count = count

        def pictures(self) -> Iterator[npt.NDArray[np.uint8]]:
            raise AssertionError

        def samples(self) -> npt.NDArray[np.int16]:
            return np.full(count * 640, 1000, np.int16)

    monkeypatch.setattr(model, "_features", lambda *_: iter(features.split(70)))
    said = model.speaking(Long(), JobContext())
    assert np.allclose(said, expected, atol=1e-6)


def test_sound_features_are_those_of_the_whole_sound() -> None:
    sound = seeded.speech_like(40 * 640)
    whole = mfcc(np.pad(sound, (0, 240)))
    assert np.array_equal(plugin.mfcc_of(sound, 0, 40), whole)
    assert np.array_equal(plugin.mfcc_of(sound, 13, 29), whole[52:116])
    # Beyond the sound there is silence.
    assert plugin.mfcc_of(sound, 38, 44).shape == (24, 13)


def test_nobody_speaks_audibly_in_silence() -> None:
    sound = np.zeros(100 * 640, np.int16)
    sound[40 * 640] = plugin.QUIET
    heard = np.flatnonzero(plugin.audible(sound, 100))
    assert (heard[0], heard[-1], len(heard)) == (28, 52, 25)
    # The sound ends early; a minute and more is looked at in parts.
    assert not plugin.audible(sound[: 30 * 640], 100).any()
    long = np.zeros(1700 * 640, np.int16)
    long[1600 * 640 + 5] = -plugin.QUIET
    assert np.flatnonzero(plugin.audible(long, 1700)).tolist() == list(range(1588, 1613))


def test_clips_without_an_answer() -> None:
    model = plugin.LrAsd(seeded_network())
    with pytest.raises(ClipError, match="too short"):
        model.speaking(a_clip(9), JobContext())
    mute = MadeClip(seeded.pictures(20), np.zeros(0, np.int16))
    with pytest.raises(ClipError, match="no sound"):
        model.speaking(mute, JobContext())


def test_it_is_cancelled_and_tells_how_far_it_is() -> None:
    model = plugin.LrAsd(seeded_network(), chunk=10)

    class Stops(JobContext):
        seen: ClassVar[list[int]] = []

        def progress(self, done: int, total: int, text: str) -> None:
            self.seen.append(done)

        def check(self) -> None:
            if self.seen:
                raise Cancelled

    with pytest.raises(Cancelled):
        model.speaking(a_clip(), Stops())
    assert Stops.seen == [10]


def test_it_is_cancelled_within_a_chunk() -> None:
    model = plugin.LrAsd(seeded_network(), chunk=40)

    class Counts(JobContext):
        checks = 0

        def check(self) -> None:
            self.checks += 1
            # Once for each of three batches of pictures and for each of twelve layers of a chunk.
            if self.checks == 8:
                raise Cancelled

        def progress(self, done: int, total: int, text: str) -> None:
            raise AssertionError

    with pytest.raises(Cancelled):
        model.speaking(a_clip(), Counts())
    assert model.speaking(a_clip(), JobContext()).shape == (47,)


def test_published_names_are_read_and_others_refused(tmp_path: Path) -> None:
    net, path = seeded_network(), tmp_path / "w.model"
    torch.save(published(net), path)
    model = plugin.create(PluginOptions(weights={"lr_asd": path}))
    assert isinstance(model, SpeakerModel)
    for name, tensor in net.state_dict().items():
        assert torch.equal(model.net.state_dict()[name], tensor)
    torch.save({"features.0.weight": torch.zeros(3, 3)}, path)
    with pytest.raises(ModelError, match="not the weights of LR-ASD"):
        plugin.create(PluginOptions(weights={"lr_asd": path}))
    wrong = published(net) | {"lossAV.FC.weight": torch.zeros(3, 128)}
    torch.save(wrong, path)
    with pytest.raises(ModelError, match="has the shape"):
        plugin.create(PluginOptions(weights={"lr_asd": path}))
    path.write_bytes(b"nothing")
    with pytest.raises(ModelError):
        plugin.create(PluginOptions(weights={"lr_asd": path}))
    with pytest.raises(ModelError, match="not installed"):
        plugin.create(PluginOptions())


@pytest.mark.shared
def test_the_example_speaks_and_is_not_heard_in_silence(shared_dir: Path) -> None:
    model = plugin.load(shared_dir / "weights" / "lr_asd_talkset.model", "cpu")
    source = VideoSource.open(shared_dir / "media" / "vgg_example.avi", JobContext())
    steps = len(source.index.grid_frames())
    with spooled_samples(source, JobContext()) as samples:
        # The video is a face clip already: the whole picture, as `--crop none` takes it.
        clip = TrackClip(source, samples, 0, steps, None)
        pictures, sound = np.concatenate(list(clip.pictures())), np.array(clip.samples())
    said = model.speaking(MadeClip(pictures, sound), JobContext())
    assert said.shape == (steps,)
    assert said.mean() > 0.8
    silent = model.speaking(MadeClip(pictures, np.zeros_like(sound)), JobContext())
    assert silent.mean() < 0.3
    # A face that does not move does not speak, whatever is heard.
    still = np.repeat(pictures[:1], 100, axis=0)
    assert model.speaking(MadeClip(still, sound[: 100 * 640]), JobContext()).mean() < 0.3
