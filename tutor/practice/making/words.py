"""Tables of English words that the makers read sentences with.  A table, not a grammar: a sentence that these do not
settle is left alone."""

from __future__ import annotations

# Verbs of technical prose in their base form.
PLAIN_VERBS = frozenset(
    """
    accept achieve activate advance allocate ask assess assist adapt add adjust aggregate align allow amplify
    analyze answer appear apply approximate arise arrange assign assume attach attend avoid balance become begin
    behave belong break bring build calculate capture carry cause choose cite clarify classify clip collapse
    collect combine compare compress compute concatenate confirm conflate connect consider consist constrain
    contain continue contribute converge convert copy correct correlate correspond count cover create decide
    decode decompose decrease define degrade delete delegate deliver demand deny depend derive describe detect
    determine differ differentiate disappear discard dissect distinguish distribute divide dominate draw drop
    duplicate earn eliminate embed emphasize enable encode encourage enforce enhance ensure escape estimate
    evaluate examine exceed exclude execute exist expand expect explain exploit explore expose express extend
    extract fail favor feed fetch fill find fit flatten focus follow forget form fuse generalize generate get
    give go govern grow guarantee guide handle help hide highlight hold identify ignore imitate implement imply
    improve include increase indicate induce infer inform inherit inject inspect integrate interact interpolate
    interpret introduce invent involve isolate judge keep know lack last lead learn leak leave let lie listen
    live lose lower maintain make manage map maximize measure memorize merge minimize miss mitigate modify move
    multiply normalize observe obey obtain occur offer omit operate optimize organize overcome overfit overlap
    perform permit place pool populate predict prefer preserve prevent prioritize prioritise produce promote
    propagate protect prove provide prune pull push quantize raise randomize reach react read receive recognize
    recompute reconstruct recover reduce refer refine reflect refuse regularize reject rely remain remember
    remove render rent repair replace represent reproduce require rescale resemble reside resist resolve respond
    restrict result retain retrieve reuse reveal reward rise run saturate save scatter see select send separate
    serve share shift show shrink simplify simulate skip slow solve specify spend split spread stabilize stay
    stem stop store streamline strengthen struggle submit suffer succeed suggest suit sum supply support
    suppress survive synthesize take talk teach tell tend terminate tokenize tolerate transform translate travel
    treat truncate turn undergo understand update use vanish vary verify visit waste weaken weigh win work write
    yield put hit bear hurt strike feel hear lay lend meet pay seem sell speak stick steal think throw tear wear
    wake walk watch look    abandon catch crowd absorb accelerate accumulate alter anticipate approve
    assert attract automate await aim bind blend bootstrap bound broadcast buy calibrate certify coincide
    comment commit compete compile complain complicate compose comply conceal concentrate confuse consume
    contradict crash deploy derail deserve detach deviate dilute discourage displace disagree dispatch emerge
    emit evict exhaust expire extrapolate filter finetune fine-tune fix flip freeze gather halve impose inflate
    initialize inspire insert install instruct intend interfere interleave interrupt invert invite iterate
    justify lag leverage maximise mean mislead mimic monitor motivate narrow neglect notice obscure outweigh
    overestimate overwrite parallelize parse penalize persist point possess postpone precede presume propose
    pursue rank reassure recall recommend reconcile redirect reinforce release repeat rerank resample restore
    retry rotate round route sacrifice say scan schedule seek settle signify sit smooth spoil steer stall
    subtract subsume summarize surpass swap tempt threaten tie tighten trigger trust try underestimate unify
    rewrite rephrase reorder reshape reweight speed unlock validate violate wait want warn withhold withstand
    """.split()  # noqa: SIM905 - a table of words reads better than a list of strings
)
# Those that are as often nouns: taken for a verb only where the words around leave no other reading.
NOUN_VERBS = frozenset(
    """
    access answer attack attempt average balance bias block branch cache call cap cast cause chain change charge
    check chunk claim cluster code command compound contrast control copy cost cover cut damage deal delay
    demand design display drift drop encounter end estimate exchange exit experience export factor fall fault
    favor feature filter finish flag flow focus force form function gain grade group grow guess guide hash head
    help hint hold import increase index influence input interest issue judge jump label lack layer lead leak
    leave let level limit link list load log look loop loss map mark mask match matter mean measure merge mirror
    miss mix model monitor move name need note number object offer order output overlap pack pair part pass
    patch pause pay penalty pick place plan plot point pool position practice present process produce profile
    program prompt protest prune pull purpose push query question range rank rate ratio read reason record
    reference release repeat report request research rest result return reward rise risk route rule run sample
    save scale schedule score search set shape share shift show sign signal sink sketch skip sort sound source
    spike split spread stack stage stand start state step stop store stream stress study sum support surface
    switch table tag target task test tie time trace track trade train transfer transform travel treat trend
    trigger turn type update use value view visit vote wait walk watch weight work wrap
    """.split()  # noqa: SIM905
)
VERBS = PLAIN_VERBS | NOUN_VERBS
BE = frozenset({"is", "are", "was", "were"})
MODALS = frozenset({"can", "could", "should", "must", "may", "might", "will", "would"})
HELPERS = BE | MODALS | {"cannot", "does", "do", "did"}
IRREGULAR = {"has": "have", "does": "do", "goes": "go"}

