"""Key files: private, for one ledger, never overwritten, strictly read."""

from __future__ import annotations

from pathlib import Path

import nacl.bindings
import pytest

from showclear.adapters.keys import create_key, list_keys, load_key, read_key, write_key
from showclear.errors import ReadOnly, UsageError
from tests.adapters.people import ORIGIN, not_writable, open_folder

SEED = bytes(range(32))
GOOD = write_key("desk", origin=ORIGIN, seed=SEED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of keys, not made yet."""
    return tmp_path / "keys"


def test_a_key_signs_as_it_did_when_it_was_made(folder: Path) -> None:
    """A key that is loaded has the public key it was made with, and its signatures check out."""
    made = create_key(folder, "desk", origin=ORIGIN)
    loaded = load_key(folder, "desk", origin=ORIGIN)
    assert loaded.public == made.public
    signature = loaded.sign(b"message")
    assert len(signature) == 64
    assert signature == made.sign(b"message")
    assert nacl.bindings.crypto_sign_open(signature + b"message", made.public) == b"message"


def test_every_key_is_another(folder: Path) -> None:
    """Two keys that are made differ."""
    one = create_key(folder, "one", origin=ORIGIN)
    assert one.public != create_key(folder, "two", origin=ORIGIN).public


def test_keys_are_private(folder: Path) -> None:
    """The file can be read by its owner alone, the folder entered by nobody else."""
    create_key(folder, "desk", origin=ORIGIN)
    assert (folder / "desk.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == ["desk.key"]


def test_the_file_is_six_lines() -> None:
    """The file says version, origin, name, public key, seed and checksum, a line each."""
    lines = GOOD.decode().splitlines()
    assert [line.split()[0] for line in lines] == [
        "showclear",
        "origin",
        "name",
        "public",
        "seed",
        "checksum",
    ]
    assert lines[:3] == ["showclear key 1", f"origin {ORIGIN}", "name desk"]


def test_a_printed_signer_shows_no_seed() -> None:
    """Neither the text nor the fields shown of a signer contain the seed."""
    signer = read_key(GOOD, thing="key")
    for shown in (repr(signer), str(signer), repr(signer.name)):
        assert SEED.hex() not in shown
        assert repr(SEED)[2:-1] not in shown


def test_keys_are_listed_by_name(folder: Path) -> None:
    """The list shows name, origin and public key of each key file, and nothing of others."""
    assert list_keys(folder) == ()
    two = create_key(folder, "two", origin=ORIGIN)
    one = create_key(folder, "one", origin="example.org/other")
    (folder / "notes.txt").write_text("no key")
    assert list_keys(folder) == (one.name, two.name)
    assert [key.origin for key in list_keys(folder)] == ["example.org/other", ORIGIN]


def _code(caught: pytest.ExceptionInfo[UsageError]) -> tuple[str, str]:
    return caught.value.code, caught.value.hint


def test_a_key_is_never_overwritten(folder: Path) -> None:
    """Making a key under a name that is taken is refused and leaves the file alone."""
    create_key(folder, "desk", origin=ORIGIN)
    kept = (folder / "desk.key").read_bytes()
    message = r"desk\.key: expected no key of this name yet, found a key file"
    with pytest.raises(UsageError, match=message) as caught:
        create_key(folder, "desk", origin=ORIGIN)
    assert _code(caught)[0] == "key_file_exists"
    assert (folder / "desk.key").read_bytes() == kept
    assert [path.name for path in folder.iterdir()] == ["desk.key"]


def test_a_key_refuses_a_second_ledger(folder: Path) -> None:
    """A key is loaded for the ledger it was made for, and for no other."""
    create_key(folder, "desk", origin=ORIGIN)
    message = f"expected a key of example.org/other, found one of {ORIGIN}"
    with pytest.raises(UsageError, match=message) as caught:
        load_key(folder, "desk", origin="example.org/other")
    assert _code(caught)[0] == "key_file_other_ledger"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_others_can_reach_is_refused(folder: Path, mode: int) -> None:
    """A key file with any right for others is refused, and the hint says chmod 600."""
    create_key(folder, "desk", origin=ORIGIN)
    (folder / "desk.key").chmod(mode)
    with pytest.raises(UsageError, match=rf"\(mode 600\), found mode {mode:o}") as caught:
        load_key(folder, "desk", origin=ORIGIN)
    code, hint = _code(caught)
    assert code == "key_file_readable_by_others"
    assert f"chmod 600 {folder / 'desk.key'}" in hint


def test_a_renamed_key_is_refused(folder: Path) -> None:
    """A key file under another name than its own is refused."""
    create_key(folder, "desk", origin=ORIGIN)
    (folder / "desk.key").rename(folder / "officer.key")
    message = "expected the key named officer, found the one named desk"
    with pytest.raises(UsageError, match=message) as caught:
        load_key(folder, "officer", origin=ORIGIN)
    assert _code(caught)[0] == "key_file_other_name"


def test_a_missing_key_is_named(folder: Path) -> None:
    """Loading a key that is not there names its file."""
    with pytest.raises(UsageError, match=r"desk\.key: expected a key file") as caught:
        load_key(folder, "desk", origin=ORIGIN)
    assert _code(caught)[0] == "key_file_missing"


@pytest.mark.parametrize("name", ["", "-a", "A", "../desk", "a/b", "a.b", "a b", "a" * 65, "a\n"])
def test_a_name_outside_the_rule_is_refused(folder: Path, name: str) -> None:
    """A name that could leave the folder, or differ between systems, is refused."""
    with pytest.raises(UsageError, match="name of a key: expected 1 to 64 of a-z") as caught:
        create_key(folder, name, origin=ORIGIN)
    assert _code(caught)[0] == "key_name"
    assert not folder.exists()


@pytest.mark.parametrize("name", ["a", "0", "officer-1", "a" * 64])
def test_a_name_within_the_rule_is_taken(folder: Path, name: str) -> None:
    """Names of one to 64 letters, digits and hyphens are taken."""
    assert create_key(folder, name, origin=ORIGIN).name.name == name


@pytest.mark.parametrize("origin", ["", "a b", "a\n", "é", "a" * 256])
def test_an_origin_outside_the_rule_is_refused(folder: Path, origin: str) -> None:
    """An origin that no checkpoint could have is refused."""
    with pytest.raises(UsageError, match="origin of a key: expected 1 to 255") as caught:
        create_key(folder, "desk", origin=origin)
    assert _code(caught)[0] == "key_origin"


def test_the_longest_origin_and_name_fit(folder: Path) -> None:
    """A key with the longest origin and name is made and loaded."""
    create_key(folder, "a" * 64, origin="o" * 255)
    assert load_key(folder, "a" * 64, origin="o" * 255).name.origin == "o" * 255


def _is_malformed(data: bytes) -> bool:
    with pytest.raises(UsageError, match="of a key file, unchanged") as caught:
        read_key(data, thing="key")
    return caught.value.code == "key_file_malformed"


def test_every_part_of_a_key_file_is_malformed() -> None:
    """No beginning, end or line-wise rest of a key file is a key file."""
    assert read_key(GOOD, thing="key").name.name == "desk"
    assert all(_is_malformed(GOOD[:stop]) for stop in range(len(GOOD)))
    assert all(_is_malformed(GOOD[start:]) for start in range(1, len(GOOD)))
    lines = GOOD.splitlines(keepends=True)
    for left_out in range(len(lines)):
        assert _is_malformed(b"".join(lines[:left_out] + lines[left_out + 1 :]))


@pytest.mark.parametrize("change", [0x01, 0x20, 0x80])
def test_every_changed_byte_is_malformed(change: int) -> None:
    """A key file with any byte changed is refused."""
    for place in range(len(GOOD)):
        changed = GOOD[:place] + bytes([GOOD[place] ^ change]) + GOOD[place + 1 :]
        assert _is_malformed(changed)


@pytest.mark.parametrize("added", [b"\n", b" ", b"\0", b"x" * 2_000], ids=repr)
def test_anything_added_is_malformed(added: bytes) -> None:
    """A key file with anything before or after it is refused, also far over its size."""
    assert _is_malformed(GOOD + added)
    assert _is_malformed(added + GOOD)


def test_a_malformed_file_is_named_when_listed(folder: Path) -> None:
    """A key file that is torn is named, not left out of the list."""
    create_key(folder, "desk", origin=ORIGIN)
    (folder / "desk.key").write_bytes(GOOD[:40])
    with pytest.raises(UsageError, match=r"desk\.key: .* found 40 bytes that are not"):
        list_keys(folder)


def test_a_folder_that_cannot_be_written_is_named() -> None:
    """A key cannot be made where nothing can be written, and the error says so."""
    with open_folder() as folder:
        (folder / "keys").mkdir()
        with (
            not_writable(folder / "keys"),
            pytest.raises(ReadOnly, match="expected leave to write while making a key file"),
        ):
            create_key(folder / "keys", "desk", origin=ORIGIN)
