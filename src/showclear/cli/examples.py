"""Three invented productions for trying the set app: a film, a school's film, a theatre's evening.

Everything is locked up and nothing is shown yet. Lines that begin with ``$`` are commands as
anybody could type them; what they make is evidence of nothing.
"""

from __future__ import annotations

from typing import Final

from showclear.field.production import Tier

FULL: Final = """
# An example production is made: invented people, three guns, a box of proved dummies
Nothing in it is evidence of anything: its keys lie in one folder.
$ showclear open "Red Canyon" --utc-offset -420 \\
    --officer "Olga Petrov" --officer "Omar Diaz" --officer "Ona Lee"
$ showclear enrol "Anna Ruiz" --title armorer --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Dee Park" --title assistant-armorer --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Ben Ode" --title first-ad --role caller \\
    --role second-person --as "Olga Petrov" --as "Ona Lee"
$ showclear enrol "Cal Reed" --title performer --role performer \\
    --as "Olga Petrov" --as "Ona Lee"
$ showclear enrol "Eva Sand" --title performer --role performer \\
    --as "Olga Petrov" --as "Ona Lee"
$ showclear receive container lockup --form safe --purpose store \\
    --key-holder armorer --key-holder assistant-armorer --as armorer
$ showclear receive weapon colt-3 --class 6 --pattern single-action-1873 \\
    --chambers 6 --calibre .45-colt --serial 184411 --as armorer
$ showclear receive weapon rifle-1 --class 6 --pattern lever \\
    --chambers 1 --capacity 10 --calibre .44-40 --serial 019388 --as armorer
$ showclear receive weapon rubber-1 --class 1 --pattern solid --as armorer
$ showclear receive container box-a --form box --purpose receiving \\
    --as armorer
$ showclear receive rounds dummies-a --kind dummy --calibre .45-colt \\
    --rounds 50 --into box-a --sealed --as armorer
$ showclear open-delivery box-a --as armorer
$ showclear prove box-a --rounds 50 --proof rattle --proof hole --as armorer
$ showclear prove box-a --rounds 50 --proof rattle --proof hole \\
    --as assistant-armorer
$ showclear lock colt-3 rifle-1 rubber-1 --in lockup --as armorer
"""

# A crew of eight, nothing that fires: list, identify, sign out, bring back, count, notify.
NON_FIRING: Final = """
# An example production is made: a school's short film, two rubber pistols and one airsoft rifle
Nothing in it is evidence of anything: its keys lie in one folder.
$ showclear open "The Corner Shop" --tier non-firing --utc-offset 60 \\
    --officer "Olga Petrov" --officer "Omar Diaz"
$ showclear enrol "Pia Moss" --title property-master --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Tom Hale" --title assistant-director --role caller \\
    --role second-person --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Cal Reed" --title performer --role performer \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Eva Sand" --title performer --role performer \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear receive container props-case --form safe --purpose store \\
    --key-holder property-master --as property-master
$ showclear receive weapon rubber-1 --class 1 --pattern solid --as property-master
$ showclear receive weapon rubber-2 --class 1 --pattern solid --as property-master
$ showclear receive weapon airsoft-1 --class 2 --pattern airsoft --capacity 10 \\
    --as property-master
$ showclear lock rubber-1 rubber-2 airsoft-1 --in props-case --as property-master
"""

# Two blanks in a play; the plan was signed once in the production week and stands.
STAGE: Final = """
# An example production is made: a play with one blank-only revolver, its plan signed once
Nothing in it is evidence of anything: its keys lie in one folder.
$ showclear open "The Inspector" --tier stage --pack core --pack stage --utc-offset 60 \\
    --officer "Olga Petrov" --officer "Omar Diaz"
$ showclear enrol "Gil Marsh" --title gunmaster --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Sue Byrne" --title stage-manager --role caller --role second-person \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Amy Stone" --title assistant-stage-manager --role second-person \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Ian Frost" --title performer --role performer \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear receive container locker --form safe --purpose store \\
    --key-holder gunmaster --key-holder stage-manager --as gunmaster
$ showclear receive weapon revolver --class 4 --pattern double-action-swing-out \\
    --chambers 6 --adaptation plug-front-vent --calibre 9mm-r --serial 2207 --as gunmaster
$ showclear receive container tin --form box --purpose store --as gunmaster
$ showclear receive rounds blanks-9 --kind blank --calibre 9mm-r --rounds 50 --into tin \\
    --maker "Loud Works" --supplier "House stock" --receipt "receipt 9" --as gunmaster
$ showclear prove tin --rounds 50 --proof seal --proof maker-code \\
    --proof one-opened --proof crimp --as gunmaster
$ showclear prove tin --rounds 50 --proof seal --proof maker-code \\
    --proof one-opened --proof crimp --as assistant-stage-manager
$ showclear write approve-lots weapon=revolver lots=blanks-9 --as gunmaster
$ showclear write test-fire weapon=revolver lot=blanks-9 result=as-it-should \\
    debris=1.5m --as gunmaster
$ showclear write assess scene=act-two hazards="One blank-only revolver." \\
    controls="Angled away from the house." hearing-protection=yes --as stage-manager \\
    --as gunmaster
$ showclear write approve-set-up set-up=act-two scene=act-two phase=performance \\
    use.1.weapon=revolver use.1.performers=performer use.1.acts=point,fire \\
    use.1.holds=blanks use.1.rounds=2 use.1.lot=blanks-9 use.1.gunshots=2 \\
    use.1.reason="Two gunshots in the text." line=clear nearest=6.5m \\
    area=performer hearing-protection=yes --as gunmaster --as stage-manager
$ showclear lock revolver tin --in locker --as gunmaster
"""

EXAMPLES: Final = {Tier.FULL: FULL, Tier.NON_FIRING: NON_FIRING, Tier.STAGE: STAGE}
