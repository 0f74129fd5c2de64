"""Day scripts: a day told in the trade's words, played through the real desk on a ledger apart.

A script keeps two things apart: the *world* (what is truly in each gun and box, who holds it,
where it points) and the *record* (what people told the desk). The replay shows where they differ,
which steps were refused and by what, whether harm is reached, and at how many steps the chain
would have been stopped.

Order of the modules: ``words`` and ``verbs_*`` are the format, ``tree`` and ``decoding`` read a
text into it, ``reading`` a file with what it includes; ``world`` and ``happening`` say what is
truly so; ``telling_*`` makes events of what people say; ``play`` runs both side by side;
``stops`` counts. What is printed is the command line's.
"""
