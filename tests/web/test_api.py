"""Everything the pages do, as JSON: what is asked, what is answered, what an error says."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from showclear.field.ids import KeyId
from showclear.record.envelope import signed_bytes
from showclear.record.events.table import TABLE
from showclear.web.acts import ACTS
from showclear.web.app import BODY_BYTES_MAX
from tests.web.kit import CART_CODE, Device, Page, Production, looked, open_day, taken_out

ANNA = "Anna Ruiz"
CAL = "Cal Reed"
BEN = "Ben Ode"


def told(answer: Page) -> Any:
    """Return the JSON of an answer that went well."""
    assert answer.status in {200, 204}, answer.text
    assert answer.answer.headers["content-type"].startswith("application/json")
    return json.loads(answer.text)


def problem(answer: Page, status: int) -> dict[str, str]:
    """Return what an answer says is wrong."""
    assert answer.status == status, answer.text
    found = json.loads(answer.text)
    assert set(found) == {"code", "detail", "hint"}
    return {name: str(value) for name, value in found.items()}


def signed(device: Device, sheet: Any) -> list[dict[str, object]]:
    """Return a signature for every sentence of a sheet that a key on this device is asked for."""
    return [
        {
            "draft": one["draft"],
            "key": key,
            "signature": device.signers[key].sign(signed_bytes(base64.b64decode(one["payload"]))),
        }
        for one in sheet["drafts"]
        for key in one["keys"].split()
        if key in device.signers
    ]


def test_a_gun_is_taken_out_without_a_page(production: Production) -> None:
    """The body of an event is drafted, told in words, signed and answered."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    looked(tablet, "colt-3", purpose="opening")
    body = {
        "type": "take-out/1",
        "items": [production.gun("colt-3")],
        "place": production.container("lockup"),
    }
    asked = {"body": body, "signers": [production.person(ANNA)]}
    assert told(tablet.post("/api/would", asked))["refusals"] == []
    sheet = told(tablet.post("/api/drafts", {"acts": [asked]}))
    assert "colt-3" in sheet["drafts"][0]["told"]["sentence"]
    answer = told(tablet.post("/api/signatures", {"signatures": signed(tablet, sheet)}))
    assert [one["kind"] for one in answer["answers"]] == ["taken"]
    assert tablet.get(f"/api/guns/{production.gun('colt-3')}")["in_hand"] == ANNA


def test_an_act_takes_the_fields_of_its_page(production: Production) -> None:
    """``/api/acts`` names every act; one of them makes the events that its page would."""
    tablet = Device(production, ANNA)
    acts = tablet.get("/api/acts")
    assert set(acts) == set(ACTS)
    assert all(acts.values())
    fields = {"date": "2026-11-22", "area": "Ranch", "by": production.person(BEN)}
    sheet = told(tablet.post("/api/acts/open-day", {"fields": fields}))
    told(tablet.post("/api/signatures", {"signatures": signed(tablet, sheet)}))
    assert production.state.day == "2026-11-22"


