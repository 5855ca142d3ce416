"""What each pane knows and decides, in plain Python: a frozen state, and methods for what a person does.

It must not touch a widget, an HTTP library or the database itself; what takes time is a job that it hands out.

Where to look: the rooms from the ground up are `saving` (every write), `settings`; `lines`, `shipping`, `runs`; `record`
(one open record: `record/editor.py`), `workbench` (all of them), `trail`. For all of them: `notice` is what there is to say,
`observable` a state with the one view that shows it, `clock` the time.
"""
