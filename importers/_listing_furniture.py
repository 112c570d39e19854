"""What belongs to a page and not to a paper: buttons, menus, headings, notices, counts."""

import functools
import re

from importers._listing_labels import phrases

_BUTTONS = frozenset(
    """a about abs abstract accept accessibility account add advanced advertise alert alerts all
    alphaxiv anthology any apply ar5iv articles arxiv as attachment author authors back bib bibtex
    blog bluesky bookmark browse by cancel careers cart citation citations cite cited citeproc clear
    close code colab collapse collection collections comment comments community company contact
    cookie cookies copy correction corrections current cvf daily data dataset datasets date delete
    demo details disclaimer discord docs documentation doi donate download downloads edit email
    enterprise entries errata event excerpt excerpts expand experimental export face facebook false
    faq feed feedback fields filter filters first follow followers following fork forks formats
    forum full get github go help hide home html hugging huggingchat id imprint in instagram items
    jobs join kaggle language languages last learn less library licence license like likes link
    linkedin links load log login logout manage mastodon material media menu model models month
    monthly more my navigation new news next no none note notion null of ok open openreview options
    oral organizations other out page paper papers pdf people policy poster posts preferences
    preprint press prev previous pricing print privacy pro profile project ps publisher read reader
    recent reddit register reject related relevance replies reply report reset result results review
    reviews rss save search see select semantic settings share show sign signup sitemap slides
    software solutions sort source spaces spotlight star stars started status submissions submit
    subscribe supp supplemental supplementary support tab tags talk tasks team teaser terms tex text
    title tools top topics tos trending true tweet twitter unsubscribe up upload upvote upvotes url
    venue versions video view views virtual volume vote votes website weekly window x year yes
    youtube""".split()
)
_SECTIONS = """
    accepted papers|all publications|awards|bibliography|bio|biography|book chapters|books|
    books and book chapters|conference papers|conference proceedings|conference publications|
    conferences|cross submissions|cross-lists|curriculum vitae|cv|demo papers|early work|
    edited volumes|education|employment|experience|front matter|frontmatter|full publications|
    grants|honors|honors and awards|in preparation|industry papers|invited talks|
    journal articles|journal papers|journal publications|journals|list of publications|
    long papers|manuscripts|new submissions|news|older papers|older publications|oral papers|
    oral presentations|other publications|papers|patents|peer-reviewed publications|
    poster papers|poster presentations|preprints|proceedings|program|programme|pubblicazioni|
    publicaciones|publication|publication list|publications|publications by year|publicações|
    publikationen|recent papers|recent publications|refereed publications|references|
    replacement submissions|replacements|research interests|resume|selected papers|
    selected publications|service|short papers|spotlight papers|students|talks|teaching|
    technical reports|theses|under review|veröffentlichungen|working papers|works cited|
    workshop papers|workshops|публикации|発表論文|论文|论文列表"""
_NOTICES = """
    accepted papers list|access paper|acl anthology|add to collection|advanced search tips|
    advertisement|and the research community|announcement date (newest first)|
    announcement date (oldest first)|anonymous authors|any time|any type|art|article|
    author to whom correspondence should be addressed|back arrow|back to list|back to top|
    background citations|bibliographic and citation tools|bibliographic tools|
    bibsonomy logo reddit logo|biology|buckets|buckets new|business|
    by ak and the research community|byak and the research community|case law|
    change to browse by|chemistry|citation count|computer science|contents|copy bibtex|
    create alert|create free account|current browse context|custom range|dark mode|date range|
    dblp computer science bibliography|demos|disable mathjax|economics|edit preview|engineering|
    enterprise support|environmental science|equal contribution|everyone|extended-abstract|
    fields of study|figures and tables|focus to learn more|from the web|full-text links|
    fulltext|geography|geology|google scholar|greatest|has pdf|hide abstracts|highlights|
    history|hugging face pro|hugging face's logo|include citations|include patents|
    inference endpoints|inference providers|journals & conferences|key points|keynote|latest|
    law|library search|license icon|light mode|linguistics|list of papers|main navigation|
    materials science|mathematics|mathjax|medicine|methods|methods citations|most cited|
    most influenced papers|most recent|nasa ads|newest first|official review|oldest first|
    open access|openreview.net|original paper|paper author|paper list|paper of the day|
    paper submitter|paper summary|papers of the week|papers with code|philosophy|physics|
    political science|psychology|publish date|read more on arxiv|reading list|recommended|
    references & citations|related articles|related material|related work|relevance|
    research article|research-article|results citations|results per page|review articles|
    revisions|save to library|search term or terms|see also|semantic scholar|short-paper|
    show abstracts hide abstracts|show details|similar papers|skip to content|
    skip to main content|sociology|sort results by|sponsored|stay up to date|storage buckets|
    submission date (newest first)|submission date (oldest first)|submission history|
    submitted by|table of contents|team & enterprise|toc|top social latest greatest|
    trending research|tutorial|upload images|view arxiv page|view as html|view email|
    view license|web of science|what's new"""
