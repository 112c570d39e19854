"""Pairs of papers as they are met in real bibliographies, and whether the two are one.

A paper is its type, title, authors, year and other fields, with | between them.
"""

# ruff: noqa: E501 -- two papers are compared best where each is a line

from papers import Fields, Paper

ALIASES = {"j": "journal", "b": "booktitle", "v": "volume", "p": "pages", "s": "school"}

SAME = {
    "case and a full stop": (
        "article|Attention Is All You Need|Vaswani, Ashish and Shazeer, Noam|2017|",
        "article|Attention is all you need.|Vaswani, Ashish and Shazeer, Noam|2017|",
    ),
    "braces": (
        "article|{LoRA}: Low-Rank Adaptation|Hu, Edward J. and Shen, Yelong|2021|",
        "article|LoRA: Low-rank adaptation|Hu, Edward and Shen, Yelong|2021|",
    ),
    "accents in LaTeX": (
        r"article|G\"odel's Theorem and M{\"o}bius Strips|M{\"u}ller, Klaus|1999|",
        "article|Gödel's theorem and Möbius strips|Müller, K.|1999|",
    ),
    "umlauts spelled out": (
        "article|Valuations of fields and their rings|Müller, Klaus|1999|",
        "article|Valuations of fields and their rings|Mueller, Klaus|1999|",
    ),
    "dashes": (
        "article|The p–adic spectrum of a ring|Robinson, Edmund P.|1986|v=40",
        "article|The p-adic spectrum of a ring|E.P. Robinson|1986|v=40",
    ),
    "a hyphen more": (
        "article|X-means: Extending K-means with Efficient Estimation|Pelleg, D. and Moore, A.|2000|",
        "article|Xmeans: Extending Kmeans with Efficient Estimation|Dan Pelleg and Andrew Moore|2000|",
    ),
    "punctuation of the subtitle": (
        "article|Skip lists: a probabilistic alternative|Pugh, William|1990|j=CACM|v=33",
        "article|Skip Lists --- A Probabilistic Alternative|William Pugh|1990|j=Communications of the ACM|v=33",
    ),
    "quotation marks": (
        "article|Collective dynamics of `small-world' networks|Watts, D. J. and Strogatz, S. H.|1998|",
        "article|Collective dynamics of 'small-world' networks.|D J Watts and S H Strogatz|1998|",
    ),
    "math": (
        r"article|Straight bases of abelian $p$-groups|Benabdallah, K. and Honda, K.|1983|",
        "article|Straight bases of abelian p-groups|Benabdallah, Khalid and Honda, Kin-ya|1983|",
    ),
    "a journal abbreviated": (
        "article|Atom lasers and their properties|Robins, N. P. and Altin, P. A.|2013|j=Physics Reports|v=529",
        "article|Atom lasers and their properties|Robins, N.P. and Altin, P.A.|2013|j=Phys. Rep.",
    ),
    "a journal by its initials": (
        "article|Latent Dirichlet Allocation|Blei, D. and Ng, A.|2003|j=JMLR",
        "article|Latent Dirichlet allocation|Blei, D. and Ng, A.|2003|j=Journal of Machine Learning Research",
    ),
    "proceedings by another name": (
        "inproceedings|MapReduce: Simplified Data Processing|Dean, J. and Ghemawat, S.|2004|b=OSDI|p=137--150",
        "inproceedings|MapReduce: simplified data processing|Dean, J. and Ghemawat, S.|2004|b=6th Symposium|p=137-150",
    ),
    "a list of authors cut short": (
        "article|Language Models are Few-Shot Learners|Brown, Tom B. and others|2020|",
        "article|Language models are few-shot learners|Brown, T. and Mann, B. and Ryder, N.|2020|",
    ),
    "et al. written out": (
        "article|Language Models are Few-Shot Learners|Brown, Tom B. and {et al.}|2020|",
        "article|Language models are few-shot learners|Brown, T. and Mann, B. and Ryder, N.|2020|",
    ),
    "family and given names exchanged": (
        "article|Deep residual learning for images|He Kaiming and Zhang Xiangyu|2016|",
        "article|Deep residual learning for images|Kaiming He and Xiangyu Zhang|2016|",
    ),
    "a particle": (
        "article|Visualizing data using t-SNE|van der Maaten, Laurens and Hinton, Geoffrey|2008|",
        "article|Visualizing data using t-SNE|L. v. d. Maaten and G. Hinton|2008|",
    ),
    "an author misspelled": (
        "article|Attention is all you need|A Viswani and N Shazeer and N Parmar|2017|",
        "article|Attention is all you need|Vaswani, A. and Shazeer, N. and Parmar, N.|2017|",
    ),
    "a body as the author": (
        "techreport|GPT-4 Technical Report|{OpenAI}|2023|",
        "techreport|GPT-4 Technical Report|OpenAI|2023|",
    ),
    "a word misspelled": (
        "article|Bilateraly subthalamic nucleus stimulation for sever disease|Limousin, P. and Pollak, P.|1995|j=MD",
        "article|Bilateral subthalamic nucleus stimulation for severe disease|Limousin, P. and Pollak, P.|1995|j=MD",
    ),
    "British and American": (
        "article|Numerical modelling of colour in tomography|Dehghani, H. and Pogue, B.|2009|",
        "article|Numerical modeling of color in tomography|Dehghani, H. and Pogue, B.|2009|",
    ),
    "an article more": (
        "article|The anatomy of a large web search engine|Brin, S. and Page, L.|1998|",
        "article|Anatomy of large web search engine|Brin, S. and Page, L.|1998|",
    ),
    "a subtitle left out": (
        "book|Computers and Intractability|Garey, M. R. and Johnson, D. S.|1979|",
        "book|Computers and Intractability: A Guide to NP-Completeness|Garey, M. and Johnson, D.|1979|",
    ),
    "Part II and Part Two": (
        "article|Proofs and types, Part II|Girard, J.-Y.|1990|",
        "article|Proofs and types, part two|Girard, J.-Y.|1990|",
    ),
    "the DOI in another case": (
        "article|Zero temperature limits|Funaki, T.|2004|doi=10.1214/ABC.123",
        "article|Zero-temperature limits|Funaki, T.|2005|doi=https://doi.org/10.1214/abc.123",
    ),
    "the DOI, and a title cut short": (
        "article|Attention|Vaswani, A.|2017|doi=10.5555/3295222",
        "article|Attention Is All You Need|Vaswani, A.|2017|doi=10.5555/3295222",
    ),
    "the DOI, and a chapter's number in the title": (
        "incollection|Chapter 15 - Scratch behavior of polymers|Browning, R.|2013|doi=10.1016/x15",
        "incollection|Chapter 15. Scratch behavior of polymers|Browning, R.|2013|doi=10.1016/x15",
    ),
    "the DOI, and the authors mangled": (
        "article|Data synthesis in concurrent programs|Peter Hawkins; Alex Aiken|2011|doi=10.1145/1.2",
        "article|Data synthesis in concurrent programs|Hawkins, P. and Aiken, A.|2011|doi=10.1145/1.2",
    ),
    "the DOI alone": ("misc||||doi=10.1145/1.3", "article|A title|Someone, A.|2001|doi=10.1145/1.3"),
    "the same arXiv number": (
        "misc|Graph things|One, A.|2016|eprint=1610.00097|archiveprefix=arXiv",
        "article|Graph things|One, A.|2016|j=arXiv preprint arXiv:1610.00097v3",
    ),
    "the arXiv number, and a title that changed": (
        "misc|Refinement Types for Named Cache Locations|Hammer, M. and Dunfield, J.|2016|eprint=1610.00097",
        "misc|Typed Adapton: incremental programs|Hammer, M. and Dunfield, J.|2018|eprint=1610.00097v4",
    ),
    "arXiv's DOI and arXiv's number": (
        "misc|A paper on things|One, A.|2020|doi=10.48550/arXiv.2005.14165",
        "misc|A paper on things|One, A.|2020|eprint=2005.14165",
    ),
    "another version's number alone": ("misc||||eprint=2005.14165v1", "misc||||eprint=2005.14165v3"),
    "a page of Hugging Face": (
        "misc||||url=https://huggingface.co/papers/2005.14165",
        "misc|Language models|Brown, T.|2020|eprint=2005.14165",
    ),
    "a page of the ACL Anthology": (
        "misc||||url=https://aclanthology.org/P19-1001/",
        "inproceedings|On parsing|Doe, J.|2019|url=https://www.aclweb.org/anthology/P19-1001.pdf",
    ),
    "a page of OpenReview": (
        "misc||||url=https://openreview.net/forum?id=rJl-b3RcF7",
        "misc|Lottery tickets|Frankle, J.|2019|url=https://openreview.net/pdf?id=rJl-b3RcF7",
    ),
    "an address that waits": (
        "misc||||url=https://example.org/papers/one.html",
        "misc|One page|Doe, J.|2019|url=http://www.example.org/papers/one.html",
    ),
    "the PubMed number": (
        "article|Synaptic facilitation by reflected potentials|Doe, J.|2001|pmid=11259681",
        "article|Synaptic facilitation by reflected potentials: enhancement|Doe, J.|2001|pmid=11259681",
    ),
    "a preprint and what it became": (
        "article|Incremental View Maintenance|Koch, C. and Lupei, D.|2014|j=arXiv:1412.4320 [cs]",
        "inproceedings|Incremental view maintenance|Koch, C. and Lupei, D.|2016|b=PODS|p=75--90|doi=10.1145/290",
    ),
    "a preprint and a book chapter": (
        "misc|Change Actions: Models of Differentiation|Ong, L.|2019|eprint=1902.05465",
        "incollection|Change Actions: Models of Differentiation|Ong, L.|2019|b=FoSSaCS|p=45--61",
    ),
    "bioRxiv and a journal": (
        "article|Whole-brain imaging of fish|Ahrens, M. and Orger, M.|2012|j=bioRxiv|doi=10.1101/2012.01.02.1234",
        "article|Whole-brain imaging of fish|Ahrens, M. and Orger, M.|2013|j=Nature Methods|doi=10.1038/nmeth.1",
    ),
    "CoRR and a journal": (
        "article|LSM-based Storage Techniques: A Survey|Luo, Chen and Carey, Michael|2018|j=CoRR|v=abs/1812.07527",
        "article|LSM-based storage techniques: a survey|Luo, Chen and Carey, Michael|2020|j=The VLDB Journal|v=29",
    ),
    "a year that is not known": (
        "article|A system-level model for the genome|Brooks, A. and Reiss, D.||",
        "article|A system-level model for the genome|Brooks, A. and Reiss, D.|2014|j=MSB",
    ),
    "a manuscript, and a year later the article": (
        "unpublished|A Nominal Theory of Objects|Odersky, M. and Cremet, V.|2002|",
        "inproceedings|A Nominal Theory of Objects|Odersky, M. and Cremet, V.|2003|b=ECOOP",
    ),
    "an issue dated differently, the same page": (
        "article|On the theory of games and minds|Doe, J. and Roe, R.|1999|j=J. Games|p=101--120",
        "article|On the theory of games and minds|Doe, J. and Roe, R.|2000|j=J. Games|p=101-120",
    ),
    "proceedings that are a journal": (
        "inproceedings|Bistability and bet-hedging in bacteria|Veening, J. and Smits, W.|2008|b=Annual Review|v=62|p=193",
        "article|Bistability and bet-hedging in bacteria|Veening, J. and Smits, W.|2008|j=Ann. Rev.|v=62|p=193--210",
    ),
    "a book by its ISBN": (
        "book|Concrete Mathematics|Graham, R. and Knuth, D.|1994|isbn=0-201-55802-5",
        "book|Concrete mathematics|Graham, R. and Knuth, D.|1994|isbn=9780201558029",
    ),
    "no authors, but a rare title": (
        "misc|Type-and-Scope Safe Programs and Their Proofs in Agda|||",
        "inproceedings|Type-and-Scope Safe Programs and Their Proofs in Agda|Allais, G. and Chapman, J.|2017|b=CPP",
    ),
    "an abstract alone": (
        ("misc||||abstract=We show that the sparse networks which are found early in training reach the accuracy of"
        " the dense networks that they were taken from, on four data sets and two architectures."),
        ("article|Lottery Tickets|Frankle, J.|2019|abstract=Abstract. We show that the sparse networks which are found"
        " early in training reach the accuracy of the dense networks that they were taken from, on four data sets"
        " and two architectures. We then say why that is."),
    ),
}  # fmt: skip

