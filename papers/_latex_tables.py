"""What LaTeX's commands stand for."""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
    ".": "\u0307",
}  # fmt: skip
ACCENT_WORDS = {
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "r": "\u030a", "c": "\u0327", "k": "\u0328",
    "d": "\u0323", "b": "\u0331", "t": "\u0361", "h": "\u0309", "G": "\u030f", "U": "\u030e",
    "textcommabelow": "\u0326", "grave": "\u0300", "acute": "\u0301", "hat": "\u0302",
    "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0305", "breve": "\u0306", "dot": "\u0307", "ddot": "\u0308",
    "mathring": "\u030a", "check": "\u030c", "vec": "\u20d7", "not": "\u0338",
}  # fmt: skip
MARKS_BELOW = frozenset("\u0327\u0328\u0323\u0331\u0326")
DOTTED = {"ı": "i", "ȷ": "j"}
ACCENTED_SIGNS = frozenset("=<>∈∋⊂⊃⊆⊇≡∼≈≃≤≥|∥∃→←↔≺≻∝")
SPACING_ACCENTS = {"~": "~", "^": "^", "'": "'", "`": "`", '"': '"'}
OVER_ONE_LETTER = frozenset(
    "hat widehat tilde widetilde bar overline dot ddot vec check breve acute grave".split()
)
TAKE_DIAERESIS = frozenset("aeiouyAEIOUY")
SPACES = frozenset(" ,;:>\n\t\r")
NOTHING = frozenset("-/!@*")
SIGNS = {"|": "‖"}
OPENING = ("", "(", "[", "{", ",")  # no space is left behind these
CLOSING = frozenset(")]")


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_GREEK = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
    varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
    Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ
    Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω
""")
_RELATIONS = _pairs("""
    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ll ≪ gg ≫ ne ≠ neq ≠ equiv ≡ approx ≈ approxeq ≊
    sim ∼ simeq ≃ cong ≅ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇
    to → rightarrow → longrightarrow → leftarrow ← longleftarrow ← gets ← leftrightarrow ↔
    longleftrightarrow ↔ Rightarrow ⇒ Longrightarrow ⇒ implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔
    mapsto ↦ hookrightarrow ↪ rightleftharpoons ⇌ uparrow ↑ downarrow ↓ times × div ÷ pm ± mp ∓
    cdot · ast ∗ star ⋆ circ ∘ bullet • cup ∪ cap ∩ vee ∨ lor ∨ wedge ∧ land ∧ oplus ⊕ otimes ⊗
    odot ⊙ setminus ∖ mid | vdash ⊢ models ⊨ perp ⊥ parallel ∥ lesssim ≲ gtrsim ≳ prec ≺ succ ≻
    over / colon : multimap ⊸ bmod mod mod mod textrightarrow → textleftarrow ←
