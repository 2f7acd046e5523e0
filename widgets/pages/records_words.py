"""States, outcomes of court, elections and marks in the words of the records desk."""

from kernel_lib.vocabulary import CourtDisposition, Election, EligibilityState, MarkKind

STATES = {
    EligibilityState.ELIGIBLE: "may be searched",
    EligibilityState.INELIGIBLE: "is not searched",
    EligibilityState.SEALED: "is sealed and not searched",
    EligibilityState.HELD: "is under a hold and not searched",
    EligibilityState.DUE: "is due for destruction",
    EligibilityState.DESTROYED: "is destroyed",
}

DISPOSITIONS = {
    CourtDisposition.ACQUITTED: "Acquitted",
    CourtDisposition.DISMISSED: "Charge dismissed",
    CourtDisposition.WITHDRAWN: "Charge withdrawn",
    CourtDisposition.QUASHED: "Charge quashed",
    CourtDisposition.DISCHARGED_AT_INQUIRY: "Discharged at the preliminary inquiry",
    CourtDisposition.STAYED: "Charge stayed by the Crown",
    CourtDisposition.JUDICIALLY_STAYED: "Charge stayed by the court",
    CourtDisposition.NOT_RESPONSIBLE: "Not criminally responsible",
    CourtDisposition.PEACE_BOND: "Ended with a peace bond",
    CourtDisposition.ABSOLUTE_DISCHARGE: "Absolute discharge",
    CourtDisposition.CONDITIONAL_DISCHARGE: "Conditional discharge",
    CourtDisposition.CONVICTED: "Convicted",
    CourtDisposition.REPRIMANDED: "Reprimanded (young person)",
    CourtDisposition.EXTRAJUDICIAL_SANCTION: "Extrajudicial sanction (young person)",
    CourtDisposition.EXTRAJUDICIAL_MEASURE: "Other extrajudicial measure (young person)",
    CourtDisposition.NOT_CHARGED: "No charge was laid (young person)",
    CourtDisposition.RECOMMENCED: "Proceedings were taken up again",
}

ELECTIONS = {
    Election.INDICTABLE: "By indictment",
    Election.SUMMARY: "By summary conviction",
    Election.CONTRAVENTION: "As a contravention: no picture may be held for this charge",
    Election.CANNABIS_TICKET: "By a cannabis ticket: no picture may be held for this charge",
}

MARKS = {MarkKind.HOLD: "Hold", MarkKind.SEAL: "Seal", MarkKind.WITHDRAWAL: "Withdrawal"}

WAITS = {
    "disposition": "a decision of the court",
    "sentence": "the end of the sentence",
    "order": "the end of an order",
    "appeal": "the end of an appeal",
    "decision": "a decision of a person",
    "age": "the age at the offence",
}