DOUBTFUL = {
    "a conference and a journal": (
        "inproceedings|A Nominal Theory of Objects|Odersky, M. and Cremet, V.|2002|b=ECOOP|doi=10.1007/1",
        "article|A Nominal Theory of Objects|Odersky, M. and Cremet, V.|2004|j=TOPLAS|doi=10.1145/2",
    ),
    "two DOIs": (
        "article|The theory of everything in physics|Doe, J. and Roe, R.|2001|j=A|doi=10.1000/1",
        "article|The theory of everything in physics|Doe, J. and Roe, R.|2001|j=A|doi=10.1000/2",
    ),
    "two arXiv numbers": (
        "misc|The theory of everything in physics|Doe, J. and Roe, R.|2016|eprint=1601.00001",
        "misc|The theory of everything in physics|Doe, J. and Roe, R.|2016|eprint=1601.00002",
    ),
    "years apart": (
        "article|The theory of everything in physics|Doe, J. and Roe, R.|1991|j=Physics",
        "article|The theory of everything in physics|Doe, J. and Roe, R.|2001|j=Physics",
    ),
    "a preprint of ten years before": (
        "misc|The theory of everything in physics|Doe, J. and Roe, R.|2005|eprint=0501.00001|note=arXiv:0704.0001",
        "article|The theory of everything in physics|Doe, J. and Roe, R.|2015|j=Physics",
    ),
    "two places in one year": (
        "inproceedings|Probabilistic Latent Semantic Indexing|Hofmann, Thomas|1999|b=Proc. UAI",
        "inproceedings|Probabilistic Latent Semantic Indexing|Hofmann, Thomas|1999|b=Proc. SIGIR|p=50-57",
    ),
    "a thesis and an article": (
        "phdthesis|Extensional Concepts in Type Theory|Hofmann, Martin|1995|s=Edinburgh",
        "article|Extensional Concepts in Type Theory|Hofmann, Martin|1995|j=TCS",
    ),
    "two editions": (
        "book|Introduction to Algorithms and More|Cormen, T. and Leiserson, C.|2001|edition=second",
        "book|Introduction to Algorithms and More|Cormen, T. and Leiserson, C.|2009|edition=3rd",
    ),
    "two volumes of a journal": (
        "article|The theory of everything in physics|Doe, J. and Roe, R.|2001|j=Physics|v=4|p=1",
        "article|The theory of everything in physics|Doe, J. and Roe, R.|2001|j=Physics|v=5|p=77",
    ),
    "two ISBNs": (
        "book|Concrete Mathematics|Graham, R. and Knuth, D.|1994|isbn=0-201-55802-5",
        "book|Concrete mathematics|Graham, R. and Knuth, D.|1994|isbn=978-0-387-30303-1",
    ),
    "a DOI that belongs to one of two parts": (
        "article|Interacting Brownian particles. II. Coagulation|Funaki, T.|2004|doi=10.1214/009117",
        "article|Interacting Brownian particles. I. Motion|Funaki, T.|2004|doi=10.1214/009117",
    ),
    "an erratum with the DOI of its paper": (
        "article|Rigorous derivation of diffusion|De Masi, A. and Ferrari, P.|1985|doi=10.1103/55.1947",
        "article|Erratum: Rigorous derivation of diffusion|De Masi, A. and Ferrari, P.|1986|doi=10.1103/55.1947",
    ),
    "an arXiv number on two papers": (
        "article|Hitting probabilities with additive noise|Dalang, R. and Nualart, E.|2007|eprint=math/0601001|p=231--271",
        "article|Hitting probabilities with multiplicative noise|Dalang, R. and Nualart, E.|2008|eprint=math/0601001|p=371",
    ),
    "a DOI on two papers": (
        "inproceedings|Concurrent data representation synthesis|Hawkins, P. and Aiken, A.|2012|doi=10.1145/1.2",
        "inproceedings|Data representation|Hawkins, P. and Aiken, A.|2011|doi=10.1145/1.2|b=PLDI",
    ),
    "a title that many have": (
        "article|Preface|Knuth, Donald E.|1990|",
        "article|Preface|Knuth, Donald E.|1990|",
    ),
    "no authors, and a title that others may have": (
        "misc|Zotero Guide||2010|",
        "misc|Zotero Guide|Someone, A.|2010|",
    ),
    "a word that is another word": (
        "article|Supervised learning of large grammars|Doe, J. and Roe, R.|2001|",
        "article|Unsupervised learning of large grammars|Doe, J. and Roe, R.|2001|",
    ),
    "what stands for its opposite": (
        "article|The microeconomics of modern trade|Doe, J. and Roe, R.|2001|",
        "article|The macroeconomics of modern trade|Doe, J. and Roe, R.|2001|",
    ),
}  # fmt: skip

