"""Who answers for it, now and before? A litigator opens a case and hands over all that is theirs; both answers are kept.

Run again, it hands over the new case alone: everything else has gone to the same colleague already.
"""

from api import Person

litigator, manager = Person("litigator"), Person("manager")
names = {user["id"]: user["display_name"] for user in manager.get("/v1/users?limit=200")["items"]}
me, colleague = litigator.get("/v1/me").json, Person("plaideuse").get("/v1/me").json

case = litigator.post(
    "/v1/cases",
    {
        "proceeding": "ALJR",
        "style_of_cause": "Doe v. Canada (MCI)",
        "language": "en",
        "decision": {"body": "RAD", "notified_on": "2026-01-05", "location": "in_canada"},
    },
).json
address = f"/v1/cases/{case['id']}/responsibilities?limit=200"


def show(heading, at):
    """Prints who does what and who answers for it, at an instant."""
    print(f"\n{heading}: {at}")
    for duty in manager.get(f"{address}&as_of={at}")["items"]:
        holders = {}
        for part in ("responsible", "accountable"):
            people = [names.get(one.get("user_id"), "a group") for one in duty[part] if "assignment_id" in one]
            holders[part] = ", ".join(sorted(set(people)))
        if holders["responsible"]:
            print(f"  {duty['code']} {duty['name']['en']} / {duty['name']['fr']}")
            print(f"      does it: {holders['responsible']}; answers for it: {holders['accountable'] or 'nobody yet'}")


hand_over = {"from_user_id": me["id"], "to_user_id": colleague["id"], "reason": "Parental leave / Congé parental"}
shown = manager.post("/v1/assignments/handover?dry_run=true", hand_over)
print(f"{me['display_name']} would hand over {shown['count']} assignments, {len(shown['deadlines'])} open deadlines with them.")
done = manager.post("/v1/assignments/handover", hand_over)
print(f"Handed over to {colleague['display_name']}, in one transaction: {done['count']} assignments at {done['at']}.")

show("Before", case["created_at"])
show("Since", done["at"])
