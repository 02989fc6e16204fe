"""An upload arrives, is checked, and is applied, held, refused or found to say nothing new."""

import pytest

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Membership, Person
from openpact.hub.sms import decisions, housekeeping, processing
from openpact.hub.sms.exchange import IdempotencyConflict, TooLarge
from openpact.hub.sms.models import Exchange, IdeFileChunk

from ..jobs import queued, run_jobs
from ..roster.files import student, teacher
from .uploads import codes, fresh, link, send, upload, written

CLASS = [student(str(n), f"Student{n}", nsn=f"{n:010}", home_groups=("Rm 1",)) for n in range(1, 31)]
STAFF = [teacher("t1", groups=("Rm 1",), email="hemi@kowhai.example")]


@pytest.fixture
def linked(school):
    link(school)
    return school


def active(school) -> set[str]:
    with at_school(school.id):
        return set(Person.objects.filter(active=True).values_list("sms_id", flat=True))


def test_an_upload_is_stored_logged_and_queued_together(linked):
    exchange = send(linked, written(CLASS))
    assert exchange.state == "received"
    assert queued() == [("sms.check_upload", {"school_id": linked.id, "exchange_id": str(exchange.id)})]


def test_a_good_upload_is_applied_and_counted(linked):
    exchange = upload(linked, written(CLASS + STAFF))
    assert exchange.state == "applied"
    assert exchange.counts["joining"] == 31
    assert exchange.counts["groups_appearing"] == 1
    assert len(active(linked)) == 31


def test_the_same_bytes_again_are_recognised(linked, monkeypatch):
    upload(linked, written(CLASS))
    monkeypatch.setattr(processing, "check", lambda *args: pytest.fail("it was read again"))
    exchange = upload(linked, written(CLASS))
    assert (exchange.state, exchange.counts["joining"], exchange.counts["people"]) == ("unchanged", 0, 30)


def test_the_same_people_in_a_newer_file_are_no_change(linked):
    upload(linked, written(CLASS))
    assert upload(linked, written(CLASS, later=24)).state == "unchanged"
    assert codes(upload(linked, written(CLASS[1:], later=1))) == ["older-file"]


def test_the_same_idempotency_key_answers_the_same_exchange(linked):
    first = send(linked, written(CLASS), idempotency_key="monday")
    again = send(linked, written(CLASS), idempotency_key="monday")
    assert again.id == first.id
    assert len(queued()) == 1


def test_the_same_key_with_other_content_is_a_conflict(linked):
    send(linked, written(CLASS), idempotency_key="monday")
    with pytest.raises(IdempotencyConflict):
        send(linked, written(CLASS[1:]), idempotency_key="monday")


def test_a_key_belongs_to_its_school(linked, neighbour):
    first = send(linked, written(CLASS), idempotency_key="monday")
    assert send(neighbour, written(CLASS[1:]), idempotency_key="monday").id != first.id


def test_a_file_over_the_limit_is_refused_before_it_is_stored(linked, settings):
    settings.MAX_IDE_BYTES = 1000
    with pytest.raises(TooLarge):
        send(linked, written(CLASS))
    with at_school(linked.id):
        assert not Exchange.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"\x00\x01\x02PNG", "not-text"), (b"name,age\r\nMia,9\r\n", "no-header")],
)
def test_an_unusable_file_is_refused_with_the_reason_and_changes_nothing(linked, content, code):
    upload(linked, written(CLASS))
    exchange = upload(linked, content)
    assert (exchange.state, codes(exchange)) == ("refused", [code])
    assert len(active(linked)) == 30


def test_a_refused_row_is_not_an_absent_row(linked):
    upload(linked, written(CLASS))
    text = written(CLASS, later=1).decode().replace("Student5,", "Stu%dent5,")
    exchange = upload(linked, text.encode())
    assert (exchange.state, exchange.counts["errors"], exchange.counts["leaving"]) == ("unchanged", 1, 0)
    assert [issue["line"] for issue in exchange.issues if issue["severity"] == "error"] == [6]
    assert len(active(linked)) == 30


def test_a_file_cut_off_in_the_middle_of_a_row_makes_nobody_leave(linked):
    upload(linked, written(CLASS))
    whole = written([*CLASS[:28], student("new", "Late", "Comer")], later=1)
    cut = whole[: whole.index(b"28,") + 12]
    exchange = upload(linked, cut)
    assert exchange.counts["leaving"] == 0
    assert exchange.counts["waiting"] + exchange.counts["kept"] == 3
    assert len(active(linked)) == 30


def test_an_empty_school_in_the_file_is_held(linked):
    upload(linked, written(CLASS + STAFF))
    assert codes(upload(linked, written([], later=1)))[0] == "no-people"
    assert codes(upload(linked, written(STAFF, later=2)))[0] == "no-students"
    assert len(active(linked)) == 31


def test_another_schools_file_is_held(linked):
    exchange = upload(linked, written(CLASS, school_number=12))
    assert (exchange.state, codes(exchange)) == ("held", ["foreign-school"])
    assert active(linked) == set()


def test_half_a_file_is_held_and_a_newer_whole_one_supersedes_it(linked):
    upload(linked, written(CLASS))
    half = upload(linked, written(CLASS[:15], later=1))
    assert (half.state, codes(half)) == ("held", ["many-students-leaving"])
    whole = upload(linked, written(CLASS, later=2))
    assert whole.state == "unchanged"
    assert fresh(linked, half).state == "superseded"


