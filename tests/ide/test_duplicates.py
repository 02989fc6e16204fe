"""More than one row with the same id, or the same NSN."""

from openpact.ide import Reader, Severity, read

from .files import codes, found, full, student, teacher

OTHER = student(SmsPersonId="002", StudentNSN="0123456790")


def test_two_different_rows_with_one_id_are_both_refused_since_neither_can_be_trusted():
    file = read(full(student(), OTHER, student(FirstName="Aroha")))
    assert [person.sms_id for person in file.people] == ["002"]
    assert [(row.line, row.sms_id) for row in file.refused] == [(2, "001"), (4, "001")]
    assert [(issue.line, issue.code, issue.severity) for issue in file.issues] == [
        (2, "duplicate-id", Severity.ERROR),
        (4, "duplicate-id", Severity.ERROR),
    ]
    assert "also on line 4" in file.issues[0].message
    assert "also on line 2" in file.issues[1].message


def test_the_first_of_them_keeps_its_cells_too():
    file = read(full(student(), student(FirstName="Aroha")))
    assert [row.cells for row in file.refused] == [
        tuple(student().split(",")),
        tuple(student(FirstName="Aroha").split(",")),
    ]


def test_three_different_rows_with_one_id_are_all_refused():
    file = read(full(student(), student(FirstName="Aroha"), student(FirstName="Mere")))
    assert file.people == []
    assert [row.line for row in file.refused] == [2, 3, 4]
    assert codes(file) == ["duplicate-id"] * 3


def test_a_row_that_is_there_twice_is_used_once():
    file = read(full(student(), OTHER, student()))
    assert [person.line for person in file.people] == [2, 3]
    assert file.refused == []
    assert found(full(student(), OTHER, student())) == [(4, "mlepSmsPersonId", "repeated-row")]
    assert file.rows == 3


def test_rows_that_say_the_same_in_another_way_are_one_person():
    file = read(full(student(GroupMembership="Year 4#Rm 4"), student(GroupMembership=' "Year 4# Rm 4#"')))
    assert len(file.people) == 1
    assert codes(file) == ["repeated-row"]


def test_a_repeated_row_followed_by_a_different_one_is_not_used_either():
    file = read(full(student(), student(), student(FirstName="Aroha")))
    assert file.people == []
    assert codes(file) == ["duplicate-id", "repeated-row", "duplicate-id"]


def test_a_row_whose_id_is_also_a_refused_rows_is_not_used():
    for rows in [(student(DOB="1/2/2014"), student()), (student(), student(DOB="1/2/2014"))]:
        file = read(full(*rows))
        assert file.people == []
        assert [row.line for row in file.refused] == [2, 3]
        assert codes(file).count("duplicate-id") == 2


def test_ids_that_differ_in_case_are_different_people():
    assert len(read(full(student(SmsPersonId="a1"), student(SmsPersonId="A1", StudentNSN=""))).people) == 2


def test_one_nsn_on_two_rows_is_pointed_out_on_both_and_both_are_used():
    file = read(full(student(), teacher(), student(SmsPersonId="002", FirstName="Aroha")))
    assert [person.nsn for person in file.people] == ["0123456789", "", "0123456789"]
    assert [(issue.line, issue.column, issue.code) for issue in file.issues] == [
        (2, "mlepStudentNSN", "duplicate-nsn"),
        (4, "mlepStudentNSN", "duplicate-nsn"),
    ]


def test_a_third_row_with_the_nsn_is_pointed_out_once():
    rows = [student(SmsPersonId=sms_id) for sms_id in ("1", "2", "3")]
    assert found(full(*rows)) == [(line, "mlepStudentNSN", "duplicate-nsn") for line in (2, 3, 4)]


def test_an_nsn_that_was_mended_counts_as_the_same():
    file = read(full(student(), student(SmsPersonId="002", StudentNSN="123456789")))
    assert codes(file) == ["duplicate-nsn", "short-nsn", "duplicate-nsn"]


def test_one_who_reads_row_by_row_is_told_whom_not_to_use():
    reader = Reader(full(student(), OTHER, student(FirstName="Aroha")))
    given = [person.sms_id for person in reader]
    assert given == ["001", "002"]
    assert reader.withdrawn == {"001"}
