"""Pictures of every window in every look on several screens, and one page that shows them all.

Where to look: `scenes` works the console and takes them, `desk_scenes` does at a shared desk with a `colleague` there, `screen`
is the process of one screen, `sheet` lays them out. It must not judge; people look.
"""