_ARCHIVES = """
    accelerator physics|adaptation and self-organizing systems|algebraic geometry|
    algebraic topology|analysis of pdes|applications|applied physics|artificial intelligence|
    astrophysics|astrophysics of galaxies|atmospheric and oceanic physics|
    atomic and molecular clusters|atomic physics|audio and speech processing|biological physics|
    biomolecules|category theory|cell behavior|cellular automata and lattice gases|
    chaotic dynamics|chemical physics|classical analysis and odes|classical physics|
    combinatorics|commutative algebra|complex variables|computation|computation and language|
    computational complexity|computational engineering, finance, and science|
    computational finance|computational geometry|computational physics|
    computer science and game theory|computer vision and pattern recognition|
    computers and society|condensed matter|cosmology and nongalactic astrophysics|
    cryptography and security|data analysis, statistics and probability|
    data structures and algorithms|databases|differential geometry|digital libraries|
    discrete mathematics|disordered systems and neural networks|
    distributed, parallel, and cluster computing|dynamical systems|
    earth and planetary astrophysics|econometrics|electrical engineering and systems science|
    emerging technologies|exactly solvable and integrable systems|fluid dynamics|
    formal languages and automata theory|functional analysis|general economics|general finance|
    general literature|general mathematics|general physics|
    general relativity and quantum cosmology|general topology|genomics|geometric topology|
    geophysics|graphics|group theory|hardware architecture|high energy astrophysical phenomena|
    high energy physics - experiment|high energy physics - lattice|
    high energy physics - phenomenology|high energy physics - theory|history and overview|
    history and philosophy of physics|human-computer interaction|image and video processing|
    information retrieval|information theory|instrumentation and detectors|
    instrumentation and methods for astrophysics|k-theory and homology|logic|
    logic in computer science|machine learning|materials science|mathematical finance|
    mathematical physics|mathematical software|medical physics|mesoscale and nanoscale physics|
    methodology|metric geometry|molecular networks|multiagent systems|multimedia|
    networking and internet architecture|neural and evolutionary computing|
    neurons and cognition|nonlinear sciences|nuclear experiment|nuclear theory|number theory|
    numerical analysis|operating systems|operator algebras|optics|optimization and control|
    other computer science|other condensed matter|other quantitative biology|other statistics|
    pattern formation and solitons|performance|physics and society|physics education|
    plasma physics|popular physics|populations and evolution|portfolio management|
    pricing of securities|probability|programming languages|quantitative biology|
    quantitative finance|quantitative methods|quantum algebra|quantum gases|quantum physics|
    representation theory|rings and algebras|risk management|robotics|signal processing|
    social and information networks|soft condensed matter|software engineering|
    solar and stellar astrophysics|sound|space physics|spectral theory|statistical finance|
    statistical mechanics|statistics|statistics theory|strongly correlated electrons|
    subcellular processes|superconductivity|symbolic computation|symplectic geometry|
    systems and control|theoretical economics|tissues and organs|
    trading and market microstructure"""
