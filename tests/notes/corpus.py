"""Writes a corpus of made-up sentences with marked identifiers: corpus.py SEED COUNT > FILE.

Sentences, phone formats, companies and the rest come from presidio-evaluator (MIT). Its people are under a
share-alike licence, so ours are made by Faker (MIT) instead, half of them American, half from elsewhere.
A line is the sentence (line breaks as backslash n), a tab, and its marks: kind:start-end in characters.
"""

import contextlib
import datetime
import io
import random
import re
import sys

import faker.providers.date_time as dates
from faker import Faker
from presidio_evaluator.data_generator import PresidioSentenceFaker

SEED, COUNT = int(sys.argv[1]), int(sys.argv[2])
LOCALES = ["es_MX", "en_GB", "de_DE", "fr_FR", "it_IT", "pl_PL", "nl_NL", "vi_VN", "tr_TR", "en_IN", "fil_PH"]
KINDS = {
    "PERSON": "person", "EMAIL_ADDRESS": "email", "DOMAIN_NAME": "url", "US_SSN": "ssn", "CREDIT_CARD": "card",
    "IP_ADDRESS": "ip", "STREET_ADDRESS": "address", "ZIP_CODE": "zip", "BIRTH": "birth", "PHONE_NUMBER": "phone",
    # Neither right nor wrong when found: numbers that identify, of kinds that nobody looks for.
    "IBAN_CODE": "other", "US_DRIVER_LICENSE": "other", "TITLE": "other",
}
AMERICAN = re.compile(r"(\+1-|001-)?(\d{10}|\d{3}-\d{3}-?\d{4}|\(\d{3}\)\d{3}-\d{4}|\d{3}\.\d{3}\.\d{4})(x\d+)?")


class AsItsParent(type):
    """Every date is one of these, as Faker asks."""

    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])


class Then(datetime.datetime, metaclass=AsItsParent):
    """The present of the corpus, so that it is the same on every day."""

    @classmethod
    def now(cls, tz=None):
        return cls(2026, 11, 22, tzinfo=tz)


class ThatDay(datetime.date, metaclass=AsItsParent):
    """Its date."""

    @classmethod
    def today(cls):
        return cls(2026, 11, 22)


dates.datetime, dates.dtdate = Then, ThatDay


def people():
    Faker.seed(SEED)
    fakes = [Faker("en_US")] * len(LOCALES) + [Faker(locale) for locale in LOCALES]
    for number in range(1500):
        fake = fakes[number % len(fakes)]
        row = {}
        for sex in ("male", "female"):
            row[f"first_name_{sex}"] = getattr(fake, f"first_name_{sex}")()
            row[f"last_name_{sex}"] = getattr(fake, f"last_name_{sex}", fake.last_name)()
            row[f"name_{sex}"] = f"{row[f'first_name_{sex}']} {row[f'last_name_{sex}']}"
        sex = ("male", "female")[number // len(fakes) % 2]
        row["first_name"], row["last_name"] = row[f"first_name_{sex}"], row[f"last_name_{sex}"]
        row["first_name_nonbinary"] = row["first_name"]
        row["name"] = row["person"] = row[f"name_{sex}"]
        yield row


def marks(sample):
    for span in sorted(sample.spans, key=lambda span: span.start_position):
        kind = KINDS.get(span.entity_type)
        if kind == "phone" and AMERICAN.fullmatch(str(span.entity_value)):
            kind = "phone_us"
        if kind:
            yield f"{kind}:{span.start_position}-{span.end_position}"


with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    records = list(people())
    random.seed(SEED)
    mapping = {**PresidioSentenceFaker.ENTITY_TYPE_MAPPING, "date_of_birth": "BIRTH"}
    sentences = PresidioSentenceFaker(
        "en_US", lower_case_ratio=0.05, base_records=records, entity_type_mapping=mapping, random_seed=SEED
    )
    samples = sentences.generate_new_fake_sentences(COUNT)
for sample in samples:
    text = sample.full_text
    # Some templates spell a line break as two characters; the marks count both.
    text = text.replace("\\n", " \n").replace("\\", " ").replace("\t", " ").replace("\r", " ")
    text = text.replace("\n", "\\n")
    print(text, ",".join(marks(sample)), sep="\t")
