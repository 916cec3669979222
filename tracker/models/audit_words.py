"""Audit words: the verbs and nouns of the log as people read them. Pure; no words of a review are among them."""

KINDS = {
    "askings": "letter to all", "column_layouts": "column layout", "evidence": "evidence", "evidence_versions": "file of evidence",
    "held_files": "file that waits", "import_drafts": "uploaded report", "legal_holds": "legal hold", "mails": "email", "memberships": "role",
    "participations": "organisation's part", "plan_files": "existing plan", "refused_files": "refused file",
    "request_answers": "answer", "request_parts": "part of a request", "saved_views": "saved view", "users": "person",
}  # fmt: skip
PAST = {
    "embed": "embedded", "give": "gave", "hold": "held", "keep": "uploaded", "plan": "planned", "put": "put", "queue": "asked to send", "read": "read", "scan": "scanned", "send": "sent",
    "split": "split", "take": "took", "withdraw": "withdrew", "withhold": "withheld",
}  # fmt: skip
OTHER = {"contact": "whom to contact", "receipt": "the day of receipt", "doubt": "a doubt", "confirmations": "for confirmations"}

# What was opened of a submission, by the address that shows it.
READS = {
    "read": "read", "read_document": "downloaded a document", "read_export": "downloaded the export", "read_pack": "downloaded the evidence pack",
    "read_closings_new": "read how it is closed", "read_comparisons_show": "read what changed",
    "read_compliance_exports_show": "read the compliance export",
    "read_compliance_exports_download": "downloaded the compliance export", "read_compliance_exports_pack": "downloaded the compliance export’s evidence pack",
    "read_compliance_mails_new": "read the email of the compliance export", "read_mails_new": "read the email", "read_mails_draft": "downloaded the email",
    "read_outcomes_answers": "downloaded the answers to CQC", "read_public_extracts_show": "read the public extract",
    "read_public_extracts_download": "downloaded the public extract", "read_sign_offs_signed_copy": "downloaded the signed page",
}  # fmt: skip


def kind(noun: str) -> str:
    """What one row of a table is called: "action", "file of evidence"."""
    words = noun.replace("_", " ")
    return KINDS.get(noun) or (f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s"))


def said(verb: str) -> str:
    """What was done, in the past: "recorded progress" for "action.record_progress"."""
    noun, _, done = verb.partition(".")
    if noun == "submission" and done in READS:
        return READS[done]
    first, *rest = done.split("_")
    return " ".join([_past(first), *(OTHER.get(word, word) for word in rest)])


def _past(word: str) -> str:
    if word in PAST or word.endswith("ed") and len(word) > len("need") and word != "succeed":
        return PAST.get(word, word)
    if word.endswith("y"):
        return f"{word[:-1]}ied"
    return word + ("d" if word.endswith("e") else "ed")