def test_an_envelope_sent_twice_is_one_event(production: Production) -> None:
    """What was signed without the desk is sent whole; its first answer is given again."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    gun = production.gun("rubber-1")
    sheet = told(
        tablet.post(
            "/api/drafts",
            {
                "acts": [
                    {
                        "body": {"type": "misfire/1", "weapon": gun},
                        "signers": [production.person(ANNA)],
                    }
                ]
            },
        )
    )
    payload = base64.b64decode(sheet["drafts"][0]["payload"])
    raw = tablet.envelope(payload, ANNA)
    first = told(tablet.ask("POST", "/api/events", content=raw))
    again = told(tablet.ask("POST", "/api/events", content=raw))
    assert (first["index"], first["id"]) == (again["index"], again["id"])
    assert (first["repeated"], again["repeated"]) == (False, True)


def test_anybody_may_speak_up(production: Production) -> None:
    """Stop, concern, decline and ask to see are taken from a device that nobody entered on."""
    outside = Device(production, keys=())
    gun = production.gun("colt-3")
    for body in (
        {"type": "concern/1", "about": "other"},
        {"type": "decline/1", "weapon": gun, "side": "take"},
        {"type": "ask-to-see/1", "weapon": gun},
        {"type": "stop/1"},
    ):
        answer = told(outside.post("/api/speak", {"body": body}))
        assert answer["outcome"] == "admitted", body
    assert production.state.stops
    told(outside.post("/api/speak/stop", {}))


def test_speaking_up_is_no_way_in_for_anything_else(production: Production) -> None:
    """Only what may be said without a key is taken without one."""
    outside = Device(production, keys=())
    body = {"type": "cut/1"}
    assert problem(outside.post("/api/speak", {"body": body}), 400)["code"] == "malformed"


def test_words_are_kept_beside_the_log(production: Production) -> None:
    """An event holds 64 hex digits for what was written; the words lie beside it."""
    tablet = Device(production, ANNA)
    kept = told(tablet.post("/api/words", {"path": "words", "words": "the grip is loose"}))
    body = {"type": "concern/1", "about": "other", "words": kept["commitment"]}
    asked = {"acts": [{"body": body, "signers": [production.person(ANNA)]}]}
    sheet = told(tablet.post("/api/drafts", asked))
    payload = json.loads(base64.b64decode(sheet["drafts"][0]["payload"]))
    assert payload["body"]["words"] == kept["commitment"]
    assert "grip" not in json.dumps(payload)
    assert production.served.names.words(kept["commitment"]) == "the grip is loose"


def test_a_draft_can_be_left_by_whoever_made_it(production: Production) -> None:
    """The recorder may drop a draft, and so may somebody it asks; nobody else."""
    anna, eva = Device(production, ANNA), Device(production, "Eva Sand", keys=())
    fields = {"date": "2026-11-22", "area": "Ranch", "by": production.person(BEN)}
    told(anna.post("/api/acts/open-day", {"fields": fields}))
    [name] = [one["draft"] for one in anna.get("/api/drafts")["drafts"]]
    assert eva.get("/api/drafts")["drafts"] == []
    said = problem(eva.ask("DELETE", f"/api/drafts/{name}"), 422)
    assert said["code"] == "not_your_draft"
    assert anna.ask("DELETE", f"/api/drafts/{name}").status == 204
    assert anna.get("/api/drafts")["drafts"] == []


def test_what_pages_show_is_there(production: Production) -> None:
    """Ledger, board, guns, people, containers, lots and open matters, by the names people use."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    looked(tablet, "colt-3", purpose="opening")
    taken_out(tablet, "colt-3")
    assert tablet.get("/api/ledger")["person"] == production.person(ANNA)
    assert [one["name"] for one in tablet.get("/api/board")["out"]] == ["colt-3"]
    assert {one["name"] for one in tablet.get("/api/guns")} == {"colt-3", "rifle-1", "rubber-1"}
    assert ANNA in {one["name"] for one in tablet.get("/api/people")}
    assert {one["name"] for one in tablet.get("/api/containers")} == {"box-a", "lockup"}
    assert [one["name"] for one in tablet.get("/api/lots")] == ["dummies-a"]
    assert isinstance(tablet.get("/api/matters"), list)
    assert tablet.get("/api/head")["note"].startswith(tablet.get("/api/ledger")["origin"])


def test_where_guns_are_kept_is_for_handlers_and_officers(production: Production) -> None:
    """A performer's device is not told the name of the place, by any question."""
    eva, anna = Device(production, "Eva Sand"), Device(production, ANNA)
    gun = production.gun("colt-3")
    paths = ("/api/board", "/api/guns", f"/api/guns/{gun}", "/api/containers", "/api/matters")
    for path in paths:
        assert "lockup" not in eva.ask("GET", path).text, path
    assert "lockup" in anna.ask("GET", f"/api/guns/{gun}").text
    assert "lockup" in anna.ask("GET", "/api/containers").text


def test_a_first_look_is_told_to_nobody(production: Production) -> None:
    """While the second has not answered, no question to the API gives the first's answers."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    gun = production.gun("colt-3")
    fields = {
        "weapon": gun,
        "way": "seen-empty",
        "purpose": "opening",
        "handler": production.person(ANNA),
        "second": production.person(BEN),
        "handler.all": "yes",
        "second.all": "yes",
        "handler.method": "light",
        "second.method": "light",
    }
    sheet = tablet.act("show", **fields)
    tablet.sign(sheet, ANNA)
    board = tablet.ask("GET", "/api/board").text
    assert "seen empty" not in board
    assert "seen empty" not in tablet.ask("GET", f"/api/guns/{gun}").text


# -- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/api/nothing", None, 404, "not_found"),
        ("GET", "/api/guns/w-none", None, 404, "not_found"),
        ("PUT", "/api/events", b"{}", 405, "method_not_allowed"),
        ("POST", "/api/events", b"{", 422, "envelope_malformed"),
        ("POST", "/api/events", b"", 422, "envelope_malformed"),
        ("POST", "/api/acts/dance", b'{"fields":{}}', 404, "not_found"),
        ("POST", "/api/acts/lock", b'{"fields":{}}', 422, "field_odd"),
        ("POST", "/api/drafts", b'{"acts":[]}', 400, "malformed"),
        ("POST", "/api/drafts", b'{"acts":[{"body":{"type":"no/1"}}]}', 400, "malformed"),
        ("POST", "/api/drafts", b"\xff\xfe", 400, "malformed"),
        ("POST", "/api/signatures", b'{"signatures":[{}]}', 400, "malformed"),
        ("GET", "/api/joins/none", None, 422, "join_unknown"),
    ],
)
def test_an_error_names_the_thing(  # noqa: PLR0913, PLR0917 - a column each
    production: Production, method: str, path: str, body: bytes | None, status: int, code: str
) -> None:
    """Code, detail and hint, whatever goes wrong; never a trace, never a page."""
    tablet = Device(production, ANNA)
    answer = tablet.ask(method, path, content=body, headers={"content-type": "application/json"})
    said = problem(answer, status)
    assert said["code"] == code
    assert said["detail"]
    assert "Traceback" not in answer.text


def test_a_body_too_long_is_turned_away(production: Production) -> None:
    """One byte past the limit is answered with what was expected, and read no further."""
    tablet = Device(production, ANNA)
    long = b" " * (BODY_BYTES_MAX + 1)
    answer = tablet.ask(
        "POST", "/api/drafts", content=long, headers={"content-type": "application/json"}
    )
    assert problem(answer, 413)["code"] == "body_too_long"


def test_a_fault_of_ours_is_told_without_its_insides(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is shown a trace; the page that says so still has the stop on it."""
    tablet = Device(production, ANNA)

    def broken() -> None:
        raise RuntimeError("where the keys are")

    monkeypatch.setattr(production.served.desk.parts.heads.__class__, "read", lambda _: broken())
    said = problem(tablet.ask("GET", "/api/head"), 500)
    assert said["detail"] == "a fault in Showclear itself: RuntimeError"
    page = tablet.page("/gun/w-none")
    assert page.status == 404
    assert 'action="/speak/stop"' in page.text


