"""Words with the stems that NLTK gives them, as lines of word, tab and stem.

Usage: stem_cases.py > stem_cases.tsv
Needs nltk. The words are made of beginnings and endings, so that every rule has work.
"""

from nltk.stem.porter import PorterStemmer

BEGINNINGS = (
    "a b cr fl sk tr y yy play enjoy spy die lie tie hop hopp fall fill fizz hiss tann size siz troubl conflat "
    "relat ration condit val hesit digit conform radic differ vil analog vietnam predic oper feud decis hope "
    "call form sensit sensib triplic electr good reviv allow infer airlin gyroscop adjust defens irrit replac "
    "depend adopt homolog commun activ angul effect bowdler prob rat ceas controll roll geo theo archaeo phil "
    "agre f plaster bl motor s happ ski fe succe exce proce cann out inn how new kettle lamp gener argu w2 x3"
).split()
ENDINGS = (
    " s es ss sses ies ied y ys ed ing eed eeds er ers or ly ally ally alli ational tional enci anci izer bli abli entli eli ousli "
    "ization ation ator alism iveness fulness ousness aliti iviti biliti fulli fully logi logy icate ative alize "
    "iciti ical ful ness al ance ence ic able ible ant ement ment ent sion tion ion ou ism ate iti ous ive ize e "
    "ll lle ings ingly edly"
).split(" ")


def main():
    stemmer = PorterStemmer()
    words = {beginning + ending for beginning in BEGINNINGS for ending in ENDINGS}
    for word in sorted(words):
        print("%s\t%s" % (word, stemmer.stem(word)))


if __name__ == "__main__":
    main()
