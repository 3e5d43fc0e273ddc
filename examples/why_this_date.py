"""When is it due, and why? One deadline, step by step, in English and in French.

The Board mails a decision on the Friday before Christmas. Nothing is kept of the question: no case is needed.
"""

from api import Person

litigator = Person("litigator")
question = {"rule": "ALJR-72-IN", "trigger_on": "2025-12-19", "service_method": "irb_mail"}
deadline = litigator.post("/v1/deadlines/compute", question)["deadlines"][0]

print(f"{deadline['name']['en']} / {deadline['name']['fr']}")
print(f"Due / Échéance : {deadline['due_on']} ({deadline['rule']}, version {deadline['rule_version']})")

for number, step in enumerate(deadline["explanation"]["steps"], start=1):
    days = f"{step['days']} days / jours" if "days" in step else ""
    print(f"\n{number}. {step.get('date', days)}")
    citation = step.get("citation", {"en": "", "fr": ""})
    for language in ("en", "fr"):
        print(f"   {step['text'][language]} [{citation[language]}]")

# Where the law can be read in more than one way there are three dates: the stated policy's, the one that is safe whoever is
# right, and the last one that can be argued.
print(f"\nSafe on every reading / Sûre selon toute lecture : {deadline.get('safe_on', deadline['due_on'])}")
print(f"Last arguable / Dernière soutenable : {deadline.get('arguable_latest_on', deadline['due_on'])}")
for reading in deadline["explanation"].get("readings", []):
    print(f"\n{reading['date']}  {reading['code']}")
    for language in ("en", "fr"):
        print(f"   {reading['text'][language]} [{reading['citation'][language]}]")
