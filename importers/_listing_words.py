"""What pages say beside titles and abstracts: authors' remarks, venues, and furniture."""

import re

# -- what a Comments field holds

_VENUE_NAMES = """ICLR ICML NeurIPS NIPS CVPR ICCV ECCV WACV BMVC ACL EMNLP NAACL EACL AACL COLING
    CoNLL TACL AAAI IJCAI UAI AISTATS COLT KDD WWW SIGIR CIKM WSDM RecSys ICRA IROS RSS CoRL RA-L
    INTERSPEECH Interspeech ICASSP MICCAI ISBI TMLR JMLR TPAMI IJCV SIGGRAPH CHI UIST VLDB SIGMOD
    ICDE SOSP OSDI NSDI USENIX CCS NDSS PLDI POPL ICSE FSE LREC COLM MLSys ICDM SDM ECML ECML-PKDD
    ICANN IJCNN GECCO AAMAS ICAPS ICPR ACCV 3DV FOCS STOC SODA CRYPTO EUROCRYPT ISMIR ICIP ISIT"""
VENUE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(_VENUE_NAMES.split(), key=len, reverse=True))})"
    r"(?:\s?[-’']?\s?(?:(?:19|20)\d\d|\d\d))?(?![\w-]|:\s)"
)
_BESIDE_VENUES = frozenset(
    """in at the to by as and accepted appear oral spotlight poster main findings long short workshop
    highlight best paper papers notable top conference submission submitted demo industry dataset
    datasets benchmarks track presentation withdrawn rejected reject under review conditional
    proceedings of notes award outstanding runner up honorable mention student asia security pkdd
    acm ieee blog posts tiny mm th nd st rd""".split()
)
_OPENINGS = """accepted|to appear|appear in|appears in|appeared in|appeared at|appearing in|
    appearing at|published in|published at|published as|published by|presented at|submitted to|
    submitted for|under review|under submission|in submission|preprint|pre-print|work in progress|
    work in process|technical report|tech report|camera ready|camera-ready|extended version|
    extended abstract|short paper|long paper|full paper|journal version|conference version|
    workshop version|full version|final version|revised version|updated version|short version|
    long version|preliminary version|previous version|early version|new version|in proceedings of|
    in proc|draft|source code|codes are|code is|code and|code available|codes available|code at|
    code will|code:|data and code|data available|dataset available|project page|project website|
    project site|project webpage|project homepage|website:|website at|website available|webpage:|
    homepage:|demo:|video:|the first two|the first three|first two authors|equal contribution|
    these authors contributed|arxiv admin note|admin note|text overlap|substantial text overlap|
    comments welcome|comments are|feedback welcome|phd thesis|ph.d. thesis|ph.d thesis|
    master thesis|master's thesis|masters thesis|bachelor thesis|doctoral thesis|
    doctoral dissertation|phd dissertation|diploma thesis|thesis,|latex|amslatex|amstex|revtex|
    plain tex|minor changes|minor corrections|minor revision|major changes|major revision|typos|
    typo|some typos|corrected|erratum|withdrawn|retracted|supplementary|supplemental|in french|
    in german|in russian|in spanish|in chinese|in japanese|invited talk|invited paper|
    invited review|contribution to|contributed to|contributed talk|lecture notes|no figures|
    published.|to be published|to be presented|to be submitted|forthcoming|in press|just accepted|
    accept (|see https|see http|visit http|ancillary|tutorial at|survey paper|position paper|
    review article|open sourced at|open-sourced at|open source at|author's version|best paper|
    best student paper|oral presentation|oral at|oral,|oral.|spotlight|poster presentation|
    main conference|main paper|main track|camera|selected as|an earlier version|an extended version|
    a shorter version|a short version|a preliminary version|a previous version|a version of this|
    this is a|this is an|this is the|this paper has been|this article has been|this work has been|
    this paper was|this work was|this article was|this manuscript|this version|this submission|
    this article supersedes|this paper supersedes|this paper is a|published version|v1|v2|v3|v4|
    conference paper|workshop paper|conference on|workshop on|both authors|authors contributed|
    authors are listed|part of this work|research report|white paper|not for|our code is|
    our code and|code, data|code and data|the code is|models and code|all code|github:|
    to app|accptd"""
_REMARKS = tuple(" ".join(part.split()) for part in _OPENINGS.replace("\n", " ").split("|"))
_COUNTS = re.compile(
    r"\b\d+\s?\+?[\s-]?(?:pages?|pp|pgs?|p\.|figures?|figs?|tables?|colou?r figures|postscript)\b",
    re.IGNORECASE,
)


def is_remark(text: str) -> bool:
    """Whether the line is what a Comments field holds: 17 pages; accepted to ICLR 2024."""
    if len(text) > 400:
        return False
    lowered = text.lower().lstrip("*†‡§-•· ([").replace("’", "'")
    said = lowered.startswith(_REMARKS) or bool(_COUNTS.search(text)) or is_bare_venue(text)
    claims = len(text) > 160 and re.search(r"\b(?:we|our|propose[sd]?|results)\b", lowered)
    return said and not claims


