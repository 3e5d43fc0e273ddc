"""Checks a proof of the journal without the service: what is hashed, byte for byte, stands in proof.md beside this file.

    python3 check_proof.py proof.json keys.json

proof.json is GET /v1/journal/checkpoints/{id}/proof?entry=N, keys.json is GET /.well-known/journal-keys.json (keep a copy of both
where the service cannot reach them). Nothing but the standard library of Python 3.8 or later, which has no Ed25519: the
signature is checked with openssl (3.0 or later). Ends with 0 if all fits, with 1 and the reason if not.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def size(number):
    return number.to_bytes(8, "big")


def hash_of(kind, *parts):
    """The hash of a kind, over parts that may be missing: in hexadecimal."""
    parts = [None if part is None else part.encode() for part in parts]
    coded = [b"\0" if part is None else b"\1" + size(len(part)) + part for part in parts]
    return sha256(f"greffe journal {kind} 1\n".encode(), *coded).hex()


def root_of(leaf, index, leaves, path):
    """Climbs from a leaf to the root (RFC 9162, 2.1.3.2)."""
    last = leaves - 1
    must(0 <= index <= last, "the leaf is not in the tree")
    for sibling in path:
        must(last > 0, "the path is too long")
        if index % 2 == 1 or index == last:
            leaf = sha256(b"\1", bytes.fromhex(sibling), leaf)
            while index % 2 == 0 and index != 0:
                index, last = index >> 1, last >> 1
        else:
            leaf = sha256(b"\1", leaf, bytes.fromhex(sibling))
        index, last = index >> 1, last >> 1
    must(last == 0, "the path is too short")
    return leaf.hex()


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def opened(statement, keys):
    """The claims of a statement whose signature is good."""
    head, claims, signature = statement.split(".")
    header = json.loads(decoded(head))
    must(header["typ"] == "checkpoint+jwt" and header["alg"] == "EdDSA", "it is no checkpoint, or not signed with Ed25519")
    key = next((key for key in keys["keys"] if key.get("kid") == header["kid"]), None)
    must(key and key.get("crv") == "Ed25519", "its key is not among the keys")
    der = bytes.fromhex("302a300506032b6570032100") + decoded(key["x"])
    with tempfile.TemporaryDirectory() as folder:
        files = {"key": der, "said": f"{head}.{claims}".encode(), "signature": decoded(signature)}
        paths = {name: os.path.join(folder, name) for name in files}
        for name, content in files.items():
            with open(paths[name], "wb") as file:
                file.write(content)
        verify = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey", paths["key"]]
        verify += ["-in", paths["said"], "-sigfile", paths["signature"]]
        must(subprocess.run(verify, stdout=subprocess.DEVNULL).returncode == 0, "its signature is not good")
    return json.loads(decoded(claims))


def must(holds, reason):
    if not holds:
        sys.exit(f"Not proved: {reason}.")


def check(proof, keys):
    entry, stated = proof["entry"], opened(proof["statement"], keys)
    if proof["content"] == "shown":
        content = hash_of("content", entry.get("before"), entry.get("after"))
        must(content == entry["content_hash"], "what the entry says does not fit its hash")
    names = ["subject", "position", "action", "actor", "request_id", "at", "kind", "content_hash"]
    digest = hash_of("entry", *(str(entry[name]) for name in names))
    must(hash_of("link", entry["previous_hash"], digest) == entry["hash"], "the entry does not fit its hash")
    head = entry["hash"]
    for later in proof["later"]:
        head = hash_of("link", head, later)
    subject, length = entry["subject"].encode(), entry["position"] + len(proof["later"])
    leaf = sha256(b"\0", size(len(subject)), subject, size(length), head.encode())
    root = root_of(leaf, proof["leaf_index"], stated["chains"] + 1, proof["path"])
    must(root == stated["root"], "the entry does not lead to the root that was signed")
    return stated


if __name__ == "__main__":
    documents = []
    for name in sys.argv[1:3]:
        with open(name, encoding="utf-8") as file:
            documents.append(json.load(file))
    stated = check(*documents)
    entry = documents[0]["entry"]
    print(f"Proved: {entry['action']} by {entry['actor']} at {entry['at']} is entry {entry['position']} of {entry['subject']}")
    print(f"in the journal that checkpoint {stated['number']} states. What it says is {documents[0]['content']}.")
