"""LaTeX as people read it."""

import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.latex import address, decode, escape, squeeze
from tests.papers.corpus import values

PIECES = r"""\ { } $ ^ _ ~ ` ' " -- \" \' \c \i \o \emph{ \frac \sqrt[ \url{ \href \noopsort{ \char
    \verb| \kern \begin{ \uppercase \mathbb \( \) \[ \] \\ \hat \not \& &amp; &#x41; % # a é 1
    $$ \textsuperscript \over \foo \left. \right \enquote \string~ \sp \sb ∈ 0 `` '' ?`"""
LATEX_LIKE = st.lists(st.sampled_from([*PIECES.split(), " ", "\n", "\n\n", "\t"]), max_size=30).map(
    "".join
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("{BERT}: Pre-training of {D}eep", "BERT: Pre-training of Deep"),
        ("  many \n   spaces\t and~ties  ", "many spaces and ties"),
        ("one\n  \nparagraph\r\n\r\nanother", "one\n\nparagraph\n\nanother"),
        ("pages 12--34 --- a ``quoted'' word", "pages 12–34 — a “quoted” word"),
        ("`single' and don't", "‘single’ and don't"),
        ("?`Qu\\'e? !`Hola!", "¿Qué? ¡Hola!"),
        ("90% of cats & dogs #1", "90% of cats & dogs #1"),
        ("~10x faster, see http://x.org/~me", "~10x faster, see http://x.org/~me"),
        ("file_name^2 outside of formulas", "file_name^2 outside of formulas"),
        ("Kahn &amp; Sons, B&#228;r, {\\&}lt;b", "Kahn & Sons, Bär, <b"),
        ("Birkh\\&\\#228;user", "Birkhäuser"),
        ("R &D; and &notanentity; stay", "R &D; and &notanentity; stay"),
        ("ключ 鍵 é", "ключ 鍵 é"),
        ("", ""),
    ],
)
def test_plain_values_are_read_as_they_stand(written: str, read: str) -> None:
    assert decode(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"K{\"o}del \"o \"{o} {\"{o}} \" o", "Ködel ö ö ö ö"),
        (r"\'\i \'{\i} {\'\i} \'i", "íí í í"),
        (r"{\v{s}} \v s \v{s} \vs", "š š š vs"),
        (r"\c c \c{c} Fran\c{c}ois", "ç ç François"),
        (r"\H{o} \k{a} \r a \u{g} \.z \d{a} \b{b} \=o \^e \`a \~n", "ő ą å ğ ż ạ ḇ ō ê à ñ"),
        (r"\t{oo}", "o͡o"),
        (r"Stra\ss e, Stra{\ss}e, \O re, \o, \L\'od\'z, \l", "Straße, Straße, Øre, ø, Łódź, ł"),
        (r"\ae\AE\oe\OE\aa\AA\dh\DH\th\TH\dj\i\j", "æÆœŒåÅðÐþÞđıȷ"),
        (r"Erd\H{o}s and R\'{e}nyi", "Erdős and Rényi"),
        (r"\'", "'"),
        (r"\~{}user and \^{}", "~user and ^"),
        (r"a \"Big\" thing", 'a "Big" thing'),
        (r"sample \"Quote\" title", 'sample "Quote" title'),
        (r"Mar\'\ia", "María"),
        (r"\'{\'{e}}", "é́"),
    ],
)
def test_accents_in_every_spelling(written: str, read: str) -> None:
    assert decode(written) == unicodedata.normalize("NFC", read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\& \% \$ \# \_ \{ \}", "& % $ # _ { }"),
        (r"{\[}Invited{\]} {\{}x{\}}", "[Invited] {x}"),
        (r"a\textendash b\textemdash{}c \ldots{} \dots", "a–b—c … …"),
        (r"\textquoteleft x\textquoteright \textquotedblleft y\textquotedblright", "‘x’“y”"),
        (r"\copyright\ \textregistered{} \S 5 \P \pounds 3 \euro", "© ® §5 ¶£3 €"),
        (r"J.\,S. Bach, Proc.\ of\/ the, hy\-phen", "J. S. Bach, Proc. of the, hyphen"),
        (r"one\\two\\[2pt]three\newline four", "one two three four"),
        (r"\char92 \char`\% \char`A \char\"41 \symbol{64}".replace('\\"', '"'), "\\%AA@"),
        (r"\textbackslash{} \textasciitilde \textless i\textgreater", "\\ ~<i>"),
        (r"\glqq Zitat\grqq{} \guillemotleft x\guillemotright", "„Zitat“ «x»"),
        (r"The \TeX book, \LaTeX{} and \BibTeX", "The TeXbook, LaTeX and BibTeX"),
        (r"costs \$50 or $50", "costs $50 or $50"),
        (r"from $5 to $10 a month", "from $5 to $10 a month"),
        ("ends in \\", "ends in \\"),
    ],
)
def test_signs(written: str, read: str) -> None:
    assert decode(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"$\alpha$-Shapes, {$\beta$}, \(\gamma\), $$\delta$$", "α-Shapes, β, γ, δ"),
        (r"$O(n \log n)$, $O(n\log\log n)$, $\log^2 n$", "O(n log n), O(n log log n), log² n"),
        (r"$x^2$, H$_2$O, $10^{-3}$, $a_{ij}$, C$^{\infty}$", "x², H₂O, 10⁻³, aᵢⱼ, C^∞"),
        (r"$2^{2^x}$, $x_{i,j}$, $A_{\max}$", "2^(2ˣ), x_(i,j), Aₘₐₓ"),
        (r"$A^*$, $f'$, $45^\circ$, $X^\top$, $f^\prime$", "A*, f′, 45°, Xᵀ, f′"),
        (r"$\mathcal{O}(n)$ on $\mathbb{R}^n$ and $\mathbb Q$", "O(n) on ℝⁿ and ℚ"),
        (r"$a \times b \le c \to \infty$, $x\approx y$", "a × b ≤ c → ∞, x ≈ y"),
        (r"$x\leq y$, $x \leq y$, $\leq 5$, $(+,\cdot ,1)$", "x ≤ y, x ≤ y, ≤5, (+,·,1)"),
        (r"$a\not\in B$, $a \not= b$", "a∉B, a ≠ b"),
        (r"$\frac{1}{2}$, $\frac{a+b}{c}$, $\frac12$", "1/2, (a+b)/c, 1/2"),
        (r"$\sqrt{n}$, $\sqrt{x+1}$, $\sqrt[3]{n}$", "√n, √(x+1), ³√n"),
        (r"$\hat{\theta}$, $\bar x$, $\overline{AB}$", "θ̂, x̄, AB"),
        (r"$\epsilon$$\epsilon$-entropy", "εε-entropy"),
        (r"\($\lambda$\)-Tune", "λ-Tune"),
        (r"$\text{if $x$ then}$ y", "if x then y"),
        (r"$^{13}$C and Ca\textsuperscript{2+}, CO\textsubscript{2}", "¹³C and Ca²⁺, CO₂"),
        (r"the 6\textsuperscript{th}, 5$^{th}$ and 1$^{\rm st}$", "the 6th, 5th and 1st"),
        (r"\ensuremath{\mu}m and $\mu$m and \textmu m", "μm and μm and μm"),
        (r"$a \bmod n$, $a \pmod{n}$, $\binom{n}{k}$", "a mod n, a (mod n), (n choose k)"),
    ],
)
def test_formulas(written: str, read: str) -> None:
    assert decode(written) == unicodedata.normalize("NFC", read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\emph{Code}: \textit{a} \textbf{b} {\em c} {\it d} {\sc e}", "Code: a b c d e"),
        (r"\texttt{x} \textsc{y} \mathrm{z} \mbox{w} \hbox{v}", "x y z w v"),
        (r"\uppercase{abc} \MakeUppercase{\'e} \lowercase{ABC}", "ABC É abc"),
        (r"\url{http://x.org/a_b%20c~d}", "http://x.org/a_b%20c~d"),
        (r"\href{http://y.org/\%7e}{text} behind it", "text behind it"),
        (r"\textcolor{red}{warm} \color[rgb]{1,0,0}x \raisebox{1ex}{y}", "warm x y"),
        (r"{\noopsort{1973b}}1973, \SortNoop{x}Title", "1973, Title"),
        (r"\enquote{so} \mkbibquote{De Motu}", "“so” “De Motu”"),
        (r"\begin{itemize}\item one\item two\end{itemize}", "• one • two"),
        (r"\verb|a_b\c| end", "a_b\\c end"),
        (r"\raise.5ex\hbox{up} \kern-.1em x", "up x"),
        (r"text\footnote{more}", "text (more)"),
        (r"\apj, \mnras", "ApJ, MNRAS"),
    ],
)
def test_commands_leave_what_they_are_about(written: str, read: str) -> None:
    assert decode(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\foo{its text}", "its text"),
        (r"see \foo bar", "see foo bar"),
        (r"\foo{}", "foo"),
        (r"\xfrac{a}{b}", "ab"),
        (r"C:\Users\me", "C:Usersme"),
    ],
)
def test_of_an_unknown_command_its_text_is_shown_or_else_its_name(written: str, read: str) -> None:
    assert decode(written) == read


