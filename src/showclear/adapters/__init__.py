"""The adapters: disks, clocks, keys and processes behind the desk's ports.

Each module implements one or two of the protocols in ``desk.ports`` and nothing else; what a
method promises is written there, how it is kept is written here. Only ``wiring`` names a module
of this room. Every exception of a library or of the operating system is turned into one of
``errors`` by ``translate``; none of it decides anything about what is on record.

::

    translate, files                     foreign errors; durable files
    migrations, sqlite_file              the constant SQL; how a database file is opened
    store_sqlite, heads_sqlite,
    details_sqlite, snapshots            what lasts
    memory                               the same four without a disk
    clock, ids                           time and randomness
    keys, signatures                     Ed25519
    parallel, packs                      processes for verify; the shipped rule packs
    season, season_cast, season_team,
    benchdata                            a made-up production, for measuring and trying out
"""
