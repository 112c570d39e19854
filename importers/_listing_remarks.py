"""What authors and archives remark on a paper, and the names of where papers appear."""

import functools
import re

from importers._listing_labels import phrases

_NAMES = """3DV AAAI AACL AAMAS ACCV ACL AISTATS BMVC CCS CHI CIKM COLING COLM COLT CRYPTO CVPR
    CoNLL CoRL EACL ECCV ECML ECML-PKDD EMNLP EUROCRYPT FOCS FSE GECCO ICANN ICAPS ICASSP ICCV
    ICDE ICDM ICIP ICLR ICML ICPR ICRA ICSE IJCAI IJCNN IJCV INTERSPEECH IROS ISBI ISIT ISMIR
    Interspeech JMLR KDD LREC MICCAI MLSys NAACL NDSS NIPS NSDI NeurIPS OSDI PLDI POPL RA-L RSS
    RecSys SDM SIGGRAPH SIGIR SIGMOD SODA SOSP STOC TACL TMLR TPAMI UAI UIST USENIX VLDB WACV
    WSDM WWW"""
VENUE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(_NAMES.split(), key=len, reverse=True))})"
    r"(?:\s?[-’']?\s?(?:(?:19|20)\d\d|\d\d))?(?![\w-]|:\s)"
)
_BESIDE_VENUES = frozenset(
    """accepted acm and appear as asia at award benchmarks best blog by conditional conference
    dataset datasets demo findings highlight honorable ieee in industry long main mention mm nd
    notable notes of oral outstanding paper papers pkdd poster posts presentation proceedings rd
    reject rejected review runner security short spotlight st student submission submitted th the
    tiny to top track under up withdrawn workshop""".split()
)
_OPENINGS = """
    a preliminary version|a previous version|a short version|a shorter version|
    a version of this|accept (|accepted|admin note|all code|amslatex|amstex|an earlier version|
    an extended version|ancillary|appear in|appeared as|appeared at|appeared in|appearing at|
    appearing in|appears in|arxiv admin note|author's version|authors are listed|
    authors contributed|bachelor thesis|best paper|best student paper|both authors|camera ready|
    camera-ready|chapter in|chapter of|code and data|code and models|code at|code available|
    code is|code will|codes are|codes available|comments are|comments welcome|conference paper|
    conference version|contributed talk|contributed to|contribution to|corrected typos|
    corrected version|data and code|data available|dataset available|diploma thesis|
    doctoral dissertation|doctoral thesis|draft of|draft version|draft,|early version|
    equal contribution|erratum|extended abstract|extended version|feedback welcome|
    final version|first two authors|forthcoming|full paper|full version|in chinese|in french|
    in german|in japanese|in press|in proc|in proceedings of|in revision|in russian|in spanish|
    in submission|invited paper|invited review|invited talk|journal version|just accepted|
    keynote|latex file|latex source|latex,|latex2e|lecture notes|long paper|long version|
    main conference|main paper|main track|major changes|major revision|master thesis|
    master's thesis|masters thesis|minor changes|minor corrections|minor revision|
    models and code|new version|no figures|open source at|open sourced at|open-sourced at|
    oral at|oral presentation|oral,|oral.|our code and|our code is|part of this work|
    ph.d thesis|ph.d. thesis|phd dissertation|phd thesis|plain tex|position paper|
    poster presentation|pre-print|preliminary version|preprint|presented at|presented in|
    previous version|project homepage|project page|project site|project webpage|project website|
    published as|published at|published by|published in|published version|published.|
    research report|retracted|review article|revised version|revtex|see http|see https|
    selected as|short paper|short version|slides at|some typos|source code|spotlight at|
    spotlight presentation|submitted for|submitted to|substantial text overlap|supplemental|
    supplementary|survey paper|talk at|tech report|technical report|text overlap|the code is|
    the first three|the first two|these authors contributed|thesis,|this article has been|
    this article supersedes|this article was|this is a longer|this is a pre-print|
    this is a preliminary|this is a preprint|this is a revised|this is a short|
    this is an extended|this is part|this is the extended|this is the first version|
    this is the full|this is the published|this manuscript|this paper has been|this paper is a|
    this paper supersedes|this paper was|this submission|this version|this work has been|
    this work was|to appear|to be presented|to be published|to be submitted|tutorial at|
    typo corrected|typos|typos corrected|under review|under submission|updated version|
    visit http|website at|website available|white paper|withdrawn|work in process|
    work in progress|workshop paper|workshop version"""
_BEGINNING = re.compile(
    f"(?:{'|'.join(map(re.escape, phrases(_OPENINGS)))})(?![a-z])|v\\d\\b[:,. ]"
)
_WHERE = re.compile(
    r"\b(?:in press|accepted (?:for|by|to|in|at)|to appear in|submitted to|to be published|refereed"
    r"|presented at|talk given|unpublished|in preparation|\(accepted\))(?!\w)",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b\d+\s?\+?[\s-]?(?:(?:la)?tex )?(?:pages?|pp?|pgs?|p\.|figures?|figs?|tables?"
    r"|colou?r figures"
    r"|postscript)\b",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"\b(?:(?:proceedings|conference|workshop|symposium|advances in|lecture notes|findings of"
    r"|journal"
    r"|transactions|letters|magazine|annals|archive|arxiv|corr|press|springer|elsevier|ieee|acm|pmlr"
    r"|neurips|nips|icml|iclr|review|bulletin|science|nature|plos|university|universität|université"
    r"|report|preprint|thesis|quarterly|meeting|congress|biorxiv|medrxiv|ssrn|jhep|mnras|apjl?|a&a"
    r"|international|neural information processing systems|annual meeting|north american chapter"
    r"|european chapter|computer vision and pattern recognition|empirical methods"
    r"|knowledge discovery|association for computational)\b|(?:proc|trans|lett|phys|rev|comput|math"
    r"|int|astrophys|astron|nucl|publ|chem|ann|lect|mon|appl|j)\."
    r"|(?<![\d-])(?:19|20)\d\d(?: [a-z]{3}(?: \d{1,2})?)?;\s?\d)",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"(?:the )?(?:\d{4} )?(?:proceedings of|annual meeting|advances in neural"
    r"|\w+ (?:annual )?conference on|transactions (?:on|of)|lecture notes in|findings of the"
    r"|journal of)\b|.{0,40}\b\d+ papers$",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=2048)
def is_remark(text: str) -> bool:
    """Whether the line is what a Comments field holds: 17 pages; accepted to ICLR 2024."""
    if len(text) > 400:
        return False
    lowered = text.lower().lstrip("*†‡§-•· ([").replace("’", "'")
    said = _BEGINNING.match(lowered) or _COUNTS.search(text) or _WHERE.search(text)
    claims = len(text) > 160 and re.search(r"\b(?:we|our|propose[sd]?|results)\b", lowered)
    return not claims and (bool(said) or is_bare_venue(text))


def is_bare_venue(text: str) -> bool:
    """ICLR 2024 (oral)"""
    if len(text) > 160:
        return False
    rest, count = VENUE.subn(" ", text)
    words = re.findall(r"[^\W\d_]+", rest.lower())
    return bool(count) and all(word in _BESIDE_VENUES for word in words)


def is_place(text: str) -> bool:
    """Whether the line names a volume or a series rather than a paper in it."""
    return bool(_VOLUME.match(text))
