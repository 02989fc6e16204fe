"""What people do to a roster by hand, at random, and what stands because of it. Inside the school."""

from hypothesis import strategies as st

from openpact.hub.roster.by_hand import groups, people, places
from openpact.hub.roster.models import Group, Membership, Person


def done_by_hand() -> dict[str, set]:
    return {
        "own": set(Group.objects.filter(own=True).values_list("id", "name", "listed")),
        "hidden": set(Group.objects.filter(hidden=True).values_list("id", flat=True)),
        "places": set(Membership.objects.filter(by_hand=True).values_list("person", "group")),
        "people": set(Person.objects.filter(by_hand=True).values_list("id", "active")),
    }


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["make", "end", "hide", "show", "put", "take", "add"]), st.integers(0, 7), st.integers(0, 7)
    ),
    max_size=6,
)


def act(school, user, what: str, some: int, other: int) -> None:
    """One act by hand, if there is anything to do it to."""
    everybody = list(Person.objects.filter(active=True, role__in=places.PLACED).order_by("id"))
    own = list(Group.objects.filter(own=True).order_by("id"))
    theirs = list(Group.objects.filter(own=False).order_by("id"))
    used = list(Group.objects.filter(active=True).order_by("id"))
    if what == "make":
        groups.make(school, user, f"Own {Group.objects.count()} {some}", is_home=bool(other % 2))
    elif what == "add":
        name = {"first_name": f"Wiremu {Person.objects.count()}", "last_name": "Hōhepa"}
        people.add(school, user, {"role": Person.Role.STUDENT, **name}, used[:1])
    elif what == "end" and own:
        groups.end(school, user, own[some % len(own)])
    elif what in {"hide", "show"} and theirs:
        getattr(groups, what)(school, user, theirs[some % len(theirs)])
    elif what in {"put", "take"} and everybody and used:
        getattr(places, what)(school, user, used[some % len(used)], [everybody[other % len(everybody)].id])
