"""Writes changes at a rate and measures when they arrive at webhooks, some of which hang: see README.md."""

import argparse
import asyncio
import datetime
import json
import time
import urllib.request


def call(base, method, path, token=None, body=None):
    request = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


class Receiver:
    """One of the receivers: takes what comes, or never answers."""

    def __init__(self, hangs):
        self.hangs, self.seen, self.waits, self.again = hangs, set(), [], 0

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = int(head.split("content-length:")[1].split("\r\n")[0])
                body = json.loads(await reader.readexactly(length))
                now = time.time()
                if self.hangs:
                    await reader.read()
                    return
                message = head.split("webhook-id:")[1].split("\r\n")[0].strip()
                if message in self.seen:
                    self.again += 1
                elif body["type"] == "note.created":
                    at = datetime.datetime.fromisoformat(body["timestamp"].replace("Z", "+00:00")).timestamp()
                    self.waits.append((at, now - at))
                self.seen.add(message)
                writer.write(b"HTTP/1.1 204 Taken\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


async def post(lock, connection, host, path, token, body):
    """One request of a writer, on its own connection."""
    reader, writer = connection
    data = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    async with lock:
        writer.write(head.encode() + data)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
    return int(head.split(" ")[1])


def memory(pid):
    if pid is None:
        return ""
    with open(f"/proc/{pid}/status") as status:
        return next(line.split()[1] for line in status if line.startswith("VmRSS")) + " kB"


def said(name, waits):
    waits = sorted(wait for _, wait in waits)
    if not waits:
        return f"{name}: nothing arrived"
    at = lambda share: waits[min(len(waits) - 1, int(len(waits) * share))]
    return f"{name}: {len(waits)} arrived; p50 {at(.5):.3f} s, p95 {at(.95):.3f} s, p99 {at(.99):.3f} s, the longest {waits[-1]:.3f} s"


async def main(asked):
    base, host = asked.base, asked.base.split("//")[1]
    signed_in = call(base, "POST", "/v1/auth/token", None, {"username": asked.user, "password": asked.password})
    token = signed_in["access_token"]
    cases = [case["id"] for case in call(base, "GET", "/v1/cases?limit=200&status=open", token)["items"]][: asked.receivers]
    receivers = [Receiver(nth < asked.hanging) for nth in range(asked.receivers)]
    hooks = []
    for nth, receiver in enumerate(receivers):
        await receiver.start()
        new = {"name": f"Load {nth}", "url": f"http://127.0.0.1:{receiver.port}/", "types": ["note"]}
        if not asked.all:
            new["case_id"] = cases[nth % len(cases)]
        hooks.append(call(base, "POST", "/v1/webhooks", token, new))
    writers = [(asyncio.Lock(), await asyncio.open_connection(*host.split(":"))) for _ in range(asked.writers)]
    begun, count, failed, pending = time.time(), 0, 0, set()
    marks = [(0, memory(asked.pid))]
    while time.time() - begun < asked.seconds:
        while count < (time.time() - begun) * asked.events:
            lock, connection = writers[count % len(writers)]
            path = f"/v1/cases/{cases[count % len(cases)]}/notes"
            pending.add(asyncio.ensure_future(post(lock, connection, host, path, token, {"body": f"Note {count}."})))
            count += 1
        done = {task for task in pending if task.done()}
        failed += sum(task.exception() is not None or task.result() != 201 for task in done)
        pending -= done
        if time.time() - begun > len(marks) * asked.seconds / 6:
            marks.append((round(time.time() - begun), memory(asked.pid)))
        await asyncio.sleep(0.005)
    await asyncio.wait(pending) if pending else None
    written = time.time() - begun
    await asyncio.sleep(asked.rest)
    healthy = [wait for receiver in receivers if not receiver.hangs for wait in receiver.waits]
    print(f"{count} events in {written:.1f} s ({count / written:.0f}/s), {failed} of them refused")
    print(said("the healthy", healthy))
    late = [wait for wait in healthy if wait[0] > begun + asked.seconds / 2]
    print(said("the healthy, of the second half", late))
    print(f"sent again though it was taken: {sum(receiver.again for receiver in receivers)}")
    print("memory:", ", ".join(f"{at} s {kept}" for at, kept in marks), "and at the end", memory(asked.pid))
    for hook in hooks:
        request = urllib.request.Request(f"{base}/v1/webhooks/{hook['id']}", method="DELETE")
        request.add_header("Authorization", "Bearer " + token)
        request.add_header("If-Match", "*")
        urllib.request.urlopen(request).read()


parser = argparse.ArgumentParser()
parser.add_argument("--base", default="http://127.0.0.1:8099")
parser.add_argument("--user", default="manager")
parser.add_argument("--password", default="fictional-people-only")
parser.add_argument("--events", type=float, default=200)
parser.add_argument("--receivers", type=int, default=50)
parser.add_argument("--hanging", type=int, default=5)
parser.add_argument("--seconds", type=float, default=60)
parser.add_argument("--rest", type=float, default=5)
parser.add_argument("--writers", type=int, default=8)
parser.add_argument("--all", action="store_true")
parser.add_argument("--pid", type=int)
asyncio.run(main(parser.parse_args()))