_OPENINGS = """
    (c) 19|(c) 20|(to retrieve|* denotes|* equal|* indicates|[back|a curated list of|
    about arxivlabs|about the author|acl materials are|
    allen institute for ai|accept all|add:|all content|all fields|all rights reserved|
    an awesome list of|announcement date (|archives at|arxiv is a free|arxiv logo|
    arxiv operational|arxivlabs|authors and titles for|automatically generated|back arrow|
    back to|be the first|browse state-of-the-art|by clicking|by continuing to|by reviewer|
    by using our|by using this|cancel alert|catch up on|change to browse|cite arxiv|
    cite this paper|cited by|click here|click on|click to|collections including|
    comments disabled|contact arxiv|contents of this|contributions welcome|copyright|
    cornell university|correct metadata for|cross submissions for|cross-lists for|
    curated list of|current browse context|daily papers|datasets citing|datasets linking|
    decisionby|discover more|do not use this site|e-mail to|edited by|editors:|
    enable javascript|figures and tables from|filter authors|filter by|follow me|follow us|
    for general information on|for help on viewing|for subscribe options|forward this|
    forwarded this|generated by|generated on|get status notifications|get trending papers in|
    go back to|go to page|go to top|highly influential citations:|if you want recommendations|
    import into|in this issue|javascript is|join our|join us|jump to|
    keyword subject classification|last modified|last update|last updated|leave a comment|
    librarian bot|license:|licensed under|list alerts|list of accepted|load more|log in|
    manage cookies|manage your subscription|meta review of|models citing|models linking|
    materials prior to|
    name change policy|new papers for you|new submissions for|no collection including|
    no dataset linking|
    no model linking|no space linking|official blind review|official comment|official review of|
    open in app|open in browser|paper author|paper decision|paper submitter|
    papers received as of|please cite|please contact|please enable|please give a thumbs|
    please log|please note|please see|please visit|powered by|privacy policy|publisher:|
    pull requests|read in app|read online|received from|related articles|
    replacement submissions for|replacements for|requests for name changes|results for|
    save cite|save to library|search openreview|search results|see all|see on arxiv|
    see recent articles|see today's new changes|send any comments regarding|share this post|
    show abstracts|show all|showing all|showing first|showing new|showing new listings|
    showing results|showing up to|sign in|sign up|skip to|sort by|sort order|sorted by|
    spaces citing|sponsored by|star this|star us|submissions to|subscribe to|switch to dark|
    switch to desktop|switch to light|switch to mobile|tap or paste|terms of service|
    terms of use|thanks for reading|the following papers were recommended|
    this is an automated message|this message was sent|this page|this site|this website|
    titles and authors for|titles for|to retrieve abstracts|to unsubscribe|toggle menu|
    toggle navigation|toggle sidebar|total of|type your email|unsubscribe from|
    update your preferences|updated at|updated daily|updated on|upgrade to paid|
    usage instructions|view a pdf of the paper titled|view all|
    view all recommendations|view electronic edition|
    view in browser|view license|view on|view on arxiv|view on github|view this email|
    volume edited|was this email|was this newsletter|we gratefully acknowledge|we use cookies|
    web accessibility|which authors of this|you are receiving|you can find all|you can now|
    you may also like|
    you received this|you're receiving|your research feed|your browser|your need to|©|†"""

_HEADINGS = frozenset(phrases(_SECTIONS))
_WHOLE = _HEADINGS | frozenset(phrases(_NOTICES)) | frozenset(phrases(_ARCHIVES))
_BEGINNING = re.compile(f"(?:{'|'.join(map(re.escape, phrases(_OPENINGS)))})(?![a-z])")
_COUNTED = """(?:highly influential )?citations?|views?|downloads?|likes?|stars?|comments?|replies
    |results?|papers?|upvotes?|followers?|entries|official reviews?|votes?|excerpts?|reply
    |min(?:utes?)?
    |items|articles|publications|authors?""".replace("\n    ", "")
_ARCHIVE = r"""computer science|mathematics|physics|statistics|quantitative \w+|economics
    |electrical engineering[^>]*|condensed matter|astrophysics|high energy physics[^>]*
    |quantum physics
    |nuclear \w+|general relativity[^>]*""".replace("\n    ", "")
_BREAKS = """registration|coffee|tea|lunch|dinner|banquet|reception|posters?|welcome|opening|closing
    |remarks|break|session|ceremony""".replace("\n    ", "")