OTHERS = {
    "Part I and Part II": (
        "article|Proofs and Types, Part I|Girard, J.-Y.|1990|",
        "article|Proofs and Types, Part II|Girard, J.-Y.|1990|",
    ),
    "Part A and Part B": (
        "article|Tests of models of memory, part A|Doe, J. and Roe, R.|2001|",
        "article|Tests of models of memory, part B|Doe, J. and Roe, R.|2001|",
    ),
    "Part One and Part Two": (
        "article|Tests of models of memory: part one|Doe, J. and Roe, R.|2001|",
        "article|Tests of models of memory: part two|Doe, J. and Roe, R.|2001|",
    ),
    "GPT-2 and GPT-3": (
        "article|Scaling GPT-2 to long documents of text|Doe, J. and Roe, R.|2020|",
        "article|Scaling GPT-3 to long documents of text|Doe, J. and Roe, R.|2020|",
    ),
    "GPT-4 and GPT-4o": (
        "techreport|GPT-4 System Card of the year|{OpenAI}|2024|",
        "techreport|GPT-4o System Card of the year|{OpenAI}|2024|",
    ),
    "V2 and V3": (
        "misc|DeepSeek-V2 Technical Report|{DeepSeek}|2024|",
        "misc|DeepSeek-V3 Technical Report|{DeepSeek}|2024|",
    ),
    "2D and 3D": (
        "article|Segmentation of 2D medical images|Doe, J. and Roe, R.|2020|",
        "article|Segmentation of 3D medical images|Doe, J. and Roe, R.|2020|",
    ),
    "C and C++": (
        "book|Programming with types in C|Doe, J. and Roe, R.|2001|",
        "book|Programming with types in C++|Doe, J. and Roe, R.|2001|",
    ),
    "A* and A": (
        "article|Search with A* in large graphs|Doe, J. and Roe, R.|2001|",
        "article|Search with A in large graphs|Doe, J. and Roe, R.|2001|",
    ),
    "proceedings of two years": (
        "proceedings|Proceedings of the 12th Conference on Parsing||2012|",
        "proceedings|Proceedings of the 13th Conference on Parsing||2013|",
    ),
    "a competition of two years": (
        "inproceedings|ICDAR 2019 competition on scripts|Doe, J. and Roe, R.|2019|",
        "inproceedings|ICDAR 2021 competition on scripts|Doe, J. and Roe, R.|2021|",
    ),
    "a comment": (
        "article|On the fluctuation theorem and its equality|Crooks, G. and Jarzynski, C.|2008|",
        'article|Comment on "On the fluctuation theorem and its equality"|Adib, A.|2009|',
    ),
    "a comment by the same people": (
        "article|On the fluctuation theorem and its equality|Crooks, G. and Jarzynski, C.|2008|",
        "article|Comment on: On the fluctuation theorem and its equality|Crooks, G. and Jarzynski, C.|2008|",
    ),
    "a reply": (
        "article|On the fluctuation theorem and its equality|Crooks, G. and Jarzynski, C.|2008|",
        "article|Reply to: On the fluctuation theorem and its equality|Crooks, G. and Jarzynski, C.|2008|",
    ),
    "an erratum": (
        "article|Folding kinetics of a long polymer|Doe, J. and Roe, R.|2012|j=PCCP",
        "article|Folding kinetics of a long polymer [corrigendum]|Doe, J. and Roe, R.|2012|j=PCCP",
    ),
    "a correction": (
        "article|Uniformization of Jungian local domains|Abhyankar, S. and Roe, R.|1965|",
        "article|Corrections: Uniformization of Jungian local domains|Abhyankar, S. and Roe, R.|1965|",
    ),
    "supplementary material": (
        "article|Folding kinetics of a long polymer|Doe, J. and Roe, R.|2012|",
        "misc|Supplementary material for: Folding kinetics of a long polymer|Doe, J. and Roe, R.|2012|",
    ),
    "supporting information": (
        "article|Folding kinetics of a long polymer|Doe, J. and Roe, R.|2012|",
        "misc|Folding kinetics of a long polymer: Supporting Information|Doe, J. and Roe, R.|2012|",
    ),
    "other authors": (
        "article|A theory of cortical responses|Friston, Karl|2005|",
        "article|A theory of cortical responses|Smith, Jane|2005|",
    ),
    "another person of that name": (
        "article|A theory of cortical responses|Zhang, Wei|2005|",
        "article|A theory of cortical responses|Zhang, Lei|2005|",
    ),
    "other authors in part": (
        "article|Graph networks|Zhang, Wei and Li, Na|2020|",
        "article|Graph networks|Zhang, Wei and Wang, Yu and Chen, Xi and Sun, Bo|2020|",
    ),
    "two chapters with their book's DOI": (
        "incollection|Parsing with grammars|Doe, J.|2001|b=Handbook|doi=10.1007/978-3",
        "incollection|The history of ink|Roe, R.|2001|b=Handbook|doi=10.1007/978-3",
    ),
    "two chapters of like titles, with their book's DOI": (
        "incollection|Deep parsing|Doe, J.|2001|b=Handbook|doi=10.1007/978-3",
        "incollection|Shallow parsing|Roe, R.|2001|b=Handbook|doi=10.1007/978-3",
    ),
    "two chapters with their book's ISBN": (
        "incollection|Introduction|Doe, J.|2001|b=Handbook|isbn=0-201-55802-5",
        "incollection|Introduction|Roe, R.|2001|b=Handbook|isbn=0-201-55802-5",
    ),
    "a chapter and its book, with one DOI": (
        "incollection|The history of ink|Roe, R.|2001|b=Handbook of Paper|doi=10.1007/978-3",
        "book|Handbook of Paper|Doe, J.|2001|doi=10.1007/978-3",
    ),
    "a wrong arXiv number": (
        "misc|Parsing with grammars|Doe, J.|2016|eprint=1610.00097",
        "misc|The history of ink|Roe, R.|2016|eprint=1610.00097",
    ),
    "two of a page's addresses": (
        "misc|One talk at the meeting|Doe, J.|2019|url=https://example.org/talks",
        "misc|Another talk at the meeting|Roe, R.|2019|url=https://example.org/talks",
    ),
    "a site": ("misc||||url=https://example.org/", "misc|About us|Roe, R.|2019|url=https://example.org"),
    "other titles": (
        "article|Graph Attention Networks|Velickovic, P. and Bengio, Y.|2018|",
        "article|Graph Convolutional Networks|Kipf, T. and Welling, M.|2017|",
    ),
    "other abstracts": (
        ("misc||||abstract=We show that the sparse networks which are found early in training reach the accuracy of"
        " the dense networks that they were taken from, on four data sets and two architectures."),
        ("misc||||abstract=We show that the sparse networks which are found early in training lose most of what other"
        " people had claimed for such pruning methods when the learning rate schedule is tuned as carefully."),
    ),
}  # fmt: skip


def paper(text: str) -> Paper:
    """The paper that a line of these describes."""
    kind, title, author, year, *others = text.split("|")
    fields = {"title": title, "author": author, "year": year}
    for other in filter(None, others):
        name, _, value = other.partition("=")
        fields[ALIASES.get(name, name)] = value
    return Paper(type=kind, fields=Fields({name: value for name, value in fields.items() if value}))
