"""The operator's own files: one database, a few small documents, and tables that are read and written.

It must not know Qt or HTTP, and what it was given it either keeps whole or says in a sentence why not.

Where to look: `places` says which folders, `files` writes a file so that it is old or new and never torn; `database` is
`console.db` (`database_file` the file itself, `schema` its tables, `sealed` how a value is kept), and in it `drafts`,
`trail` with its `entries`, `runs`, and `archive`, every record opened before. `search` finds in both, by a `search_file` that
`catching_up` keeps. `environments` and `carriers` are files of their own. `tables` reads what a warehouse sends, `results` and
`export` write what it gets back.
"""
