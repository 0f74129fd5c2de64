"""The words for people: one catalogue per language, what is signed in words, verdicts in words.

Every text of a page, sheet or label is said by id: ``words.say("page.sign.signed")``. The texts
lie in ``en.po`` and ``es.po``, gettext catalogues in sections, read when the program runs; nothing
is compiled beforehand. Left to others: who asks, and in which language (``web``).

To add an id: write it into ``en.po`` at the end of its section (a page's own ids are
``page.<page>.<name>``), then into every other ``.po`` file, in the same section, with the same
placeholders in braces. Where a number is said, ``msgid_plural`` repeats the id and ``{n}`` is the
number; ask with ``words.count(id, n)``. A trade term is never translated literally: where sets of
that language say the English word, it stands in brackets. The tests then say what is missing,
what nobody asks for and which word is misread on a set.

To add a language: one file named by its code (``fr.po``) with every id of ``en.po``. Its header
gives ``Plural-Forms``, ``X-Locale`` (how dates, lists and lengths are written, such as ``fr``) and
``X-Reviewed-By-Armorer``: "not yet" until an armorer who speaks it has read all of it; pages say
so until then. Nothing else is touched: languages are found by listing this folder. Words of that
language that are misread on a set go into tests/tidy/misread.toml.

Example::

    words = catalogue("es-MX")
    words.say("page.guns.you-may", acts=words.listed(["apuntar", "amartillar"]))
"""
