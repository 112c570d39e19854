"""References: one paper in one paragraph, in the styles that people write them in."""

import re

from importers import _listing_names as people
from importers._listing_blocks import Block
from importers._listing_furniture import is_furniture
from importers._listing_ids import Ids, find
from importers._listing_items import (
    Parts,
    first_sentence,
    leading_names,
    sentences,
    venue_in,
    without_buttons,
    without_link_names,
    year_in,
)
from importers._listing_labels import YEAR, is_date
from importers._listing_remarks import PLACES, VENUE, is_bare_venue, is_remark

SHORTEST, LONGEST = 20, 1500  # characters
_QUOTED = re.compile(r"[“\"„]([^“”\"„]{8,400}?)[,.]?[”\"“]|(?<![\w`])``([^`]{8,400}?),?''")
_DATED = re.compile(
    r"^(.{3,600}?),?\s*\(((?:1[6-9]|20)\d\d)[a-z]?(?:,[^()]{0,30})?\)[.,:]?\s+(.+)$", re.DOTALL
)
_COLON = re.compile(r"^([^:]{5,600}):\s+(.+)$", re.DOTALL)
_SINGLE = re.compile(r"['‘](.{8,400}?)[,.]?['’][,.]?\s+(.*)$", re.DOTALL)
_YEAR_LEFT = re.compile(r"\.,\s*\(?(?:1[6-9]|20)\d\d\)?$")  # where an identifier was taken out
_PARENTHESISED_YEAR = re.compile(r"\s*\((?:19|20)\d\d\)")
_INITIAL_END = re.compile(r"(?:^|[\s.,-])[A-Z]$")
_NUMBERED = re.compile(r"\[\d{4}\.\d{4,5}(?:v\d+)?\]\s+(.{8,350})$")


def reference(block: Block, ids: Ids) -> Parts:
    """One paper in one paragraph, in any of the styles that people write references in."""
    if not (SHORTEST <= len(block.text) <= LONGEST):
        return Parts()
    if found := _NUMBERED.match(block.text):
        return Parts(found[1].strip(), certainty=60)
    text = (without_link_names if block.links else without_buttons)(ids.plain)
    for style in (
        _stressed,
        _quoted,
        _dated,
        _with_colon,
        _sentences,
        _commas,
        _described,
        _guessed,
    ):
        parts = style(block, text)
        if parts.certainty:
            named = 15 * bool(ids.marks)
            return parts._replace(certainty=min(parts.certainty + named, 95))
    return Parts()


def _stressed(block: Block, text: str) -> Parts:
    """The title is in bold or a link: `- 2022-11-30, **Title**, Authors, Venue 2023`."""
    for stressed in block.strong:
        title = stressed.strip(' .,"“”')
        before, found, after = text.partition(title)
        alone = not re.search(r"\w", before + after)  # a title, and the rest stands below it
        if found and not alone and _may_be_stressed_title(title, before):
            return _around(title, before, after, block)
    return Parts()


def _may_be_stressed_title(title: str, before: str) -> bool:
    words = title.split()
    if not (_is_wordy(title) and 8 <= len(title) <= 350):
        return False
    if len(words) < 4 and people.certainty(title) >= 60 and people.certainty(before) < 50:
        return False  # the owner of the page, among the authors
    return not (is_furniture(title) or is_date(title) or is_remark(title))


def _around(title: str, before: str, after: str, block: Block) -> Parts:
    """What stands around the title: authors, places, dates, or what somebody says of it."""
    names, places, dates = "", [], []
    for part in _fragments(before) + _fragments(after):
        if is_date(part):
            dates.append(part)
        elif not names and people.certainty(part) >= 50:
            names = part
        elif PLACES.search(part) or VENUE.search(part):
            places.append(part)
    known = "".join((names, *places, *dates))
    comment = ""
    if not (names or dates or places) and len(before) + len(after) - len(known) > 60:
        if not block.marker or len(after) < 60:
            return Parts()
        comment = after.strip(" .,;:|-–—")
    place = ", ".join(places)
    when = dates[0] if dates else year_in(place or after or before)
    certainty = 45 + 25 * bool(names) + 10 * bool(when) + 10 * bool(place) + 15 * bool(comment)
    return Parts(title, names, venue_in(place), "", comment, when, certainty)


