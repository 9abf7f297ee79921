"""Names for invented people. Given and family names are common ones put together by chance; nobody real is meant."""

from __future__ import annotations

GIVEN = (
    "Adaeze", "Aidan", "Aisha", "Alistair", "Amara", "Anita", "Bartosz", "Bethan", "Bronwen", "Callum", "Carys",
    "Chidi", "Clodagh", "Conor", "Daisy", "Delroy", "Dilys", "Eilidh", "Elspeth", "Emeka", "Esme", "Farah", "Fergus",
    "Fiona", "Gareth", "Gita", "Greta", "Gwen", "Hamza", "Harriet", "Hazel", "Ifan", "Imogen", "Ines", "Isla", "Jamal",
    "Jasmin", "Joanna", "Kamila", "Keir", "Kwame", "Leila", "Lewis", "Lorna", "Maeve", "Magda", "Marcus", "Meera",
    "Miles", "Morag", "Nadia", "Neil", "Niamh", "Nisha", "Olu", "Omar", "Orla", "Owen", "Padma", "Petra", "Priya",
    "Rafal", "Rhiannon", "Rohan", "Rosalind", "Ruari", "Sabina", "Sanjay", "Sefa", "Sheila", "Sinead", "Stuart",
    "Tamsin", "Tariq", "Tessa", "Tomasz", "Una", "Vera", "Vikram", "Wendy", "Winston", "Yasmin", "Yusuf", "Zara",
)  # fmt: skip

FAMILY = (
    "Abara", "Achterberg", "Ashdown", "Barrowclough", "Beddoes", "Bickerstaff", "Boateng", "Bramhall", "Brightwell",
    "Carradice", "Chaudhry", "Coldwell", "Cottrell", "Crabtree", "Dalgleish", "Danjuma", "Dearden", "Duxbury",
    "Eastwick", "Ellwood", "Fairhurst", "Farquhar", "Fenwick", "Garside", "Goodyear", "Greenhalgh", "Gudmund",
    "Hallworth", "Hartshorn", "Haverstock", "Hawkridge", "Iqbal", "Isherwood", "Jowett", "Kavanagh", "Kershaw",
    "Kowalczyk", "Langthorne", "Lillywhite", "Lockwood", "Maddox", "Makinde", "Mansoor", "Merryweather", "Mistry",
    "Mulcahy", "Nettleton", "Nkemelu", "Oakeshott", "Okonjo", "Ollerenshaw", "Pargeter", "Parmar", "Pemberton",
    "Pickersgill", "Quayle", "Ramsbottom", "Rathbone", "Redfearn", "Rowbotham", "Sandhu", "Scarisbrick", "Seagrave",
    "Shackleton", "Siddall", "Sowerby", "Stanistreet", "Sugden", "Swarbrick", "Tattersall", "Thackeray", "Threlfall",
    "Uddin", "Unsworth", "Varley", "Wadsworth", "Wainwright", "Walmsley", "Whitlock", "Winstanley", "Wolstenholme",
    "Yeadon", "Zielinski",
)  # fmt: skip

NAMES_OUTSIDE = (
    "Bellwether", "Crosskeys", "Dunmarsh", "Fernsby", "Greywater", "Hollowmere", "Larkrise", "Marchbank", "Oxbow",
    "Quillfeather", "Ravensmoor", "Tidewell",
)  # fmt: skip
"""Family names of people who do not work for a trust: nobody of the staff is to be taken for one of them."""