def test_stray_and_missing_braces_lose_no_text() -> None:
    assert decode("a } b { c") == "a b c"
    assert decode(r"\emph{a } b} c \textbf{d") == "a b c d"
    assert decode(r"\frac{1") == "1/"
    assert decode(r"$\frac{1}$") == "1/"


def test_control_and_direction_characters_come_out_as_they_went_in() -> None:
    hostile = "a\x1b[31m b\u202e c\x00 d\u2028 e\x85"
    assert decode(hostile) == hostile
    assert decode(hostile + r"\emph{x}") == hostile + "x"


@given(st.one_of(LATEX_LIKE, st.text()))
def test_nothing_makes_decoding_raise_and_white_space_is_always_tidy(raw: str) -> None:
    read = decode(raw)
    assert read == squeeze(read)
    assert "  " not in read


@given(st.text(alphabet=st.characters(exclude_characters="\\${}~`'-&")))
def test_text_without_latex_is_only_squeezed(text: str) -> None:
    assert decode(text) == squeeze(text)


@given(st.text())
def test_escaped_text_reads_as_itself(text: str) -> None:
    assert decode(escape(text)) == squeeze(text)


@given(st.text(alphabet="&#xamp;lt123'`-~^_%$\\{} a?!/"))
def test_escaped_text_reads_as_itself_even_where_it_looks_like_markup(text: str) -> None:
    assert decode(escape(text)) == squeeze(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"http://x.org/a\_b\%20c\&d\#e", "http://x.org/a_b%20c&d#e"),
        (r"http://x.org/{\_}a{\textunderscore}b{\%}c", "http://x.org/_a_b%c"),
        (r"http://x.org/\~{}me {\textasciitilde}me \string~me", "http://x.org/~me ~me ~me"),
        (r"http://x.org/$\sim$me", "http://x.org/~me"),
        ("http://dx.doi.org/10.1007/11787006%5C_7", "http://dx.doi.org/10.1007/11787006_7"),
        ("http://x.org/a~b--c", "http://x.org/a~b--c"),
    ],
)
def test_an_address_loses_its_escapes_and_nothing_else(written: str, read: str) -> None:
    assert address(written) == read