def is_bare_venue(text: str) -> bool:
    """ICLR 2024 (oral)"""
    if len(text) > 160:
        return False
    rest, count = VENUE.subn(" ", text)
    words = re.findall(r"[^\W\d_]+", rest.lower())
    return bool(count) and all(word in _BESIDE_VENUES for word in words)


# -- where papers appear

PLACES = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|symposium|advances in|lecture notes|findings of"
    r"|transactions|trans\.|journal|letters|lett\.|j\.|phys\.|rev\.|magazine|annals|archive|arxiv"
    r"|corr|press|springer|elsevier|ieee|acm|pmlr|neurips|nips|icml|iclr|review|bulletin|science"
    r"|nature|plos|university|universität|université|report|preprint|thesis|quarterly|meeting"
    r"|congress|biorxiv|medrxiv|ssrn|comput\.|math\.|int\.|international)(?!\w)",
    re.IGNORECASE,
)

# -- what belongs to the page

_BUTTONS = frozenset(
    """subscribe unsubscribe sign log in out up login logout signup register join new home search
    browse help about contact menu navigation models datasets spaces posts docs documentation
    enterprise pricing solutions community website tasks huggingchat collections blog learn discord
    forum github twitter facebook linkedin reddit mastodon bluesky youtube instagram rss feed email
    upvote upvotes vote votes pdf html abs abstract bib bibtex other ps doi arxiv link links url cite
    cited save alert alerts share export citation citations copy download downloads print tweet like
    likes reply replies comment comments edit delete report more less expand collapse read paper show
    hide details see all load next prev previous first last back top go ok close cancel submit clear
    reset apply filter filters sort options settings preferences account profile any none null true
    false yes no code demo video slides poster supplementary supp supplemental material dataset
    project page talk openreview related software attachment data press media cvf spotlight oral
    virtual errata correction preprint publisher teaser model reader semantic view views experimental
    excerpt excerpts hugging face tex source full text privacy policy terms cookie cookies accept
    reject manage feedback support faq status accessibility donate advertise careers jobs sitemap
    imprint disclaimer licence license daily weekly monthly trending tools bookmark language
    languages organizations versions articles as collection add my library cart a by follow
    followers following results result entries items reviews review stars star forks fork x of
    paper papers venue month year note volume publisher event select tab window open anthology
    id topics tags relevance date title author authors ar5iv alphaxiv kaggle colab notion""".split()
)
_PHRASES = """hugging face's logo|and the research community|byak and the research community|
    by ak and the research community|team & enterprise|hugging face pro|enterprise support|
    inference providers|inference endpoints|storage buckets|buckets new|buckets|submitted by|
    show details|view arxiv page|skip to main content|skip to content|main navigation|
    table of contents|toc|contents|fields of study|date range|has pdf|journals & conferences|
    any time|custom range|include patents|include citations|create alert|case law|review articles|
    any type|list of papers|paper list|related work|related articles|similar papers|
    references & citations|nasa ads|google scholar|semantic scholar|focus to learn more|
    submission history|disable mathjax|access paper|current browse context|change to browse by|
    bibliographic tools|bibliographic and citation tools|demos|mathjax|computer science|
    mathematics|physics|biology|medicine|psychology|economics|business|engineering|chemistry|
    materials science|geology|geography|sociology|political science|environmental science|history|
    art|philosophy|education|linguistics|law|paper author|paper submitter|edit preview|
    upload images|publications|publication|publication list|list of publications|
    publications by year|selected publications|recent publications|all publications|
    other publications|peer-reviewed publications|refereed publications|full publications|
    journal articles|journal papers|journal publications|conference papers|
    conference proceedings|conference publications|journals|conferences|workshops|
    workshop papers|preprints|working papers|books|book chapters|books and book chapters|
    edited volumes|theses|technical reports|patents|talks|invited talks|teaching|service|awards|
    honors|honors and awards|experience|employment|research interests|grants|news|students|bio|
    biography|curriculum vitae|cv|resume|under review|in preparation|long papers|short papers|
    industry papers|demo papers|oral papers|poster papers|spotlight papers|oral presentations|
    poster presentations|proceedings|front matter|frontmatter|accepted papers|program|programme|
    equal contribution|references|bibliography|works cited|recommended|advertisement|sponsored|
    new submissions|cross submissions|replacement submissions|cross-lists|replacements|
    author to whom correspondence should be addressed|dark mode|light mode|publish date|
    back to list|back to top|web of science|library search|what's new|most cited|most recent|
    most influenced papers|citation count|copy bibtex|view as html|fulltext|view email|
    view license|license icon|full-text links|from the web|stay up to date|read more on arxiv|
    original paper|paper summary|key points|highlights|paper of the day|papers of the week"""