def test_an_older_upload_that_is_checked_late_does_not_take_the_roster_back(linked, monkeypatch):
    older = send(linked, written(CLASS))
    newer = send(linked, written(CLASS[:28], later=1))
    processing.process(linked.id, newer.id)
    processing.process(linked.id, older.id)
    assert fresh(linked, older).state == "superseded"
    assert len(active(linked)) == 28


def test_the_first_upload_waits_for_the_administrator_and_the_next_does_not(school, administrator):
    link(school, review="first")
    first = upload(school, written(CLASS))
    assert (first.state, codes(first)) == ("held", ["first-upload"])
    with at_school(school.id):
        decisions.approve(school, first.id, administrator, seen_version=0)
    assert upload(school, written(CLASS[1:], later=1)).state == "applied"


def test_a_school_may_look_at_every_upload(school, administrator):
    link(school, review="every")
    exchange = upload(school, written(CLASS))
    with at_school(school.id):
        decisions.approve(school, exchange.id, administrator, seen_version=0)
    assert codes(upload(school, written(CLASS[1:], later=1))) == ["review-every"]


def test_an_approval_says_who_and_when(linked, administrator):
    exchange = upload(linked, written(CLASS, school_number=12))
    with at_school(linked.id):
        decisions.approve(linked, exchange.id, administrator, seen_version=0)
    exchange = fresh(linked, exchange)
    assert (exchange.state, exchange.decided_by) == ("applied", administrator)
    assert exchange.decided_at is not None
    assert len(active(linked)) == 30


def test_an_approval_of_what_has_moved_changes_nothing(linked, administrator):
    upload(linked, written(CLASS))
    half = upload(linked, written(CLASS[:15], later=1))
    with at_school(linked.id), pytest.raises(decisions.Moved):
        decisions.approve(linked, half.id, administrator, seen_version=0)
    assert len(active(linked)) == 30
    assert fresh(linked, half).state == "held"


def test_a_discarded_upload_changes_nothing_and_cannot_be_approved_any_more(linked, administrator):
    exchange = upload(linked, written(CLASS, school_number=12))
    with at_school(linked.id):
        decisions.discard(linked, exchange.id, administrator)
        with pytest.raises(decisions.NotHeld):
            decisions.approve(linked, exchange.id, administrator, seen_version=0)
    assert active(linked) == set()


def test_a_school_that_changed_its_sms_is_offered_the_plan_that_keeps_everybody(linked, administrator):
    upload(linked, written(CLASS + STAFF))
    with at_school(linked.id):
        keys = dict(Person.objects.values_list("nsn", "id"))
    moved = [student(f"K{n}", f"Student{n}", nsn=f"{n:010}", home_groups=("Rm 1",)) for n in range(1, 31)]
    moved.append(teacher("KT", groups=("Rm 1",), email="hemi@kowhai.example"))
    exchange = upload(linked, written(moved, later=1))
    assert (exchange.state, codes(exchange)) == ("held", ["changed-sms"])
    assert (exchange.counts["rekeying"], exchange.counts["leaving"], exchange.counts["joining"]) == (31, 0, 0)
    with at_school(linked.id):
        decisions.approve(linked, exchange.id, administrator, seen_version=1)
        assert dict(Person.objects.values_list("nsn", "id")) == keys
        assert Membership.objects.count() == 31
    assert "K7" in active(linked)
    assert "7" not in active(linked)


def test_who_undid_it_is_recorded_beside_who_approved_it(linked, administrator, teacher):
    exchange = upload(linked, written(CLASS, school_number=12))
    with at_school(linked.id):
        decisions.approve(linked, exchange.id, administrator, seen_version=0)
        decisions.revert(linked, exchange.id, teacher)
    exchange = fresh(linked, exchange)
    assert (exchange.state, exchange.decided_by, exchange.reverted_by) == ("reverted", administrator, teacher)
    assert exchange.reverted_at >= exchange.decided_at


def test_the_last_upload_can_be_undone(linked, administrator):
    exchange = upload(linked, written(CLASS))
    with at_school(linked.id):
        decisions.revert(linked, exchange.id, administrator)
    assert active(linked) == set()
    assert fresh(linked, exchange).state == "reverted"


def test_a_worker_killed_while_checking_leaves_the_old_roster_and_the_job_finishes_later(linked, monkeypatch):
    upload(linked, written(CLASS))
    exchange = send(linked, written(CLASS[:28], later=1))

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(processing, "after_apply", die)
        with pytest.raises(Killed):
            processing.process(linked.id, exchange.id)
    assert len(active(linked)) == 30
    assert fresh(linked, exchange).state == "checking"
    run_jobs()
    assert fresh(linked, exchange).state == "applied"
    assert len(active(linked)) == 28


def test_after_the_last_try_the_school_is_told_that_it_was_our_fault(linked):
    exchange = send(linked, written(CLASS))
    processing.give_up(linked.id, exchange.id)
    assert (fresh(linked, exchange).state, codes(fresh(linked, exchange))) == ("refused", ["our-fault"])


def test_a_large_file_is_stored_in_pieces_and_read_back_whole(linked):
    many = [student(str(n), nsn=f"{n:010}", groups=(f"Group {n % 50}",)) for n in range(5000)]
    exchange = upload(linked, written(many))
    with at_school(linked.id):
        assert IdeFileChunk.objects.filter(exchange=exchange).count() > 1
    assert exchange.counts["joining"] == 5000


def test_old_files_are_cleared_away_and_the_log_stays(linked, settings):
    exchange = upload(linked, written(CLASS))
    settings.KEEP_IDE_FILES *= 0
    housekeeping.clear_old_files(linked.id)
    with at_school(linked.id):
        assert not IdeFileChunk.objects.exists()
        assert Exchange.objects.filter(id=exchange.id).exists()
