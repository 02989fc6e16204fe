"""Names as they occur in schools of Aotearoa New Zealand. Every person made of them is invented."""

from __future__ import annotations

from typing import NamedTuple


def _names(words: str) -> tuple[str, ...]:
    """The names in `words`; a name of two words is joined by a low line."""
    return tuple(word.replace("_", " ") for word in words.split())


MAORI_GIRLS = _names(
    "Aroha Mere Ngaio Hinemoa Anahera Maia Kahurangi Hana Tia Marama Huia Ataahua Moana Waimarie Kiri Ariā Mārama Tūī "
    "Hēni Rāhera Pānia Wikitōria Te_Aroha Te_Rina Hine_Nui Ana_Mārie Tāwhai Pēpi Roimata Ānahera"
)
MAORI_BOYS = _names(
    "Nīkau Hēmi Tāmati Wiremu Tāne Rāwiri Mikaere Te_Ariki Te_Rangi Kahu Manaia Ihaia Hōne Pita Tama Nikau Hoani Paora "
    "Rongo Māui Tūmanako Te_Kōtuku Wī Āperahama Kīngi Rua Hāmiora Ngākau Tiaki Te_Manu_Tāwhiri"
)
PASIFIKA_GIRLS = _names("Lani Sina Mele Ana_Lupe Sefina Losa Talia Ofa Lupe Salote Tiresa Ela Malia Fetu Leilani")
PASIFIKA_BOYS = _names(
    "Sione Tevita Semisi Ioane Tavita Malakai Pita Mosese Faʻafetai Viliami Etuate Sami Lote Iosefa Siaosi"
)
PAKEHA_GIRLS = _names(
    "Charlotte Isla Olivia Amelia Lily Ella Mia Sophie Ruby Emily Grace Harper Zoë Chloé Mary_Ann Anna_Rose Lucy Hazel "
    "Poppy Georgia Eilish Siobhán Renée Matilda Ivy Willow Frankie Billie"
)
PAKEHA_BOYS = _names(
    "Oliver Jack Noah Leo James William Lucas Thomas Hunter Mason Liam Archie Finn Angus Jean-Luc Hamish Callum Toby "
    "John_Paul Elliot Fergus Luca Theo Max Felix Cooper Beau Seán"
)
ASIAN_GIRLS = _names(
    "Aanya Priya Mei Xin_Yi Ji-woo Sakura Thu Anh Diya Ananya Yuna Li_Na Kavya Hye-jin Saanvi Maria_Clara"
)
ASIAN_BOYS = _names(
    "Arjun Wei Jun_Hao Min-jun Haruto Minh Rohan Kabir Aarav Hao Zihan Sung-min Vihaan Jose_Miguel Ravi Tuan"
)

MAORI_SURNAMES = _names(
    "Parata Ngata Kaea Te_Rito Tūwhare Hōhepa Rēweti Pōmare Tamatea Paewai Te_Whata Herangi Kīngi Waaka Mātene Tāwhiri "
    "Harawira Ruatapu Te_Aonui-Rangi Pēwhairangi Ranginui Hetaraka Wihongi Nēpia Tautari"
)
PASIFIKA_SURNAMES = _names(
    "Tuilagi Faleolo Taufa Latu Fonoti Leota Vainikolo Tupou Aumua Fa'amoe Maka'afi Tuala Sopoaga Havili Manu'a Lealaiauloto"
)
PAKEHA_SURNAMES = _names(
    "Smith Wilson Brown Taylor Anderson Thompson Walker Campbell Stewart Robertson O'Brien McKenzie Clark Harris Fraser "
    "Murphy Hughes Bennett van_der_Berg Davies-Jones MacDonald Rutherford Petersen O'Sullivan Kemp Whittaker"
)
ASIAN_SURNAMES = _names(
    "Singh Patel Wang Li Chen Kim Nguyen Sharma Kumar Tan Lee Park Reyes Santos Zhang Prasad Tanaka Kaur"
)


class Origin(NamedTuple):
    """Names that go together, and how often in a hundred they occur."""

    share: int
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    surnames: tuple[str, ...]


ORIGINS = (
    Origin(46, PAKEHA_GIRLS, PAKEHA_BOYS, PAKEHA_SURNAMES),
    Origin(26, MAORI_GIRLS, MAORI_BOYS, MAORI_SURNAMES),
    Origin(11, PASIFIKA_GIRLS, PASIFIKA_BOYS, PASIFIKA_SURNAMES),
    Origin(17, ASIAN_GIRLS, ASIAN_BOYS, ASIAN_SURNAMES),
)

SCHOOLS = _names("Kōwhai Tōtara Rimu Pōhutukawa Mānuka Kauri Harakeke Pūriri Rātā Ponga Matai Karaka")

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
