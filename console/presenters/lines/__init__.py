"""Line items under edit: `lines` edits, `line_order` sorts and filters for the eye, `paste` and `copying` move blocks."""
