"""A title for a paper of which only the abstract is known: what it names, or how it begins."""

import re

MOST_WORDS = 14

_VERBS = (
    "introduc|propos|present|develop|describ|design|releas|build|built|call|nam|term|dub|devis"
    "|contribut|unveil|creat|construct|formulat|coin|establish|provid|curat|collect"
)
_SAYS = re.compile(
    rf"\b(?:we|this (?:paper|work|article|study|report|thesis)|(?:our|the) (?:paper|work|authors?)"
    rf"|i)\b[^.;:]{{0,60}}?\b(?:{_VERBS})\w*\s+",
    re.IGNORECASE,
)
_NAME = (
    r"(?:[A-Z][A-Za-z0-9]*(?:[-+/][A-Za-z0-9]+)*[A-Z0-9][\w+*-]*|[a-z]{1,2}[A-Z][\w+-]*"
    r"|[A-Z]{2,}[\w+-]*|[A-Z][a-z]+-[A-Z0-9][\w-]*)"
)
_NAME_FIRST = re.compile(
    rf"(?:the\s)?(?P<name>{_NAME}|[A-Z][a-z]{{2,}})(?:\s\([^()]{{1,60}}\))?\s?(?:,|:|—|–|--| - )\s?"
    rf"(?P<what>(?:an?|the|our|its)\s[^.;]{{10,400}})"
)
_NAME_LAST = re.compile(
    rf"(?P<what>(?:an?|the|our|two|three|several)?\s?[^.;:()]{{8,200}}?)"
    rf"(?:,\s|\s)(?:which we |that we |we )?"
    rf"(?:called|call|named|name|termed|term|dubbed|dub|coined|namely|denoted|denote|as|is)\s(?:as\s)?(?:the\s)?"
    rf"[“\"'`]{{0,2}}(?P<name>{_NAME}|[A-Z][a-z]{{2,}}(?:\s[A-Z][a-z]+){{0,2}})\b"
)
_ACRONYM = re.compile(
    rf"(?P<what>(?:an?|the|our|its|two)?\s?[^.;:()]{{6,200}}?)\s\((?P<name>{_NAME}s?)\)"
)
_NAME_ALONE = re.compile(
    rf"(?P<name>{_NAME})[,:]?\s(?P<what>(?:to|for|that|which|an?)\s[^.;]{{10,300}})"
)
_ARTICLE = re.compile(r"^(?:an?|the|our|its|which|that)\s")
# what abstracts name and nobody invented just now
_COMMON = frozenset(
    """we thi the ai ann api bert cnn cpu dft dl dnn fl gan gnn gpt gpu llm lstm lvlm ml mllm mlp
    moe mri nerf nlp nn ood pca peft plm qa rag rgb rl rlhf rnn sde sft sgd slam sota sr ssl ssm svm
    uav vae vit vlm vqa""".split()
)
_ARTICLE = re.compile(r"^(?:an?|the|our|its|which|that)\s")
_SENTENCE = re.compile(r"(?<![\s.][A-Z])(?<!\bal)(?<!e\.g)(?<!i\.e)(?<!\bvs)[.?!](?=\s|$)")
_CLAUSE = re.compile(
    r"\s?(?:[;:—]|--|,)\s|,?\s(?:which|that|whose|where|while|whereas|thereby|such that)\s"
)


def title_from(abstract: str) -> str:
    """A provisional title from the abstract as people read it; "" when it has no words."""
    text = " ".join(abstract[:6000].split())
    return (_named(text) or _first_clause(text))[:300]


def _named(text: str) -> str:
    """The system that the abstract introduces: "Foo: a benchmark for bars"."""
    for says in _SAYS.finditer(text):
        rest = text[says.end() : says.end() + 500]
        sentence = _SENTENCE.split(rest, maxsplit=1)[0]
        for form in (_NAME_FIRST, _ACRONYM, _NAME_LAST, _NAME_ALONE):
            found = form.match(sentence)
            if not found or found["name"].lower().rstrip("s") in _COMMON:
                continue
            what = _shortened(_ARTICLE.sub("", found["what"].strip()))
            if what:
                return f"{found['name']}: {what}"
    return ""


def _first_clause(text: str) -> str:
    """The first clause that is long enough to mean anything: "Cities breathe" goes on."""
    sentences = _SENTENCE.split(text.strip())
    sentence = sentences[0]
    if len(sentence.split()) < 4 and len(sentences) > 1:
        sentence += "." + sentences[1]
    for found in _CLAUSE.finditer(sentence):
        if len(sentence[: found.start()].split()) >= 5:
            sentence = sentence[: found.start()]
            break
    return _shortened(sentence, most=18)


def _shortened(text: str, most: int = MOST_WORDS) -> str:
    """No more than a title's length, cut between words."""
    for found in _CLAUSE.finditer(text):
        if len(text[: found.start()].split()) >= 4:
            text = text[: found.start()]
            break
    words = text.strip(" ,.;:").split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + "…"
