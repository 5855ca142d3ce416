"""Line items under edit: `lines` is one of them, `line_changes` says what becomes of them, `line_sums` adds them up."""
