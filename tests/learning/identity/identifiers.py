"""Sixty invented sentences that could identify somebody, each with what the identity check should say of it.

They were written before the check that they judge. Nobody in them exists.
"""

IDENTIFIERS: list[tuple[str, str]] = [
    # Exact dates of birth and death
    ("a date of birth", "He was born on 14 March 2019 and was the second child."),
    ("a date of birth", "DOB: 03/07/2012"),
    ("a date of birth", "Date of birth 9.11.2015, female."),
    ("a date of birth", "Her birthday is 2nd May 2014."),
    ("a date of death", "She died on 21 June 2022 in hospital."),
    ("a date of death", "On 5 January 2021 he was found dead at home by a neighbour."),
    ("a date of death", "His death on 30.09.2020 was reported to the coroner."),
    ("a date of death", "She was killed by her husband on the night of 12 August 2018."),
    # Names of people
    ("a name", "Mrs Harper told the school that she was worried."),
    ("a name", "PC Lowell attended the address at midnight."),
    ("a name", "Dr Okonkwo-Reid saw the baby twice."),
    ("a name", "The social worker, Janet Pickersgill, visited weekly."),
    ("a name", "Daniel Ashworth was convicted of manslaughter."),
    ("a name", "His sister Chloe Wainwright gave evidence."),
    ("a name", "Mohammed Farouk said that he had not been told."),
    ("a name", "The plan was written by his aunt, Sian Prosser."),
    # Addresses and ways of contact
    ("an address", "The family lived at 14 Larch Road until the summer."),
    ("an address", "Officers went to 3b Mill Lane."),
    ("an address", "They moved to Flat 12, Kestrel Court."),
    ("a postcode", "The last known postcode was ZE3 9JW."),
    ("an email address", "The mother wrote from maisie.fern@mailbox.example."),
    ("a phone number", "His mobile was 07700 900123."),
    # Schools, nurseries, practices, wards, homes
    ("a school or nursery", "She attended Hollinwood Primary School."),
    ("a school or nursery", "The team at Bright Stars Academy raised concerns."),
    ("a school or nursery", "He was excluded from St Oswald's High School in Year 9."),
    ("a school or nursery", "Staff of Little Acorns Nursery saw a bruise."),
    ("a school or nursery", "She was a student at Westmarch Sixth Form College."),
    ("a GP practice or ward", "The GP at Fenwick Road Surgery prescribed it."),
    ("a GP practice or ward", "He was admitted to Rowan Ward."),
    ("a GP practice or ward", "The baby was on Ward 27 for nine days."),
    ("a GP practice or ward", "Letters were sent to Millbrook Medical Centre."),
    ("a GP practice or ward", "She was registered at the Elmfield Health Centre."),
    ("a home or hostel", "He lived at Larkspur House, a children's home."),
    ("a home or hostel", "The placement at Oakdene Care Home ended."),
    ("a home or hostel", "She stayed in Priory Lodge Hostel for a month."),
    # Numbers
    ("an NHS number", "NHS number 943 476 5919 was on the form."),
    ("an NHS number", "His number is 4010232137."),
    ("a National Insurance number", "Her national insurance number was QQ 12 34 56 C."),
    ("a case number", "The police reference was 44/51873/21."),
    ("a case number", "See crime number 22000731844."),
    # Twins
    ("twins or triplets", "The boy is one of twins."),
    ("twins or triplets", "The triplets were born at 31 weeks."),
    # Origin or faith with a place
    ("an origin or faith with a place", "They belong to a small Polish community in Thornby."),
    ("an origin or faith with a place", "The only Traveller family in Westmarch moved on."),
    ("an origin or faith with a place", "Her parents are Jehovah's Witnesses from Fellgate."),
    ("an origin or faith with a place", "He is a Somali boy who lives in Harbury."),
    # A parent's job
    ("a relative’s job", "His father is a serving police officer."),
    ("a relative’s job", "Mother worked as a teaching assistant at the school."),
    ("a relative’s job", "Her stepfather, a lorry driver, was often away."),
    ("a relative’s job", "The grandmother was employed as a magistrate."),
    # Unusual injuries and weapons
    ("an unusual injury", "He was shot with a crossbow."),
    ("an unusual injury", "The child had been scalded with hot oil."),
    ("an unusual injury", "She was found with acid burns."),
    ("an unusual injury", "Bite marks were seen on both arms."),
    # Press and courts
    ("a news report or court", "See https://www.thornbygazette.example/news/baby-death-trial."),
    ("a news report or court", "The judgment is [2021] EWHC 1234 (Fam)."),
    ("a news report or court", "He was sentenced at Thornby Crown Court in the spring."),
    ("a news report or court", "The case was in the Westmarch Gazette for weeks."),
    # A place with an exact age
    ("an exact age with a small place", "A seven-week-old baby died in the village of Fellgate."),
    ("an exact age with a small place", "The 13-year-old lived on the Hollinmere estate."),
]
