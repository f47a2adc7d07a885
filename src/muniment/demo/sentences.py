"""The sentences of the made-up case, by topic: both sides speak, and what is alleged is always somebody's claim."""

SENTENCES: dict[str, tuple[str, ...]] = {
    "canvass": (
        "{volunteer} did {number} doors on {street} {daytime} and found {number} of them at home.",
        "most people on {street} wanted to talk about {issue} rather than about the election.",
        "at number {house} an older couple asked whether {candidate} would {promise}.",
        "we ran out of leaflets before {time} and left the rest of {street} for {weekday}.",
        "{volunteer} thinks that {ward} is softer than we put it down as in {month}.",
        "nobody answered at {number} of the flats on the top landing of {block}.",
        "the lift in {block} was out again, so we began at the top and walked down.",
        "please write the answer beside the door number and not on a sheet of its own.",
        "two households had moved in since the list was made and were not on it.",
        "somebody at number {house} had been told a wrong date for the election; we gave the right one.",
        "the mood on {street} was {mood}, and {issue} came up at nearly every door.",
        "{volunteer} left {thing} with the caretaker of {block} and will fetch it on {weekday}.",
        "{number} boxes for the {estate} estate are in {room}; whoever goes on {weekday} takes one.",
        "one man would speak only through the letter box, but he took a leaflet.",
        "a woman at number {house} said she had voted for {party} all her life and would again.",
    ),
    "claims": (
        (
            "{witness} says that {canvasser} stood in the doorway while a postal ballot was filled in, and that it was collected "
            "on the {estate} estate with others."
        ),
        (
            "{witness} told us that a postal ballot was handed over at the door, and that more were collected from the {estate} "
            "estate that evening."
        ),
        (
            "according to {witness}, envelopes collected on the {estate} estate went into a {colour} {bag}; one of them, it is "
            "believed, held a postal ballot."
        ),
        (
            "{witness} alleges that {poss} {relation} was asked for a signed postal ballot before {time}, and that somebody collected "
            "it at the {estate} estate office."
        ),
    ),
    "answers": (
        (
            "{canvasser} says that what was collected on the {estate} estate were petition sheets about {issue}, and that nobody "
            "in the team ever held a postal ballot that was not their own."
        ),
        (
            "{witness}, who keeps the desk of {block}, says the only papers collected on the {estate} estate that week were gas "
            "forms; no postal ballot was shown or spoken of."
        ),
    ),
    "against": (
        "{witness} was with {canvasser} all that afternoon and saw no envelope change hands.",
        "the key log of {block} shows nobody going in between {time} and {time}.",
        "{official} compared the returned signatures with those on file, and {number} sheets out of {number} agreed.",
        "{official} points out that as many people voted by post there three years before.",
        "{witness} has since said that it was {poss} {relation} who posted the envelope, at the box on {street}.",
        "a leaflet folded in three looks much like an official envelope, and {volunteer} carried {number} of those.",
        "the caretaker of {block} remembers {canvasser} asking about {issue} and about nothing else.",
        "nobody has put this to {canvasser}, who has given no answer because none was asked for.",
        "{canvasser} had a hospital letter for that morning and has shown it.",
    ),
    "postal": (
        "three people asked how to get a postal vote and were given the council's number.",
        "{witness} had applied to vote by post and the papers came {number} days late.",
        "a form for voting by post was left under the mat at number {house} and was still there on {weekday}.",
        "{official} says that a postal ballot which comes without its statement is put aside, whoever brings it.",
        "{witness} spoiled a postal ballot by mistake and was told how to ask for another.",
        "ballots that arrive after ten in the evening are counted as late and kept apart.",
        "the notices about the count were collected from the town hall by {volunteer} on {weekday}.",
    ),
    "treating": (
        "{witness} says there were samosas and {drink} at {hall} and that a {colour} poster hung behind the table.",
        "{witness} says that the samosas were paid for by the campaign, but did not see who paid.",
        "the refreshments on {weekday} were announced from the same van as the speech, according to {witness}.",
        "{witness} was given {drink} and asked to remember {candidate} on the day.",
    ),
    "lunch": (
        "the lunch club has met in {hall} every {weekday} for nine years, and anybody may sit down.",
        "the cook has receipts for the lunch club from long before there was a candidate.",
        "{councillor} came to the lunch club, ate nothing and made no speech, as three people there remember.",
        "the samosas were left over from a wedding, says {witness}, and were put out for whoever came.",
    ),
    "grants": (
        "officers had put {group} down for {money}; the paper that was signed says {money}.",
        "the reasons for the change are in {document}, on a page that was filed after the meeting.",
        "{official} asks who moved the sum for {group} between the two drafts of the table.",
        "{group} has returned its monitoring form and the spending matches the award.",
        "the score of {group} was marked up from {number} to {number} with a note that a member had visited.",
        "{councillor} declared an interest in {group} and left {room} before the vote.",
        "a payment of {money} to {group} was made from {bank} and is receipted.",
        "{group} says that nobody asked it to put up a poster or to say a word for anybody.",
        "the auditor found no invoice for {money}, and found it a week later in the wrong folder.",
        "the grant of {money} was agreed on condition that the hall stays open to every party.",
    ),
    "meeting": (
        "the chair opened the meeting in {room} at {time} and took apologies from {councillor}.",
        "{councillor} moved that {issue} be put first, and {councillor} seconded.",
        "the committee agreed to write to the housing office about {issue}.",
        "{official} reported that {number} letters had come about {issue} since {month}.",
        "it was noted that {document} had gone out late and without its last page.",
        "{councillor} asked that the vote be recorded; {number} were in favour and {number} against.",
        "the next meeting is on a {weekday} at {time} in {hall}.",
        "members thanked {volunteer} for repairing {thing}.",
        "there was a long discussion of {issue}, without a decision.",
    ),
    "leaflets": (
        "the printer has {number} boxes of the second leaflet ready and wants them gone by {weekday}.",
        "the {colour} version names {ward} wrongly and must not go out.",
        "{candidate} would {promise}, it says on the front, and nothing about {issue}.",
        "the imprint on the back is {agent}'s name with the office address.",
        "{volunteer} found a stack of them in the stairwell of {block}.",
        "please count what is left before ordering more.",
    ),
    "office": (
        "{chore} is being looked at on {weekday}, so please keep {room} clear until {time}.",
        "{volunteer} has the spare key to {room} this week.",
        "could somebody bring {thing} to {hall} before {time}?",
        "I have moved our talk to {weekday} at {time}; tell me if that is a nuisance.",
        "the kettle in {room} trips the fuse, so please use the one downstairs.",
        "thank you for sorting out {chore}, it has made a difference already.",
        "I attach {document} as it stood on {weekday}; the figures at the foot may still move.",
        "there is still no answer about {issue}, and I have asked twice.",
    ),
    "statement": (
        "I live on {street} and have been on the register there for {number} years.",
        "I make this statement of my own accord and nobody has told me what to say.",
        "I know {canvasser} by sight, because {they} came to the door about {issue}.",
        "I was at home with my {relation} from {time} until {time}.",
        "as to the day, {doubt}.",
        "as to the person, {sure}.",
        "I have been shown {document} and it agrees with what I remember.",
        "I told {officer} this in {month}, and it was written down then.",
        "I do not know who won in our ward and it makes no difference to what I say.",
        "I was not offered anything for this statement.",
    ),
    "police": (
        "{officer} called at {block} on {weekday} and spoke to the caretaker for {number} minutes.",
        "the note of that visit is in {document} and has not been typed.",
        "{officer} asks whether {witness} is willing to be seen again.",
        "the list sent with the boxes has {number} lines which nobody has ticked.",
        "no decision has been made, and none should be read into this message.",
        "{solicitor} has asked for a copy and was told to put it in writing.",
    ),
}
