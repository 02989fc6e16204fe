"""Names as they occur in schools of Aotearoa New Zealand. Every person made of them is invented."""

from __future__ import annotations

MAORI_GIRLS = (
    "Aroha Mere Ngaio Hinemoa Anahera Maia Kahurangi Hana Tia Marama Huia Ataahua Moana Waimarie Kiri Ariā Mārama Tūī "
    "Hēni Rāhera Pānia Wikitōria Te_Aroha Te_Rina Hine_Nui Ana_Mārie Tāwhai Pēpi Roimata Ānahera"
).split()
MAORI_BOYS = (
    "Nīkau Hēmi Tāmati Wiremu Tāne Rāwiri Mikaere Te_Ariki Te_Rangi Kahu Manaia Ihaia Hōne Pita Tama Nikau Hoani Paora "
    "Rongo Māui Tūmanako Te_Kōtuku Wī Āperahama Kīngi Rua Hāmiora Ngākau Tiaki Te_Manu_Tāwhiri"
).split()
PASIFIKA_GIRLS = "Lani Sina Mele Ana_Lupe Sefina Losa Talia Ofa Lupe Salote Tiresa Ela Malia Fetu Leilani".split()
PASIFIKA_BOYS = "Sione Tevita Semisi Ioane Tavita Malakai Pita Mosese Faʻafetai Viliami Etuate Sami Lote Iosefa Siaosi".split()
PAKEHA_GIRLS = (
    "Charlotte Isla Olivia Amelia Lily Ella Mia Sophie Ruby Emily Grace Harper Zoë Chloé Mary_Ann Anna_Rose Lucy Hazel "
    "Poppy Georgia Eilish Siobhán Renée Matilda Ivy Willow Frankie Billie"
).split()
PAKEHA_BOYS = (
    "Oliver Jack Noah Leo James William Lucas Thomas Hunter Mason Liam Archie Finn Angus Jean-Luc Hamish Callum Toby "
    "John_Paul Elliot Fergus Luca Theo Max Felix Cooper Beau Seán"
).split()
ASIAN_GIRLS = "Aanya Priya Mei Xin_Yi Ji-woo Sakura Thu Anh Diya Ananya Yuna Li_Na Kavya Hye-jin Saanvi Maria_Clara".split()
ASIAN_BOYS = "Arjun Wei Jun_Hao Min-jun Haruto Minh Rohan Kabir Aarav Hao Zihan Sung-min Vihaan Jose_Miguel Ravi Tuan".split()

MAORI_SURNAMES = (
    "Parata Ngata Kaea Te_Rito Tūwhare Hōhepa Rēweti Pōmare Tamatea Paewai Te_Whata Herangi Kīngi Waaka Mātene Tāwhiri "
    "Harawira Ruatapu Te_Aonui-Rangi Pēwhairangi Ranginui Hetaraka Wihongi Nēpia Tautari"
).split()
PASIFIKA_SURNAMES = (
    "Tuilagi Faleolo Taufa Latu Fonoti Leota Vainikolo Tupou Aumua Fa'amoe Maka'afi Tuala Sopoaga Havili Manu'a Lealaiauloto"
).split()
PAKEHA_SURNAMES = (
    "Smith Wilson Brown Taylor Anderson Thompson Walker Campbell Stewart Robertson O'Brien McKenzie Clark Harris Fraser "
    "Murphy Hughes Bennett van_der_Berg Davies-Jones MacDonald Rutherford Petersen O'Sullivan Kemp Whittaker"
).split()
ASIAN_SURNAMES = "Singh Patel Wang Li Chen Kim Nguyen Sharma Kumar Tan Lee Park Reyes Santos Zhang Prasad Tanaka Kaur".split()

# How often, in a hundred; given names of girls and of boys; surnames. Families mix: see `people`.
ORIGINS: tuple[tuple[int, list[str], list[str], list[str]], ...] = (
    (46, PAKEHA_GIRLS, PAKEHA_BOYS, PAKEHA_SURNAMES),
    (26, MAORI_GIRLS, MAORI_BOYS, MAORI_SURNAMES),
    (11, PASIFIKA_GIRLS, PASIFIKA_BOYS, PASIFIKA_SURNAMES),
    (17, ASIAN_GIRLS, ASIAN_BOYS, ASIAN_SURNAMES),
)

SCHOOLS = "Kōwhai Tōtara Rimu Pōhutukawa Mānuka Kauri Harakeke Pūriri Rātā Ponga Matai Karaka".split()

SHORT = {
    "Charlotte": "Charlie",
    "Olivia": "Liv",
    "Isla": "Izzy",
    "Amelia": "Millie",
    "Matilda": "Tilly",
    "William": "Will",
    "Thomas": "Tom",
    "James": "Jamie",
    "Wiremu": "Wī",
    "Tāmati": "Tā",
    "Te Ariki": "Ariki",
    "Te Rangi": "Rangi",
    "Hinemoa": "Hine",
    "Wikitōria": "Wiki",
    "Anahera": "Ana",
    "Malakai": "Kai",
    "Te Manu Tāwhiri": "Manu",
    "John Paul": "JP",
    "Priya": "Pri",
    "Jose Miguel": "Migs",
}
"""What some of the people with these names are called."""


def spoken(name: str) -> str:
    """A name of the lists above as it is written: two words are joined by a low line there."""
    return name.replace("_", " ")
