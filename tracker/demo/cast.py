"""The cast: who may sign in to the demonstration. They are job titles, not people."""

import secrets

from tracker.models import Organisation, Role, User

CCG = "NHS Medway CCG"
ACUTE = "Medway NHS Foundation Trust"
MENTAL_HEALTH = "Kent and Medway NHS and Social Care Partnership Trust"
COMMUNITY = "Medway Community Healthcare Community Interest Company"
NEIGHBOUR = "NHS Swale CCG"

# name in tests: (job title, address, (role, organisation), …)
CAST = {
    "lead": ("Designated nurse", "designated.nurse@medway-ccg.example", (Role.LEAD, CCG)),
    "owner": ("Named nurse", "named.nurse@medway-ft.example", (Role.OWNER, ACUTE)),
    "outsider": ("Governance lead", "governance.lead@kmpt.example", (Role.OWNER, MENTAL_HEALTH)),
    "both": ("Quality lead", "quality.lead@swale-ccg.example", (Role.LEAD, NEIGHBOUR), (Role.OWNER, COMMUNITY)),
    "regulator": ("Compliance inspector", "compliance.inspector@cqc.example", (Role.REGULATOR, "Care Quality Commission")),
    "observer": ("Safeguarding partnership officer", "officer@mscb.example", (Role.OBSERVER, "Medway Safeguarding Children Board")),
    "admin": ("Tracker administrator", "administrator@medway-ccg.example", (Role.ADMIN, CCG)),
}  # fmt: skip


def make_cast() -> dict[str, User]:
    """Create everybody, with passwords that nobody knows; the caller commits."""
    people = {}
    for called, (title, email, *roles) in CAST.items():
        user = User.add(email=email, name=title, password=secrets.token_urlsafe(24), by=None, is_cast=True)
        for role, organisation in roles:
            user.join(Organisation.named(organisation), role, by=None)
        people[called] = user
    return people
