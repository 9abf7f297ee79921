"""Passphrases that can be read out over the phone: what a reporter without an account follows their report with."""

from __future__ import annotations

import hashlib
import hmac
import re

WORDS_IN_PASSPHRASE = 5

_WORD_LIST = """
    acorn amber anchor angle apple apron arrow aspen attic autumn badge bagel bamboo banjo barley barrel basket
    beacon beaver bells berry birch biscuit blanket blossom bonnet border bottle bramble branch bread breeze bridge
    bright bronze brook brush bucket bugle butter button cabin cactus camel candle canoe canvas captain caravan
    cardboard carpet carrot castle cedar celery chalk cherry chestnut chimney cinema circle clay clever cliff clock
    clover coast cobalt coconut comet copper coral corner cotton cradle crane crayon cricket crisp crystal cuckoo
    cupboard curtain cushion cygnet daisy damson dancer dapple delta desert diamond dolphin donkey dragon drum eagle
    early easel echo elbow ember emerald engine envelope estuary fabric falcon feather fennel ferry fiddle finch
    flannel flint flower flute forest fossil fountain fox freckle frost galaxy garden garlic gentle giant ginger
    glacier glove golden goose gravel green grocer guitar gull hammer hammock harbour harvest hazel heather hedge
    helmet heron hickory honey horizon igloo indigo island ivory jacket jasmine jelly jigsaw jungle juniper kettle
    kingdom kitten ladder lagoon lantern larch laurel lavender leather lemon lentil lilac linen lizard lobster lunar
    magnet magpie mango maple marble market meadow melon mermaid mill mint mirror mitten morning mosaic mountain
    muffin mustard napkin nectar needle nettle nickel nutmeg oasis oatmeal ocean olive onion orange orchard otter
    oval oyster paddle panda paper parcel parsley pasture peach pebble pelican pencil penguin pepper piano picnic
    pigeon pillow planet plum pocket poppy potato prairie pumpkin puzzle quartz quilt rabbit radish rainbow raisin
    ribbon river robin rocket saddle saffron sailor salmon sandal satin shell shovel silver sparrow spinach
"""

WORDS = tuple(_WORD_LIST.split())
"""As many as a byte has values, so that each byte of the digest is one word."""

_SEPARATORS = re.compile(r"[\s,.;/_-]+")


def passphrase_for(secret: str, submission_key: str) -> str:
    """The passphrase of the report with this key: five words, 40 bits.

    The same secret and key always give the same words: when the first receipt was lost on a poor network, sending the
    report again shows it again, and nothing that could open a report needs to be kept in the clear.
    """
    digest = hmac.new(secret.encode(), b"report passphrase:" + submission_key.encode(), hashlib.sha256).digest()
    return " ".join(WORDS[byte] for byte in digest[:WORDS_IN_PASSPHRASE])


def plain(passphrase: str) -> str:
    """A passphrase as it is compared: however people separated or capitalised its words."""
    return " ".join(_SEPARATORS.split(passphrase.strip().casefold())).strip()
