"""What COCO calls things: its categories with their ids, the points of a person, and the choice of
labels by name.

Facts of the COCO data set (cocodataset.org, annotations of 2017): 80 categories whose ids leave
gaps in 1..90; the order of the 17 keypoints and the skeleton's 1-based pairs are those of its
category "person".
"""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import PluginError

# From 1; nothing between two commas is an id that COCO does not use.
_BY_ID = (
    "person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light,"
    "fire hydrant, , stop sign, parking meter, bench, bird, cat, dog, horse, sheep,"
    "cow, elephant, bear, zebra, giraffe, , backpack, umbrella, , ,"
    "handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat,"
    "baseball glove, skateboard, surfboard, tennis racket, bottle, , wine glass, cup, fork, knife,"
    "spoon, bowl, banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut,"
    "cake, chair, couch, potted plant, bed, , dining table, , , toilet,"
    ", tv, laptop, mouse, remote, keyboard, cell phone, microwave, oven, toaster,"
    "sink, refrigerator, , book, clock, vase, scissors, teddy bear, hair drier, toothbrush"
)

COCO_IDS: dict[str, int] = {
    name.strip(): id for id, name in enumerate(_BY_ID.split(","), 1) if name.strip()
}
"""The id, 1..90, of each of COCO's 80 category names, in the order of the ids."""

PERSON_POINTS = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee",
    "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
"""The 17 keypoints of a person; left and right are the person's own."""

PERSON_EDGES = (
    (16, 14), (14, 12), (17, 15), (15, 13), (12, 13), (6, 12), (7, 13), (6, 7), (6, 8), (7, 9),
    (8, 10), (9, 11), (2, 3), (1, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7),
)  # fmt: skip
"""Which of them, counted from 1, are joined by a line."""


def chosen_labels(names: Sequence[str], chosen: str, who: str) -> tuple[int, ...]:
    """Which of a detector's labels a person wants.

    Args:
        names: what the detector can find.
        chosen: some of them, with commas between, in any order and case; empty for all.
        who: the detector's name, for messages.

    Returns:
        Ascending indices into `names`, at least one where `names` has any.

    Raises:
        PluginError: a name that the detector does not know.
    """
    wanted = {part.strip().casefold() for part in chosen.split(",") if part.strip()}
    unknown = sorted(wanted - {name.casefold() for name in names})
    if unknown:
        known = ", ".join(dict.fromkeys(names))
        few = known if len(known) <= 1000 else f"{known[:1000].rpartition(',')[0]}, ..."
        raise PluginError(
            f"{who} does not know the labels: {', '.join(unknown)}", f"It knows: {few}"
        )
    return tuple(i for i, name in enumerate(names) if not wanted or name.casefold() in wanted)
