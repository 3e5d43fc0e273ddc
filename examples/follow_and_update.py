"""Long lists, and changes that are never lost: cursors, ETags, and requests that are safe to send again."""

import uuid

from api import Person

manager, litigator = Person("manager"), Person("litigator")


def every_page(person, path):
    """The pages of a list. A cursor is good for one person and one question; follow it until there is none."""
    page = person.get(path)
    while True:
        yield page["items"]
        cursor = page.json.get("next_cursor")
        if cursor is None:
            return
        page = person.get(f"{path}&cursor={cursor}")


# 1. A list, page by page. What is added or changed meanwhile makes nobody see an item twice.
question = "/v1/deadlines?status=open&limit=10"
pages = list(every_page(manager, question))
seen = [deadline["id"] for page in pages for deadline in page]
count = manager.get(f"{question}&include=count")["count"]
is_whole = len(seen) == len(set(seen)) == count
print(f"{len(seen)} open deadlines in {len(pages)} pages, each once, and all that the service counts: {is_whole}.")

# 2. A request whose answer was lost is sent again with its key: it is done once, and answered twice.
key = {"Idempotency-Key": str(uuid.uuid4())}
case = {"proceeding": "ALJR", "style_of_cause": "Roe v. Canada (MCI)", "language": "en"}
first, again = (litigator.post("/v1/cases", case, key) for _ in range(2))
print(f"Sent twice, opened once: {first['id'] == again['id']}.")

# 3. A copy is kept up to date for nothing: 304 says that it still is what it was.
address = f"/v1/cases/{first['id']}"
etag = litigator.get(address).headers["ETag"]
print(f"Read again with If-None-Match {etag}: {litigator.send('GET', address, headers={'If-None-Match': etag}).status}.")

# 4. A change says which version it is of. Whoever comes second learns of it, reads, and decides.
change = {"style_of_cause": "Roe v. Canada (MPSEP)"}
print(f"Changed without If-Match: {litigator.send('PATCH', address, change).status}, a version is needed.")
manager.must("PATCH", address, {"office": "Toronto"}, {"If-Match": etag})
late = litigator.send("PATCH", address, change, {"If-Match": etag})
print(f"Changed with the version from before the manager's change: {late.status} {late['code']}.")
etag = litigator.get(address).headers["ETag"]
done = litigator.must("PATCH", address, change, {"If-Match": etag})
print(f"Changed with the present one: {done.status}, {done['style_of_cause']}, {done['office']}: neither change is lost.")