NESTED = [r"\emph", r"\'", r"$x^", r"\sqrt", r"\frac{1}", r"\uppercase", r"\url", r"\hat", r"\foo"]
REPEATED = r"""{ } \ $ $5_ \' ^ \verb| \sqrt[ \kern_ \'_ ` -""".replace("_", "\t").split(" ")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("word " * 200_000, id="a megabyte of words"),
        pytest.param("x" * 1_000_000, id="a megabyte without a space"),
        pytest.param("{" * 50_000 + "x" + "}" * 50_000, id="50,000 nested braces"),
        pytest.param("{" * 50_000, id="50,000 braces never closed"),
        *[pytest.param((f"{c}{{") * 20_000 + "x" + "}" * 20_000, id=f"nested {c}") for c in NESTED],
        *[pytest.param(sign * 100_000, id=f"100,000 of {sign}") for sign in REPEATED],
        pytest.param("a" + "\u0301" * 300_000 + "\\'x", id="a storm of marks"),
        pytest.param("\\'{a" + "\u0301" * 300_000 + "}", id="a storm of marks under an accent"),
        pytest.param(" " * 500_000 + "\n" * 500_000 + "\\x", id="a megabyte of nothing"),
    ],
)
def test_hostile_values_take_time_in_proportion_to_their_length(raw: str) -> None:
    started = time.process_time()
    decode(raw)
    assert time.process_time() - started < 3  # a second on a slow machine; quadratic takes minutes


def test_nesting_has_no_limit() -> None:
    deep = sys.getrecursionlimit() * 5
    assert decode(r"\emph{\'{" * deep + "e" + "}}" * deep)[0] == "é"


def test_hardly_any_command_is_left_in_real_titles_and_authors(corpora: Path) -> None:
    decoded = [decode(value) for value in values(corpora / "bib-large", "title", "author")]
    left = [text for text in decoded if re.search(r"\\[A-Za-z]|[{}]", text)]
    assert len(decoded) > 10_000
    assert len(left) < len(decoded) / 1000, left[:20]


def test_hostile_titles_are_decoded(corpora: Path) -> None:
    for raw in values(corpora / "hostile", "title", "abstract", "author"):
        assert isinstance(decode(raw), str)