""")
_LETTERS = _pairs(r"""
    ss ß SS ẞ o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ
    ng ŋ NG Ŋ imath i jmath j textdegree ° degree ° P ¶ S § pounds £ euro € EUR € texteuro €
    textsterling £ textyen ¥ textcent ¢ copyright © textcopyright © textregistered ®
    texttrademark ™ dag † ddag ‡ dagger † ddagger ‡ textdagger † textdaggerdbl ‡ ldots … dots …
    textellipsis … cdots ⋯ vdots ⋮ dotsc … textendash – textemdash — textbackslash \ backslash \
    textbar | textbardbl ‖ textless < textgreater > textasciitilde ~ textasciicircum ^
    textasciigrave `
    textunderscore _ textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ”
    textquotesingle ' textquotedbl " lq ‘ rq ’ quotedblbase „ quotesinglbase ‚ guillemotleft «
    guillemotright » guilsinglleft ‹ guilsinglright › glqq „ grqq “ flqq « frqq » glq ‚ grq ‘
    textbullet • textperiodcentered · textexclamdown ¡ textquestiondown ¿ textbraceleft {
    textbraceright } lbrace { rbrace } textdollar $ textsection § textparagraph ¶ textnumero №
    textmu µ textonehalf ½ textonequarter ¼ textthreequarters ¾ textpm ± texttimes × textdiv ÷
    textordfeminine ª textordmasculine º textonesuperior ¹ texttwosuperior ² textthreesuperior ³
    infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬
    ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ wp ℘ angle ∠ triangle △ square □ Box □ sum ∑ prod ∏ int ∫
    oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ prime ′ top ⊤ bot ⊥ langle ⟨ rangle ⟩ lfloor ⌊
    rfloor ⌋ lceil ⌈ rceil ⌉ vert | Vert ‖ lvert | rvert | sun ☉ sharp ♯ flat ♭ natural ♮
    checkmark ✓ TeX TeX LaTeX LaTeX LaTeXe LaTeX2e BibTeX BibTeX XeTeX XeTeX LuaTeX LuaTeX
    hyphen - textasciidieresis ¨ bigcirc ◯ slash / lbrack [ rbrack ] amp & arcsec ″ arcmin ′
""")
_JOURNALS = _pairs("""
    aj AJ araa ARA&A apj ApJ apjl ApJL apjs ApJS aap A&A aaps A&AS aapr A&ARv mnras MNRAS nat Nature
    pasa PASA pasj PASJ pasp PASP prd PhRvD prl PhRvL physrep PhR apss Ap&SS solphys SoPh ssr SSRv
    icarus Icarus jcap JCAP baas BAAS azh AZh sovast SvA procspie Proc.SPIE memsai MmSAI
""")  # the macros of astronomy's bibliographies, which its journals define
RELATIONS = frozenset(_RELATIONS)
SYMBOLS = {
    **_JOURNALS,
    **_LETTERS,
    **_RELATIONS,
    **_GREEK,
    **{f"text{name}": sign for name, sign in _GREEK.items()},
    "quad": " ",
    "qquad": " ",
    "space": " ",
    "newline": " ",
    "linebreak": " ",
    "par": "\n\n",
    "nobreakspace": " ",
    "item": " • ",
}
OPERATORS = frozenset(
    """arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf
    limsup ln log max min mod bmod Pr sec sin sinh sup tan tanh argmax argmin""".split()
)
SILENT = frozenset(
    """em it bf sc tt rm sl sf sffamily rmfamily ttfamily bfseries mdseries itshape slshape scshape
    upshape normalfont cal mit boldmath unboldmath tiny scriptsize footnotesize small normalsize
    large Large LARGE huge Huge emph textit textbf texttt textsc textsl textsf textmd textup
    underline uline mathrm mathit mathbf mathsf mathtt mathcal mathscr mathfrak
    mathnormal boldsymbol bm pmb operatorname mathop mathbin mathrel mathord mathopen mathclose
    big Big bigg Bigg bigl bigr Bigl Bigr limits nolimits displaystyle textstyle
    scriptstyle nobreak allowbreak nobreakdash noindent protect relax null strut leavevmode
    unskip ignorespaces selectfont centering sloppy string xspace fbox makebox mkbibemph
    mkbibbold mkbibitalic NoCaseChange titlecap acro""".split()
)
FRACTIONS = ("frac", "dfrac", "tfrac", "nicefrac", "sfrac")
DROPPED = frozenset(
    """noopsort SortNoop sortnoop noopSort noop switchargs label index phantom
    hphantom vphantom""".split()
)
ORDINALS = frozenset({"st", "nd", "rd", "th"})

SUPERSCRIPTS = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφχ−*∗⋆†‡∘′″°",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵡ⁻*∗⋆†‡°′″°",
        strict=True,
    )
)
SUPERSCRIPTS["⊤"] = "ᵀ"
SUBSCRIPTS = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ−",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋",
        strict=True,
    )
)
DOUBLE_STRUCK = {
    **{ord("A") + at: chr(0x1D538 + at) for at in range(26)},
    **{ord("a") + at: chr(0x1D552 + at) for at in range(26)},
    **{ord("0") + at: chr(0x1D7D8 + at) for at in range(10)},
    **dict(zip(map(ord, "CHNPQRZ"), "ℂℍℕℙℚℝℤ", strict=True)),
}
