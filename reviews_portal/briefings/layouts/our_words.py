"""The questions and prompts that short layouts add to what is quoted, and the guidance for trainers.

They blame nobody. They never say "failed" or "hard to reach", nor of a child "did not attend" (say "was not brought").
"""

WHY = "Why does this matter for the people we work with?"
HAPPENED = "What do we know about what happened, and what would we still want to know?"
EXPERIENCE = (
    "What was daily life like for the child or adult? What would they have told us, and who would have listened?"
)
WORKED = "What do we already do well here? What would help us do it more often?"
LEARNT = "Where have we seen this in our own work, and what did we learn from it?"
ACT = "What one thing will we do differently, and who will check that it happens?"
CHANGE = "What should change here, and who could change it?"
ESCALATE = "Follow your local procedures. If you disagree with a decision, say so and use your escalation procedure."
SUPPORT = (
    "This can be hard to read. If it affects you, talk to your supervisor or your organisation’s support service."
)
PROMPTS = (
    "Could this happen here, and how would we know?",
    "Whose voice do we not hear in our work with families?",
    "What will we change this month, and who will check?",
)
YOUR_ROLE = (
    "Read this with your team. Choose one message, and agree what you will do differently and by when.",
    "Tell your manager or training lead what gets in the way of good practice here.",
    ESCALATE,
)
PURPOSE = (
    "Learn from what the review found.",
    "Ask whether it could happen here.",
    "Agree one thing that we will do differently.",
)
CHILD = "Think of a child or adult you work with"
NO_DETAILS = "Do not record case details here."
# A reflective cycle: what is happening, how it feels, what it means, what next.
CYCLE = (
    "What is happening for them?",
    "How do they feel? How do you feel?",
    "What might this mean for them?",
    "What needs to happen next?",
)
CONTACTS = (
    "Social care, office hours",
    "Social care, out of hours",
    "Named or designated safeguarding lead",
    "Escalation procedure",
    "Support for staff",
)
# For the trainer of a session.
TAKE_CARE = "Step out if you need to. Afterwards, talk to your supervisor or someone you trust."
GUIDANCE = {
    "Why we are here": "Read out the aims. Ask what people hope to take away.",
    "Who this is about": "Pause. These are real people and families. Do not try to identify them.",
    "What happened": "Describe what happened in the words on the slide. Do not add details.",
    "What we learnt": "Ask: could this happen here, and how would we know? Let people think before they answer.",
    "What worked well": "Ask: where do we already do this, and what would help us do it more often?",
    "What to do": "Ask: is this in place here, and how do we know? Name your local procedure and who to ask.",
    "Discussion": "Discuss in pairs, then as a whole group. End with one action, who does it and by when.",
}
