"""The table of line items: `grid` is the panel, `view` the keys and the mouse, `lines` the model, `cells` the editors.

Where to look: `head` and `columns` are what stands over it, `errors` the cells to mend beside it, `clipboard` and
`grid_clipboard` what is copied and pasted, `paste` its dialog, `changes` the table on the review sheet.
"""
