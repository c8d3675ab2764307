#!/usr/bin/env python3
"""Computes the wraps in tests/it/vectors.rs again, from the description of the formats alone.

    pip install cryptography pynacl && python3 crates/vault/tests/vectors.py

XChaCha20-Poly1305 is libsodium's, HKDF and Argon2id are OpenSSL's: nothing of them is shared with the crate.
"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as seal


def counting(first: int, length: int) -> bytes:
    return bytes(range(first, first + length))


def context(purpose: bytes, *parts: bytes) -> bytes:
    """Every part after its length in 8 bytes, big-endian."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in (b"potluck vault v1", purpose, *parts))


def derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=None, info=context(purpose)).derive(secret)


MEMBER = bytes([1] * 16)
KEY, NONCE, SALT = counting(0, 32), counting(0xA0, 24), counting(0x40, 16)
NEWER_KEY = counting(0xC0, 32)
COST = b"".join(value.to_bytes(4, "big") for value in (19 * 1024, 2, 1))


def wrap(kind: int, wrapping: bytes, cost: bytes = b"") -> str:
    """version | kind | cost (passwords only) | nonce | ciphertext | tag"""
    bound = context(b"wrap", bytes([kind]), MEMBER, cost)
    return (bytes([1, kind]) + cost + NONCE + seal(KEY, bound, NONCE, wrapping)).hex()


stretched = Argon2id(
    salt=SALT, length=32, iterations=2, lanes=1, memory_cost=19 * 1024, ad=b"potluck vault v1 wrap"
).derive(b"correct horse battery staple")

print("BY_PASSWORD     ", wrap(1, stretched, COST))
print("BY_RECOVERY_CODE", wrap(2, derive(counting(0x20, 20), b"wrap by recovery code")))
print("BY_REFRESH_TOKEN", wrap(3, derive(counting(0x60, 32), b"wrap by refresh token")))
print("BY_PASSKEY      ", wrap(4, derive(counting(0x80, 32), b"wrap by passkey")))
print("BY_CONTENT_KEY  ", wrap(5, derive(NEWER_KEY, b"wrap by content key")))