_EXACT = frozenset(" ".join(part.split()) for part in _PHRASES.replace("\n", " ").split("|"))
_STARTS = """get trending papers in|daily papers|about arxivlabs|arxivlabs|which authors of this|
    showing up to|total of|sorted by|sort by|sort order|search results|showing|page |results for|
    you may also like|copyright|©|(c) |all rights reserved|powered by|licensed under|follow us|
    web accessibility|arxiv operational|contact arxiv|no model linking|no dataset linking|
    no space linking|no collection including|models citing|datasets citing|spaces citing|
    collections including|models linking|datasets linking|cite arxiv|librarian bot|your need to|
    tap or paste|this is an automated message|the following papers were recommended|
    please give a thumbs|if you want recommendations|archives at|to unsubscribe|
    send any comments regarding|submissions to|received from|(to retrieve|to retrieve abstracts|
    papers received as of|for general information on|for subscribe options|e-mail to|
    new submissions for|cross submissions for|cross-lists for|replacements for|
    replacement submissions for|titles and authors for|authors and titles for|titles for|
    see today's new changes|showing new listings|catch up|view in browser|view this email|
    you're receiving|you are receiving|update your preferences|manage your subscription|
    was this email|was this newsletter|thanks for reading|in this issue|sponsored by|
    upgrade to paid|share this post|leave a comment|discover more|type your email|
    this message was sent|cancel alert|list alerts|please see|please visit|please contact|
    please note|please cite|please log|please enable|click |this site|this website|this page|
    we use cookies|by using|by continuing|by clicking|last updated|last modified|last update|
    updated on|updated at|updated daily|usage instructions|enable javascript|javascript |loading|
    your browser|toggle |switch to|generated by|generated on|automatically generated|
    contributions welcome|pull requests|star this|* denotes|* indicates|* equal|(*) |† |*: |
    keyword subject classification|about the author|join our|join us|sign up|sign in|log in|
    subscribe to|unsubscribe from|read in app|forwarded this|forward this|see all|view all|
    show all|load more|back to|jump to|go to|list of accepted|cited by|related articles|
    import into|save cite|skip to|all content|terms of|accept all|manage cookies|
    privacy policy|license:|view license|open in|view on|see on|star us|volume edited|
    editors:|edited by|publisher:|[back"""
_PREFIXES = tuple(" ".join(part.split()) for part in _STARTS.replace("\n", " ").split("|"))
_PATTERNS = re.compile(
    r"""(?:\D{0,4}[\d,.]+[km]?\s(?:highly\sinfluential\s)?(?:citations?|views?|downloads?|likes?|stars?
        |comments?|replies|results?|papers?|upvotes?|followers?|entries|official\sreviews?|votes?
        |excerpts?|authors?|repl(?:y|ies)|min(?:utes?)?(?:\sread)?|items|articles|publications)\b.{0,60}
    |about\s[\d,]+\sresults.*|.{0,60}\#\d+\spaper\sof\sthe\sday.*|[\d,]+\s?[-–]\s?[\d,]+(?:\sof\s[\d,]+)?
    |.{0,60}\breturns\smultiple\spapers.*|.{0,40}\bdaily\ssubj-class\smailing.*
    |.{0,60}\bcrosses\sreceived.*|.{0,60}\breceived\sfrom\s.{0,60}\sto\s.*|.{3,80}\bsee\srecent\sarticles.*
    |.{0,60}\b(?:in|to)\syour\sinbox.*|.{0,80}\bnew\s(?:results|citations)(?:\s.{0,30})?
    |from:.{0,100}\[view\semail\].*|volume\s\d+:\s.*|<\s?prev.*|\[?\s?total\sof\s\d.*
    |.{0,40}\bchanged\sdiscussion\sstatus.*|since\s\d{4}|this\sweek'?s\s.{0,40}
    |.{0,50}\b(?:proceedings|volume)\b.{0,80}\(full\).*|(?:computer\sscience|mathematics|physics|statistics
        |quantitative\s\w+|economics|electrical\sengineering[^>]*|condensed\smatter|astrophysics|high\senergy
        \sphysics[^>]*|quantum\sphysics|nuclear\s\w+|general\srelativity[^>]*)\s>\s.{0,80})\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_SERVICE = re.compile(
    r"\b(?:subscri\w+|unsubscri\w+|e-?mail|newsletter|cookies?|sign (?:in|up)|log ?in|click|privacy"
    r"|terms of|website|browser|inbox|follow us|your|you|please|webmaster|mailing list|copyright"
    r"|rights reserved|open-access archive|arxivlabs|submitter|rss|feedback|donat\w+|sponsor\w*"
    r"|advert\w+|discount|register|account|password|membership|tickets|join us|welcome)\b",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether the line belongs to the page: a button, a count, a menu, a notice."""
    if len(text) > 400 or not re.search(r"[^\W\d_]{2}", text):
        return len(text) <= 400
    bare = text.strip("·•|-–—*>#<»«←→☰✕×★☆👍🔥❤️✉📄💻🔗⬇▲△▼ ").lower().replace("’", "'")
    plain = bare.strip(" .:!?…,;")
    if plain in _EXACT or bare.startswith(_PREFIXES):
        return True
    words = re.findall(r"[^\W\d_]+", plain)
    return all(word in _BUTTONS for word in words) or bool(_PATTERNS.fullmatch(bare))


def service_share(text: str) -> float:
    """How much a paragraph speaks to the visitor of a page, in hits a hundred words."""
    return 100 * len(_SERVICE.findall(text)) / (len(text.split()) or 1)