# -- the document -----------------------------------------------------------------------------


def test_the_document_describes_every_type_of_event(production: Production) -> None:
    """Each body's tag stands in it, each exactly once, and nothing else may be in a body."""
    document = Device(production).get("/api/schema/openapi.json")
    schemas = document["components"]["schemas"]
    tags = {
        tag: schema
        for schema in schemas.values()
        for tag in schema.get("properties", {}).get("type", {}).get("enum", [])
    }
    assert set(tags) == {row.tag for row in TABLE}
    assert all(schema["additionalProperties"] is False for schema in tags.values())
    assert all(schema["description"] for schema in tags.values())


def test_the_document_names_every_operation_of_the_api(production: Production) -> None:
    """Whatever is served under /api stands in it, with what it says when something is wrong."""
    document = Device(production).get("/api/schema/openapi.json")
    served = {
        (route.path_format, method)
        for route in production.app.app.routes  # type: ignore[attr-defined]
        if route.path_format.startswith("/api/") and "schema" not in route.path_format
        for method in route.methods - {"OPTIONS"}
    }
    described = {
        (path, method.upper()) for path, methods in document["paths"].items() for method in methods
    }
    assert described == served
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert {"400", "422", "429"} <= set(operation["responses"])


def test_the_documents_patterns_are_json_schemas(production: Production) -> None:
    """Python's own end of a text is in none of them."""
    assert "\\\\Z" not in Device(production).page("/api/schema/openapi.json").text


# -- joining ----------------------------------------------------------------------------------


def test_a_newcomer_joins_with_two_officers(production: Production) -> None:
    """Asked, compared, confirmed at the cart, signed by the new key itself: then it counts."""
    phone, cart = Device(production, keys=()), Device(production, keys=())
    signer = production.opened.keys.make("nell-ash")
    key = signer.public.hex()
    asked = told(phone.post("/api/joins", {"key": key, "name": "Nell Ash", "title": "crew"}))
    assert asked["state"] == "waiting"
    page = cart.page(f"/cart?code={CART_CODE}")
    assert asked["code"] in page.words
    assert "Nell Ash" in page.words
    assert cart.form(f"/cart/{asked['join']}?code={CART_CODE}", title="crew").status == 303
    now = told(phone.ask("GET", f"/api/joins/{asked['join']}"))
    assert now["state"] == "to-sign"
    signature = signer.sign(signed_bytes(base64.b64decode(now["payload"])))
    path = f"/api/joins/{asked['join']}/signature"
    assert told(phone.post(path, {"signature": signature}))["outcome"] == "accepted"
    assert told(phone.ask("GET", f"/api/joins/{asked['join']}"))["state"] == "done"
    assert production.state.registry.live_key(KeyId(key))


def test_a_key_that_does_not_sign_is_not_enrolled(production: Production) -> None:
    """Two officers alone enrol nobody: the key proves that its holder has it."""
    phone, cart = Device(production, keys=()), Device(production, keys=())
    key = production.opened.keys.make("nell-ash").public.hex()
    asked = told(phone.post("/api/joins", {"key": key, "name": "Nell Ash"}))
    cart.form(f"/cart/{asked['join']}?code={CART_CODE}", title="crew")
    now = told(phone.ask("GET", f"/api/joins/{asked['join']}"))
    wrong = production.signer(ANNA).sign(signed_bytes(base64.b64decode(now["payload"])))
    said = problem(phone.post(f"/api/joins/{asked['join']}/signature", {"signature": wrong}), 422)
    assert said["code"] == "bad_signature"
    assert key not in production.state.registry.keys
