"""The table of line items: `grid` is the panel, `view` the keys and the mouse, `lines` the model, `cells` the editors."""
