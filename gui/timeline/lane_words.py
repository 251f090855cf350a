"""What the lanes are called, and what is told over their captions."""

from __future__ import annotations

from gui.texts import tr


def lane_words() -> dict[str, tuple[str, str]]:
    """Title and explanation by the lane's name in the panel, in the language of the window."""
    return {
        "overview": (
            tr("Overview"),
            tr(
                "The whole video: findings above, how many tracks there are, and the verdicts "
                "below.\nDrag the frame to move, its edges to zoom; click to go there."
            ),
        ),
        "ruler": (
            tr("Time"),
            tr(
                "Wheel: zoom. Shift+wheel or middle-drag: move. Drag: scrub.\n"
                "Shift+drag or Alt+drag: mark a span. Right click: more."
            ),
        ),
        "shots": (tr("Shots"), tr("Runs of frames between two cuts.\nDouble click: to its start.")),
        "wave": (tr("Sound"), tr("The waveform of the sound; quiet sound is drawn larger.")),
        "spectrum": (
            tr("Spectrogram"),
            tr("How loud low sounds (below) and high sounds (above) are."),
        ),
        "heat": (
            tr("Sync map"),
            tr(
                "Distance matrix of the selected track: bright where lips and sound match,\n"
                "above the middle if the audio is early, below it if it is late."
            ),
        ),
        "confidence": (
            tr("Confidence"),
            tr("How sure the sync result is at each moment; shaded: undetermined."),
        ),
        "speaking": (
            tr("Speaking"),
            tr(
                "How probable a speaker model takes it that each face speaks; the line: 50 %.\n"
                "The model is chosen in the settings, under analysis."
            ),
        ),
        "speakers": (tr("Who speaks"), tr("Which of the tracks speaks.")),
        "tracks": (
            tr("Tracks"),
            tr(
                "Keyframes at the lower edge: long ones by a person, blue ones by tracking,\n"
                "short ones by the detector. Hatched: outside. Dot: verdict of the track;\n"
                "strip above: verdict of a span. Double click: to its start. Ctrl+wheel: scroll."
            ),
        ),
    }