_FORMS = re.compile(
    "|".join(
        (
            rf"\D{{0,4}}[\d,.]+[km]?\s(?:{_COUNTED})\b.{{0,60}}",
            rf"(?:{_ARCHIVE})\s>\s.{{0,80}}",
            r"[\d,]+\s?[-–]\s?[\d,]+(?: of [\d,]+)?",
            r"about [\d,]+ results.*",
            r"page \d+.*",
            r"@\w{1,30}",
            r"my top \d+\b.{0,60}",
            r"·.{3,30}\d{4}\s·.{0,30}",
            r"session \w{1,3}\s?[:.–—-].{0,120}",
            r"keynote:.{0,150}",
            rf"(?:{_BREAKS})(?:(?:,| and| &| with)? (?:{_BREAKS}))*(?: \(.{{0,40}}\))?",
            r"showing \d.*",
            r"loading\W*",
            r"since \d{4}",
            r"volume \d+: .*",
            r"<\s?prev.*",
            r"\[?\s?total of \d.*",
            r"\d+ blog links?.*",
            r"on .{5,80} wrote",
            r"from:.{0,100}\[view email\].*",
            r".{0,60}#\d+ paper of the day.*",
            r".{0,60}\breturns multiple papers.*",
            r".{0,60}\bdaily subj-class mailing.*",
            r".{0,60}\bcrosses received.*",
            r".{0,60}\breceived from .{0,60} to .*",
            r".{3,80}\bsee recent articles.*",
            r".{0,120}\b(?:in|to) your inbox.*",
            r".{0,80}\bnew (?:results|citations)",
            r".{0,80}\(\s?showing .{0,60}\bentr(?:y|ies)\s?\)",
            r".{0,60}\bwhat is this\?.*",
            r".{0,40}\bchanged discussion status.*",
            r".{0,50}\b(?:proceedings|volume)\b.{0,80}\(full\).*",
            r"this week'?s .{0,40}",
            r".{3,200}\(editors?\)",
            r"librarian-bot .{0,40}",
            r"(?:\[[^\[\]]{1,40}\]\s?)+",
            r"https?://\S{1,80}/login\S*",
            r"\W*submitted by .{0,60}",
            r"search [\d,]+ papers .{0,60}",
        )
    )
)
_SERVICE = re.compile(
    r"\b(?:subscri\w+|unsubscri\w+|newsletters?|cookies?|sign (?:in|up)|log ?in|click|terms of use"
    r"|inbox|follow us|your|you|please|webmaster|mailing list|copyright|rights reserved|arxivlabs"
    r"|donat\w+|sponsor\w*|discount|membership|tickets|join us|our (?:website|site|blog))\b",
    re.IGNORECASE,
)
_SIGNS = "·•|-–—*>#<»«←→☰✕×★☆👍🔥❤️✉📄💻🔗⬇▲△▼ "


@functools.lru_cache(maxsize=2048)
def is_furniture(text: str) -> bool:
    """Whether the line belongs to the page: a button, a count, a menu, a notice."""
    if len(text) > 400 or not re.search(r"[^\W\d_]{2}", text):
        return len(text) <= 400
    if re.fullmatch(r"[a-z\d][a-z\d_.-]*", text):
        return True  # somebody's name on the site
    bare = text.strip(_SIGNS).lower().replace("’", "'")
    plain = bare.strip(" .:!?…,;")
    if _BEGINNING.match(bare) or _FORMS.fullmatch(plain):
        return True
    if all(part.strip() in _WHOLE for part in plain.split(",")) or plain in _WHOLE:
        return True
    return all(word in _BUTTONS for word in re.findall(r"[^\W\d_]+", plain))


def is_section(text: str) -> bool:
    """Whether the line is the heading of a part of the page."""
    return text.strip(" #*:.-—0123456789()").lower() in _HEADINGS


def are_buttons(text: str) -> bool:
    """Whether most words of the line are those of buttons and menus."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(word in _BUTTONS for word in words) * 10 > 6 * len(words)


def service_words(text: str) -> int:
    """How many words of the text speak to the visitor of a page."""
    return len(_SERVICE.findall(text))