def _fragments(text: str) -> list[str]:
    """Pieces between the signs that part authors from venues, names kept together."""
    text = text.strip(' ,.;:|-–—()[]"“”*')
    if not text:
        return []
    pieces = [
        piece.strip(' ,.;:|-–—()[]"“”*')
        for piece in re.split(r"\s[-–—|]\s|[|()\[\]]|(?<=[^A-Z\s.])\.\s|;\s", text)
    ]
    made: list[str] = []
    for piece in filter(None, pieces):
        if is_date(piece) or "," not in piece:
            made.append(piece)
            continue
        names, rest = leading_names(piece)
        made += [part for part in (names, rest) if part]
    return made


def _quoted(_block: Block, text: str) -> Parts:
    found = _QUOTED.search(text)
    if not found:
        return Parts()
    title = (found[1] or found[2]).strip(" ,.")
    names, rest = text[: found.start()].strip(" ,.:"), text[found.end() :].strip(" ,.")
    if len(title.split()) < 2 or not rest:
        return Parts()
    certainty = people.certainty(names)
    if certainty < 50 or not (YEAR.search(text) or PLACES.search(rest)):
        return Parts()
    return Parts(title, names, venue_in(rest), date=year_in(rest), certainty=60 + certainty // 4)


def _dated(_block: Block, text: str) -> Parts:
    """Smith, J., & Doe, J. (2020). Title. Journal, 12(3), 45-67."""
    found = _DATED.match(text)
    if not found or people.certainty(found[1]) < 55:
        return Parts()
    quoted = _SINGLE.match(found[3])
    title, rest = quoted.groups() if quoted else first_sentence(found[3])
    if len(title.split()) < 2:
        return Parts()
    return Parts(title, found[1], venue_in(rest), date=found[2], certainty=90 if rest else 75)


def _with_colon(block: Block, text: str) -> Parts:
    """Smith, J., Doe, K.: Title. In: Venue, pp. 1-10 (2020)"""
    found = _COLON.match(text)
    if not found or len(sentences(found[1])) > 1:
        return Parts()
    names, rest = leading_names(found[1])
    several = "," in names or " and " in names or block.lines[0].text.endswith(":")
    if rest or people.certainty(names) < 60 or not several:
        return Parts()
    title, rest = first_sentence(found[2])
    if len(title.split()) < 2 or not (rest or YEAR.search(title)):
        return Parts()
    return Parts(
        title,
        found[1],
        venue_in(rest),
        date=year_in(rest or title),
        certainty=80 if YEAR.search(rest) else 60,
    )


def _sentences(block: Block, text: str) -> Parts:
    """Authors. Title. Venue, year. Or the title first, with its authors or its venue behind."""
    parts = sentences(text)
    if not 2 <= len(parts) <= 12:
        return Parts()
    return (
        _authors_first(parts, block, text)
        or _title_first(parts, block, text)
        or _title_and_venue(parts, block)
        or Parts()
    )


def _authors_first(parts: list[str], block: Block, text: str) -> Parts | None:
    authors, *rest = [_YEAR_LEFT.sub("", part) for part in parts]
    sure = people.certainty(authors)
    year = YEAR.search(text)
    several = "," in authors or " and " in authors or "et al" in authors
    if sure < 55 or not (several or block.marker or year):
        return None
    when = ""
    if re.fullmatch(r"\(?(?:1[6-9]|20)\d\d[a-z]?\)?", rest[0]):
        when, *rest = rest
    title = rest[0] if rest else ""
    if len(title) > 350 or not _is_wordy(title):
        return Parts()
    place = ". ".join(rest[1:])
    if _INITIAL_END.search(authors):
        authors += "."
    if year or PLACES.search(place) or VENUE.search(place):
        when = when or year_in(place) or year_in(text)
        certainty = 45 + sure // 3 + 10 * bool(place)
        return Parts(title, authors, venue_in(place), date=when, certainty=certainty)
    if not (block.marker and place):
        return Parts()
    return Parts(title, authors, venue_in(place), certainty=50)


def _title_first(parts: list[str], block: Block, text: str) -> Parts | None:
    title, authors = parts[:2]
    sure = people.certainty(authors)
    year = YEAR.search(text)
    if sure < 60 or len(title.split()) < 3 or not (year or block.marker or "," in authors):
        return None
    place = ". ".join(parts[2:])
    if place and not (year or PLACES.search(place)):
        return Parts()
    certainty = 40 + sure // 3 + 15 * bool(year)
    return Parts(title, authors, venue_in(place), date=year_in(place), certainty=certainty)


def _title_and_venue(parts: list[str], block: Block) -> Parts | None:
    title, place = parts[0], " ".join(parts[1:])
    if not block.marker or not is_bare_venue(place) or people.certainty(title) >= 50:
        return None
    return Parts(title, venue=venue_in(place), date=year_in(place), certainty=65)


def _is_wordy(title: str) -> bool:
    """Whether it has words enough for a title; in scripts without spaces, characters."""
    if re.match(r"(?:1[6-9]|20)\d\d[\s;]", title) and ";" in title:
        return False  # 2023 Mar;11(3):201-210
    words = re.findall(r"[^\W\d_]{2,}", title)
    return len(words) > 1 or bool(re.match(r"[\u3040-\u9fff]{5}", title))


def _commas(block: Block, text: str) -> Parts:
    """A. Author, B. Author, Title of the paper, Journal of X 12 (2020) 34-56; or title first."""
    if not (block.marker or YEAR.search(text)) or text.count(",") < 2:
        return Parts()
    names, rest = leading_names(text)
    pieces = rest.split(", ")
    if names and len(pieces) > 1:
        title, at = pieces[0], 1
        while at < len(pieces) - 1 and not (
            PLACES.search(pieces[at]) or VENUE.search(pieces[at]) or YEAR.search(pieces[at])
        ):
            title += ", " + pieces[at]
            at += 1
        place = ", ".join(pieces[at:])
        if len(title.split()) > 2 and (YEAR.search(place) or PLACES.search(place)):
            return Parts(
                title.strip(" ."), names, venue_in(place), date=year_in(place), certainty=65
            )
    return Parts()


def _described(block: Block, text: str) -> Parts:
    """`3) Title of the paper - what somebody says of it.`"""
    title, dash, said = re.sub(r"\s[–—]\s", " - ", text).partition(" - ")
    if not (block.marker and dash) or not 2 <= len(title.split()) <= 30 or len(said.split()) < 2:
        return Parts()
    if is_date(title) or is_remark(title):
        return Parts()
    title = title.strip(" .:")
    names, place = leading_names(_PARENTHESISED_YEAR.sub(",", said))
    if not names and people.certainty(title) >= 50 and title not in block.strong:
        return Parts()
    if is_bare_venue(said):
        return Parts(title, venue=venue_in(said), date=year_in(said), certainty=70)
    if names:
        return Parts(title, names, venue_in(place), date=year_in(said), certainty=75)
    return Parts(title, comment=said, certainty=60)


def _guessed(block: Block, text: str) -> Parts:
    """A reference in no style that is known: the longest piece that names nobody is its title."""
    quoted = _QUOTED.search(text)
    if quoted and find(block.text, block.links).marks:
        return Parts((quoted[1] or quoted[2]).strip(" ,."), certainty=25)
    parts = sentences(text)
    if not (block.marker or len(parts) > 2) or not (YEAR.search(text) and PLACES.search(text)):
        return Parts()
    pieces = parts if len(parts) > 2 else re.split(r",\s+", text)
    if len(pieces) < 3 or not any(people.certainty(piece) >= 40 for piece in pieces):
        return Parts()
    titles = [each for each in pieces if people.certainty(each) < 40 and not PLACES.search(each)]
    title = max(titles, key=len, default="")
    return Parts(title, date=year_in(text), certainty=35) if len(title.split()) > 2 else Parts()
