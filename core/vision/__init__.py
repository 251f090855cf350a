"""From pictures to tracks: boxes, shots, linking, following, smoothing and face clips."""
