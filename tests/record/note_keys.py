"""Keys, signing and checking for the tests of notes, and the worked example they share.

The example is the one of reference/logs.md section 1.7: three entries, a ledger's key and two
cosigners' keys, whose seeds are the SHA-256 of "log", "insurer" and "union".
"""

from __future__ import annotations

from hashlib import sha256

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from showclear.record.note import TYPE_COSIGNATURE, TYPE_ED25519, VerifierKey

ORIGIN = "custody.example/prod7"


class Party:
    """One party with its private key: ``key`` names it, ``sign`` signs for it."""

    def __init__(self, name: str, seed: str, kind: int) -> None:
        self._private = SigningKey(sha256(seed.encode()).digest())
        self.key = VerifierKey(name=name, type=kind, public=bytes(self._private.verify_key))

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return bytes(self._private.sign(message).signature)


LOG = Party(ORIGIN, "log", TYPE_ED25519)
INSURER = Party("insurer.example/w1", "insurer", TYPE_COSIGNATURE)
UNION = Party("union.example/w1", "union", TYPE_COSIGNATURE)
STRANGER = Party("stranger.example/w1", "stranger", TYPE_COSIGNATURE)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether libsodium accepts the signature."""
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


ENTRIES = (b"event-0", b"event-1", b"event-2")
ROOT = bytes.fromhex("db2effe64d36352bcd4c260bde0e1138310c9f77b89d4c57578652f9b185b630")

LOG_VKEY = "custody.example/prod7+aafea161+AZsfhHkc/HZjBFhU04netcqVRJ2HXydqg4QLBgqznPxx"
INSURER_VKEY = "insurer.example/w1+a803ec90+BEbKg16lwHJVG1RyB5P55e1QwUTKjwtnzcY7sHpwDn39"
UNION_VKEY = "union.example/w1+c04ad5e1+BOZq8qgn+/GJU2EYqMUmsawtSNAA2WPAHfYrreMTD5Va"

CHECKPOINT_TEXT = """\
custody.example/prod7
3
2y7/5k02NSvNTCYL3g4RODEMn3e4nUxXV4ZS+bGFtjA=
"""
LOG_LINE = (
    "\u2014 custody.example/prod7 qv6hYQjoea6CVGS+iA3heSrnHw8+rCt5DIvi3dDuMTpD2AbpalW9DgTfC0xR"
    "cCtEwif2HT6dNkr6sH/kOv4lMuwZDQM=\n"
)
INSURER_LINE = (
    "\u2014 insurer.example/w1 qAPskAAAAABrAsBoyHa6hHnuMPF1V7nMo+xwWjJZHGmZLd/p4ssyHDZDCnKSt02n"
    "BrwNk+owf/C8ZvxFflD6+EWhlTi/JglROUUpAQ==\n"
)
UNION_LINE = (
    "\u2014 union.example/w1 wErV4QAAAABrAsCkHX293MxM2Ks4KaG2kVUzD/lhI6a6MKwIunKHZcdvNJNV1FLH"
    "GCBaMElMv+WZRFmlwsSJLCiNpSmat1yGYFNTBw==\n"
)
INSURER_SECONDS = 0x6B02C068
UNION_SECONDS = 0x6B02C0A4
CHECKPOINT_NOTE = f"{CHECKPOINT_TEXT}\n{LOG_LINE}{INSURER_LINE}{UNION_LINE}".encode()
PROOF_FILE = (
    b"c2sp.org/tlog-proof@v1\nindex 2\nP9HVoFmrFxo0X5kSyDwt2LeTO06VDmdJvIPbsfQ8y94=\n\n"
    + CHECKPOINT_NOTE
)
