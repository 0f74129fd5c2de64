"""The catalogues: texts by id, numbers, dates, lengths and lists as each language writes them."""

from __future__ import annotations

import pytest

from showclear.errors import InvariantError, UsageError
from showclear.outputs.words.catalogue import Catalogue, catalogue, languages

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n'
    '"X-Locale: pl\\n"\n\n'
)
THREE_FORMS = HEADER + (
    'msgid "unit.guns"\nmsgid_plural "unit.guns"\n'
    'msgstr[0] "{n} a"\nmsgstr[1] "{n} b"\nmsgstr[2] "{n} c {more}"\n'
)
AT = "2026-11-22T05:35:00.000Z"


def test_languages_are_found_by_listing_the_package() -> None:
    """Every catalogue of the package is a language, the first language first."""
    assert languages() == ("en", "es")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_language_has_every_id_with_the_same_placeholders(language: str) -> None:
    """A language lacks no id and no value of the first language, and has none besides."""
    first, other = catalogue("en"), catalogue(language)
    assert other.ids == first.ids
    differing = {one for one in first.ids if other.placeholders(one) != first.placeholders(one)}
    assert differing == set()


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_is_left_out_and_placeholders_are_plain_names(language: str) -> None:
    """Each text says something, and what is put into it is named by one plain word."""
    words = catalogue(language)
    filled = {one: dict.fromkeys(words.placeholders(one), "x") for one in words.ids}
    assert all(name.isidentifier() for values in filled.values() for name in values)
    plural = {one for one in words.ids if words.counts(one)}
    assert [one for one in plural if not words.count(one, 2, **filled[one]).strip()] == []
    assert [one for one in words.ids - plural if not words.say(one, **filled[one]).strip()] == []


def test_a_language_says_whether_an_armorer_who_speaks_it_has_reviewed_it() -> None:
    """Spanish is marked as not yet reviewed; the mark has a sentence that a page can show."""
    assert catalogue("en").reviewed
    assert not catalogue("es").reviewed
    assert "armero" in catalogue("es").say("catalogue.not-reviewed")


def test_a_catalogue_that_says_nothing_of_a_review_has_had_none() -> None:
    """Without the header nobody has reviewed it."""
    assert not Catalogue("pl", HEADER).reviewed


def test_an_unknown_id_is_a_fault_of_ours_and_is_named() -> None:
    """An id without a text is never shown to a person; the error names id and file."""
    words = catalogue("es")
    with pytest.raises(InvariantError, match=r"text for 'no\.such' in es\.po, found none"):
        words.say("no.such")
    with pytest.raises(InvariantError, match=r"text for 'no\.such' in es\.po"):
        words.count("no.such", 1)
    with pytest.raises(InvariantError, match=r"text for 'no\.such' in es\.po"):
        words.placeholders("no.such")
    with pytest.raises(InvariantError, match=r"text for 'unit\.rounds'"):
        words.say("unit.rounds")
    with pytest.raises(InvariantError, match=r"text for 'as\.yes'"):
        words.count("as.yes", 1)


def test_a_value_that_is_missing_is_named() -> None:
    """A text never goes out with a hole in it: the error names the placeholder and the id."""
    with pytest.raises(InvariantError, match=r"value for 'reason' in 'verdict\.not-yet'"):
        catalogue("en").say("verdict.not-yet")


def test_what_people_wrote_is_never_read_as_a_placeholder() -> None:
    """Braces in a name stay as they are."""
    assert catalogue("en").say("says.minor", person="{weapon}") == "{weapon} is a minor."


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "9 ft 10 in"),
        ("en-US", "9 ft 10 in"),
        ("en-GB", "3 m"),
        ("es", "3 m"),
        ("es-MX", "3 m"),
        ("es_US", "9 ft 10 in"),
    ],
)
def test_a_length_is_in_feet_where_sets_measure_so(tag: str, written: str) -> None:
    """The region says whether a length is in feet and inches or in metres."""
    assert catalogue(tag).length(3_000) == written


def test_lengths_are_rounded_to_the_inch_and_exact_in_metres() -> None:
    """Less than a foot has no feet; a metre has its millimetres."""
    assert catalogue("en").length(100) == "4 in"
    assert catalogue("en").length(304) == "1 ft 0 in"
    assert catalogue("es").length(3_048) == "3,048 m"
    assert catalogue("es").length(0) == "0 m"


@pytest.mark.parametrize(
    ("ms", "english", "spanish"),
    [
        (0, "0 min ago", "hace 0 min"),
        (-5, "0 min ago", "hace 0 min"),
        (4 * 60_000, "4 min ago", "hace 4 min"),
        (119 * 60_000, "119 min ago", "hace 119 min"),
        (120 * 60_000, "2 h ago", "hace 2 h"),
        (None, "times cannot be compared", "las horas no se pueden comparar"),
    ],
)
def test_an_age_is_told_in_minutes_then_hours(ms: int | None, english: str, spanish: str) -> None:
    """Up to two hours an age is in minutes; times that cannot be compared are said to be so."""
    assert (catalogue("en").age(ms), catalogue("es").age(ms)) == (english, spanish)


def test_dates_and_clocks_are_by_region_and_offset() -> None:
    """The day may be another one on the production's clock; without an offset it is UTC."""
    english, british, spanish = (catalogue(tag) for tag in ("en", "en-GB", "es"))
    assert english.date("2026-11-22") == "Nov 22, 2026"
    assert spanish.date("2026-11-22") == "22 nov 2026"
    assert english.clock(AT, -420) == "10:35 PM"
    assert spanish.clock(AT, -420) == "22:35"
    assert english.moment(AT, -420) == "Nov 21, 2026, 10:35 PM"
    assert british.moment(AT) == "22 Nov 2026, 05:35 UTC"


def test_lists_are_joined_as_the_language_does() -> None:
    """The last thing has its own word; things with commas are kept apart by semicolons."""
    english, spanish = catalogue("en"), catalogue("es")
    assert english.listed(["a", "b", "c"]) == "a, b, and c"
    assert spanish.listed(["a", "b", "c"]) == "a, b y c"
    assert english.listed(["a, b", "c"]) == "a, b; c"
    assert english.listed([]) == "none"
    assert english.listed(["a"]) == "a"


def test_numbers_take_the_plural_form_of_the_language() -> None:
    """One is another form than two, and a language may have three forms."""
    assert catalogue("en").count("unit.rounds", 1) == "1 round"
    assert catalogue("en").count("unit.rounds", 0) == "0 rounds"
    assert catalogue("es").count("unit.rounds", 12_000) == "12.000 cartuchos"
    polish = Catalogue("pl", THREE_FORMS)
    assert [polish.count("unit.guns", n, more="x") for n in (1, 2, 5)] == ["1 a", "2 b", "5 c x"]
    assert polish.placeholders("unit.guns") == {"n", "more"}


def test_each_language_is_read_once() -> None:
    """Asking again gives the same catalogue."""
    assert catalogue("es") is catalogue("es")
    assert catalogue("es-US").tag == "es-US"


def test_a_region_nobody_knows_keeps_the_language() -> None:
    """A tag with an unknown region is answered in the language as its file writes it."""
    assert catalogue("es-QQ").tag == "es"


@pytest.mark.parametrize("tag", ["fr", "", "../en", "e", "en\n", "en-" + "x" * 99])
def test_a_language_that_is_not_here_is_named(tag: str) -> None:
    """The error lists the languages there are; a path is no language."""
    with pytest.raises(UsageError, match=r"language: expected one of: en, es, found"):
        catalogue(tag)
