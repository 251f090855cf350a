"""From pictures to tracks: boxes, shots, linking, smoothing and face clips."""
