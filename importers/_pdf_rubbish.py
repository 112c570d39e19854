"""Titles that are none: what programs write into a PDF, and what is large on a page beside titles.

In the process that reads PDFs.
"""

import os
import re

from papers.text import fold

LONGEST = 400

_RUBBISH = re.compile(
    r"""(?ix)
    microsoft\ (?:word|powerpoint|office)\b.*
    | .*\.(?:docx?|tex|dvi|e?ps|pdf|indd|qx[dp]|rtf|fm|pmd|odt|pptx?|wpd|p65|cdr|ai|txt|html?|xml
        |pub|sdw|hwp|jpe?g|tiff?|png)(?:\ \(.*\))?
    | (?:untitled|no\ ?name|no\ job\ name|tit(?:le|el|re)|document|dokument|doc|slide|layout|main
        |manuscript|paper|article|draft|preprint|report|template|print|scan|cover|body|text|page
        |book|full\ ?text|camera[- ]ready|submission|ms|new|test|file|publication)[-_\s]*\d*
    | .*\btemplate\b.* | your\ paper(?:\ title)? | latex\b.*
    | (?:paper|article|document|thesis|presentation|powerpoint)\ (?:title|presentation)(?:\ here)?
    | (?:instructions|guide(?:lines)?)\ (?:for|to)\ authors.* | title\ of\ (?:the|your)\ .*
    | .*\bpreparation\ of\ papers\ for\b.*
    | (?:arxiv|doi|pii|issn|isbn|hal|id)[\s:.-].* | [a-z]:\\.* | (?:file|https?):.*
    | .*[\\/]\S*[\\/].* | s?\d[\d\s._()/xX-]* | \S*\d\S* | \S*[_=]\S* | [a-z]+(?:-[a-z]+){2,}
    | .*\b\d+\.\.\d+
    """
)
_BANNER = re.compile(
    r"""(?ix)
    (?:(?:original|research|review|regular|full|short|technical|invited|open\ access|brief|rapid
        |data|special|feature|survey|case|position|working|conference|workshop|vision|tool|industry
        |poster|demo|systematic|clinical|perspective|mini|letter\ to\ the)[\s-]*)*
      (?:articles?|research|reviews?|papers?|letters?|communications?|reports?|access|editor|notes?
        |study|perspectives?|editorial|commentary|viewpoint|opinion|insight|survey|tutorial|keynote
        |correspondence|news|feature|methods?|protocol|resource|analysis|correction|erratum
        |supplementary\ (?:information|materials?)|contributions?)\b[\W\d]*
    | open | abstract | introduction | summary | (?:table\ of\ )?contents | preface | foreword
    | inhalt\w* | table\ des\ mati.res | sum.rio | .ndice | .*\bversion\ \d.*
    | index | keywords\b.* | references | acknowledge?ments | (?:check\ )?for\ updates? | [\W\d]*
    | chapter\W*\w* | part\W+\w+ | vol(?:ume)?\b.* | see\ discussions.* | hal\ id.* | .*\ via\ .*
    | (?:the\ )?(?:international\ |european\ |american\ |annual\ |ieee\ |acm\ |asian\ |british\ )*
      (?:journal|transactions|proceedings|annals|archives|bulletin|reviews?|advances|letters)\b.*
    | (?:\w+\W+){1,4}journal | (?:\w+\W+){0,3}(?:proceedings|transactions)\b.*
    | nature(?:\ \w+){0,2} | science(?:\ \w+)? | cell | the\ lancet.* | plos\W?\w*\ .{0,20}
    | elsevier | springer\w* | ieee.{0,30} | acm | wiley.* | mdpi | frontiers\ in.* | arxiv.*
    | lecture\ notes.* | .*working\ paper\ series.*
    | (?:university|universit\w+|department|institute|school|faculty|college)\b.*
    | (?:ph\.?\s?d\.?|master'?s?|doctoral|bachelor'?s?)\s(?:thesis|dissertation)\W*
    | (?:published|accepted|submitted|under\ review|presented|to\ appear|appears)\b.*
    """
)
_NO_TITLE = re.compile(r"@|//|www\.|\bdoi\b|©|\ball rights reserved\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d+)*\.?\s+\D|[\[(]")
_UNDECODED = re.compile(r"[\ufffd\x00-\x1f\ue000-\uf8ff]|Ã.|â€")


def is_made_up(title: str, name: str) -> bool:
    """Whether a title is one that programs make up, or just the file's name."""
    if len(re.findall(r"[^\W\d_]", title)) < 4 or len(title) > LONGEST:
        return True
    stem = os.path.splitext(os.path.basename(name))[0]
    if stem and " " not in stem and letters(title) == letters(stem):
        return True
    longest = max(map(len, title.split()))
    run_together = longest > 40 and title.isascii()
    return run_together or bool(_RUBBISH.fullmatch(title) or _UNDECODED.search(title))


def is_furniture(text: str) -> bool:
    """Whether something large is a heading, a journal's name, a notice or a formula."""
    if len(text) > LONGEST or _BANNER.fullmatch(text) or _NUMBERED.match(text):
        return True
    signs = text.replace(" ", "")
    return is_notice(text) or sum(map(str.isalnum, signs)) < 0.75 * len(signs)


def is_notice(text: str) -> bool:
    """Whether this is an address, or about rights."""
    return bool(_NO_TITLE.search(text[:LONGEST]))


def letters(text: str) -> str:
    """The letters and digits alone, to compare by."""
    return re.sub(r"[\W_]", "", fold(text))
