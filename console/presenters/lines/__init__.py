"""Line items under edit: `lines` does the acts on them, `line_order` sorts and filters for the eye, `paste` takes a block in.

It must not know the record's editor; it sees the page on which the lines stand.
"""