# A clause or a subject that begins with one of these leans on what was said before it.
LEANING = frozenset(
    """
    it they this these that those he she we i you there here such both neither either another others other one
    its their his her our my your former latter same two three four five six seven eight nine ten several all
    none nothing everything anything something someone nobody somebody everybody what which who first second
    third last next then and but or so also still yet only even not no however moreover furthermore therefore
    thus hence otherwise instead finally similarly likewise for in on at by with from as if when while although
    because since once after before during within without under over between among through despite given to
    beyond against per via until whether each where how why using
    """.split()  # noqa: SIM905
)
# Words that point at something a question's reader does not see.
POINTING = frozenset(
    """
    there this these those it he she we i our my you your here above below following former latter
    aforementioned respectively paper author authors
    """.split()  # noqa: SIM905
)
# What says nothing by itself: "the result", "one reason".
HOLLOW = frozenset(
    """
    advantage advantages alternative alternatives answer approach approaches argument aspect assumption author
    authors benefit benefits case cases cause causes challenge challenges choice claim comparison conclusion
    condition cost cure danger default defect description detail difference drawback drawbacks effect end
    evidence example examples exception experiment explanation fact factor factors feature features figure
    finding findings first fix goal half hint idea ideas input intuition issue issues job kind lesson limit
    limitation limits list matter measure mechanism method methods middle mistake mistakes model name need
    number objective objectives observation one option options order output part people person pitfall place
    plan point points practice price principle problem problems procedure process property purpose question
    questions reader reason reasons remedy requirement rest result results risk risks role rule sample section
    sentence set shape sign signal solution step steps strategy sum summary symptom system table task technique
    test thing things threshold time tool trade-off trap trick two type user users value variant version way
    ways weakness word words work
    """.split()  # noqa: SIM905
)
# Headings under which nothing is taught.
FURNITURE = frozenset(
    """
    references bibliography acknowledgements acknowledgments appendix index contents copyright license licence
    authors contributors footnotes sources links citations funding contact changelog
    """.split()  # noqa: SIM905
)
# Headings that name a part of a text and not a subject.
PARTS = FURNITURE | frozenset(
    """
    requirements step week day abstract introduction overview background summary conclusion conclusions
    discussion results result method methods methodology definition definitions architecture trade-offs traps
    typical checklist page practice objectives objective notes note example examples limitations motivation
    related evaluation setup experiments questions interview faq exercises scope basics details misc other more
    """.split()  # noqa: SIM905
)
COUNTS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve twenty hundred thousand".split()  # noqa: SIM905
)
DETERMINERS = frozenset("a an the its their his her each every any some no more most less many few".split())  # noqa: SIM905
MODIFIERS = frozenset(
    """
    usually often always never sometimes typically generally rarely only just still even simply directly mainly
    mostly easily explicitly implicitly actually really thereby itself themselves therefore roughly hardly
    """.split()  # noqa: SIM905
)
PREPOSITIONS = frozenset(
    """
    of in on at by with from for to into over under between against per through without within across about as
    and or not no than like via during after before
    """.split()  # noqa: SIM905
)
