"""What is particular to each SMS, on its own screens, in the words of the information sheet."""

import re

import pytest

from openpact.conform.contents import WITHOUT_ASPECTS
from tests.connect.fake_hub import problem

from .conftest import FIRST, OTHERS, School, program, wait_for


@pytest.fixture
def assembly(school_of):
    return school_of("assembly")


@pytest.fixture
def etap(school_of):
    return school_of("etap")


@pytest.fixture
def edge(school_of):
    return school_of("musac-edge")


def save(school, status=200, **form):
    return school.post("/pact/configuration/", status, **{f"secret-{school.number}": str(school.hub.secret), **form})


def groups_of(school):
    page = school.http.get("/pact/configuration/").text
    return {name.strip(): key for key, name in re.findall(r'name="group" value="(\d+)"[^>]*> ([^<]+)<', page)}


class TestAssembly:
    def test_the_words_are_the_sheets(self, assembly):
        page = assembly.http.get("/pact/configuration/").text
        assert "PaCT configuration" in page
        assert f'<label for="secret-{assembly.number}">OAuth Token:</label>' in page
        assert 'aria-label="Save the changes"' in page
        words = assembly.get("/pact/configuration/")
        assert (
            "Select the roles and any non-home groups you want included in the upload from Assembly to the PaCT"
            in words
        )

    def test_only_what_is_selected_is_in_the_file_and_the_file_says_so(self, assembly):
        save(assembly, role=["Student", "TeachingStaff"], group=[])
        sent = assembly.hub.files[assembly.hub.exchanges[-1]["id"]].decode("utf-8-sig")
        assert sent.splitlines()[0] == (
            '#openpact:selection {"roles": ["Student", "TeachingStaff"], "without_groups": ["Kapa Haka"]}'
        )
        assert "ParentCaregiver" not in sent
        assert "Kapa Haka" not in sent.partition("\r\n")[2]
        assert "Room 1" in sent

    def test_home_groups_are_not_offered(self, assembly):
        assert list(groups_of(assembly)) == ["Kapa Haka"]

    def test_the_selection_can_be_widened_later_without_the_secret(self, assembly):
        save(assembly, role=["Student"], group=[])
        roles = ["Student", "TeachingStaff", "ParentCaregiver"]
        form = {"role": roles, "group": [groups_of(assembly)["Kapa Haka"]]}
        assert "The selection is saved" in assembly.post("/pact/configuration/", **form)
        assert "Nothing to save" in assembly.post("/pact/configuration/", **form)
        assert "3 roles, 1 non-home group." in assembly.get("/log/")
        assembly.post("/pact/upload/")
        sent = assembly.hub.files[assembly.hub.exchanges[-1]["id"]].decode("utf-8-sig")
        assert sent.startswith('#openpact:selection {"roles": ["ParentCaregiver", "Student", "TeachingStaff"]}')
        assert "Kapa Haka" in sent

    def test_a_teacher_may_not_select(self, assembly):
        assembly.http.cookies["sandbox_role"] = "teacher"
        save(assembly, 403, role=["Student"])


class TestEtap:
    def test_the_words_are_the_sheets(self, etap):
        page = etap.get("/pact/configuration/")
        for words in ("Admin tools", "PaCT Management", "Save Secret", "Upload Latest IDE file To PaCT"):
            assert words in page

    def test_the_warning_and_the_weekly_schedule_stand_there_before_it_is_linked(self, etap):
        page = etap.get("/pact/configuration/")
        assert "End-of-year OTJs made in the PaCT will over-write end-of-year OTJs made in eTAP" in page
        assert re.search(r"eTAP takes judgements down from PaCT every week on \w+day between 10pm and midnight", page)
        assert "checked" not in etap.http.get("/pact/configuration/").text

    def test_what_may_pass_is_asked_before_anything_is_saved(self, etap):
        page = save(etap, 422)
        assert "Choose first what may pass" in page
        assert "paste the secret again: nothing was saved" in page
        assert str(etap.hub.secret) not in page
        assert etap.hub.requests == []

    def test_saving_sends_nothing_until_the_button_is_pressed(self, etap):
        assert "Now select Upload Latest IDE file To PaCT." in save(etap, takes="both")
        assert etap.hub.exchanges == []
        assert "The IDE file was uploaded" in etap.post("/pact/upload/")

    def test_with_student_data_only_judgements_never_come(self, etap):
        save(etap, takes="data")
        etap.hub.judge("1001")
        assert "Collect results now" not in etap.get("/pact/configuration/")
        assert "judgements never come from PaCT. Nothing was collected." in etap.post("/pact/collect/")
        assert etap.hub.acknowledged == 0

    def enter(self, etap, sms_id, level="2", area="reading"):
        key = etap.key_of(sms_id)
        return etap.post(f"/students/{key}/otj/", learning_area=area, year="2026", level=level)

    def test_an_end_of_year_judgement_takes_the_place_of_etaps_own_and_shows_what_was_there(self, etap):
        assert "Curriculum level 2 is entered" in self.enter(etap, "1001")
        save(etap, takes="both")
        etap.hub.judge("1001", cycle_kind="final", cycle="End of year 2026")
        etap.post("/pact/collect/")
        student = etap.get(f"/students/{etap.key_of('1001')}/")
        assert "Curriculum level 3 by Hēmi Parata" in student
        assert "Before: Curriculum level 2, made in eTAP by Office administrator" in student
        assert "Took the place of Curriculum level 2, made in eTAP by Office administrator" in etap.get("/results/")

    def test_it_touches_end_of_year_judgements_only(self, etap):
        self.enter(etap, "1001")
        save(etap, takes="both")
        etap.hub.judge("1001", cycle_kind="interim")
        etap.post("/pact/collect/")
        otjs = etap.get(f"/students/{etap.key_of('1001')}/").partition("End-of-year OTJs")[2]
        assert "Curriculum level 2 by Office administrator" in otjs
        assert "from PaCT" not in otjs

    def test_a_correction_overwrites_again_and_a_withdrawal_gives_back_what_was_there(self, etap):
        self.enter(etap, "1001")
        save(etap, takes="both")
        final = {"id": "j1", "cycle_kind": "final", "cycle": "End of year 2026"}
        etap.hub.judge("1001", **final)
        etap.hub.judge("1001", **final, version=2, level="4", level_name="Curriculum level 4")
        etap.post("/pact/collect/")
        key = etap.key_of("1001")
        page = etap.get(f"/students/{key}/")
        assert "Curriculum level 4 by Hēmi Parata" in page
        assert "Before: Curriculum level 2" in page
        etap.hub.judge("1001", **final, version=3, level="", level_name="", withdrawn=True)
        etap.post("/pact/collect/")
        otjs = etap.get(f"/students/{key}/").partition("End-of-year OTJs")[2]
        assert "Curriculum level 2 by Office administrator" in otjs
        assert "Before" not in otjs

    def test_one_made_with_aspects_overwrites_like_any_other_and_shows_its_score(self, etap):
        self.enter(etap, "1001")
        save(etap, takes="both")
        final = {"id": "j1", "cycle_kind": "final", "cycle": "End of year 2026"}
        etap.hub.judge("1001", **final, score=512, score_low=446, score_high=579)
        etap.hub.judge(
            "1001",
            **final,
            version=2,
            level="4",
            level_name="Curriculum level 4",
            score=688,
            score_low=614,
            score_high=751,
        )
        etap.post("/pact/collect/")
        student = etap.get(f"/students/{etap.key_of('1001')}/")
        results, _, otjs = student.partition("End-of-year OTJs")
        assert "Score 688 (614 to 751)" in results
        assert "Curriculum level 4 by Hēmi Parata" in otjs
        assert "Before: Curriculum level 2, made in eTAP by Office administrator" in otjs

    def test_one_that_was_only_pacts_goes_when_it_is_withdrawn(self, etap):
        save(etap, takes="both")
        final = {"id": "j1", "cycle_kind": "final"}
        etap.hub.judge("1001", **final)
        etap.post("/pact/collect/")
        etap.hub.judge("1001", **final, version=2, level="", level_name="", withdrawn=True)
        etap.post("/pact/collect/")
        assert "None yet." in etap.get(f"/students/{etap.key_of('1001')}/").partition("End-of-year OTJs")[2]


def test_other_smss_keep_no_otjs_of_their_own(school):
    key = school.key_of("1001")
    assert "End-of-year OTJs" not in school.get(f"/students/{key}/")
    school.post(f"/students/{key}/otj/", 404, learning_area="reading", year="2026", level="2")


def after_upload(school):
    """What the page says of an upload by hand, with its tags: the message that stands there until another page."""
    token = {"csrfmiddlewaretoken": school.http.cookies["sandbox_csrf"]}
    page = school.http.post("/pact/upload/", data=token).text
    return page.partition('aria-label="After your upload"')[2].partition("</section>")[0]


class TestMusacEdge:
    @pytest.fixture
    def agent(self, edge, environment):
        with program("agent", environment=environment, SANDBOX_TICK="0.1") as process:
            yield process

    @pytest.fixture
    def selected(self, edge, environment):
        """Selected in PaCT, and noticed by the vendor's agent."""
        edge.hub.schools.append(edge.number)
        before = len(edge.hub.exchanges)
        with program("agent", environment=environment, SANDBOX_TICK="0.1"):
            wait_for(lambda: len(edge.hub.exchanges) > before)
            wait_for(lambda: "Linked" in edge.get("/pact/"))
        yield edge
        edge.hub.schools.clear()
        edge.hub.end_state, edge.hub.waiting = "applied", ""

    @pytest.fixture
    def next_is(self, edge, monkeypatch):
        """Have PaCT say when the next one is due."""

        def say(when):
            at = "2026-12-01T09:25:00+00:00"
            due = {"at": at, "begins": at, "ends": at, "when": when}
            monkeypatch.setattr(edge.hub, "_moves", lambda rhythm: {"since": at, "next": due}, raising=True)

        return say

    def test_there_is_nothing_to_configure(self, edge):
        page = edge.http.get("/pact/configuration/").text
        assert "That is all: nothing has to be done here." in edge.get("/pact/configuration/")
        assert 'name="secret' not in page
        assert "not linked with PaCT yet. Select MUSAC Edge in PaCT and save." in edge.post("/pact/upload/")

    def test_selecting_it_in_pact_links_it_and_the_first_file_goes_at_once(self, selected):
        assert selected.hub.exchanges[-1]["trigger"] == "first"
        assert selected.hub.requests[-1].headers["x-school"] == str(selected.number)
        assert "Selected in PaCT: linked." in selected.get("/log/")

    def test_unselecting_it_ends_it(self, selected, environment):
        selected.hub.schools.clear()
        with program("agent", environment=environment, SANDBOX_TICK="0.1"):
            wait_for(lambda: "No longer selected in PaCT." in selected.get("/log/"))
        assert "has not selected MUSAC Edge in PaCT" in selected.get("/pact/configuration/")

    def test_judgements_made_out_of_cycle_are_kept_and_not_shown(self, selected):
        selected.hub.judge("1001", id="j1")
        selected.hub.judge(
            "1002", id="j2", cycle_kind="ad-hoc", cycle="Out of cycle 2026", level_name="Curriculum level 5"
        )
        assert "received from PaCT" in selected.post("/pact/collect/")
        assert "Curriculum level 3" in selected.get("/results/")
        assert "Curriculum level 5" not in selected.get("/results/")
        assert "None yet." in selected.get(f"/students/{selected.key_of('1002')}/")

    def test_a_score_out_of_cycle_is_not_shown_either(self, selected):
        selected.hub.judge("1001", id="j1", cycle_kind="final", score=512, score_low=446, score_high=579)
        selected.hub.judge("1002", id="j2", cycle_kind="ad-hoc", score=913, score_low=850, score_high=980)
        selected.post("/pact/collect/")
        assert "Score 512 (446 to 579)" in selected.get("/results/")
        assert "Score 913" not in selected.get("/results/") + selected.get(f"/students/{selected.key_of('1002')}/")

    def test_an_upload_by_hand_says_what_it_did_to_the_schedule_and_offers_the_download(self, selected, next_is):
        selected.hub.judge("1001")
        next_is("Tuesday 1 December, between 10:20pm and 10:40pm")
        page = after_upload(selected)
        assert selected.hub.exchanges[-1]["trigger"] == "manual"
        assert "Your upload started the seven days anew: the next automatic one comes on" in page
        assert "comes on Tuesday 1 December, between 10:20pm and 10:40pm." in page
        assert "It has moved no judgements, and none come by themselves until then." in page
        assert f'action="/musac-edge/{selected.number}/pact/collect/"' in page
        assert ">Download from PaCT now</button>" in page
        assert "Curriculum level 3" not in selected.get("/results/")
        page = selected.post("/pact/collect/")
        assert "received from PaCT. The automatic schedule stays as it was." in page
        assert "Curriculum level 3" in selected.get("/results/")

    def test_one_that_is_held_counts_and_says_so(self, selected, next_is):
        selected.hub.end_state = "held"
        next_is("Tuesday 1 December, between 10:20pm and 10:40pm")
        page = after_upload(selected)
        assert "Your upload started the seven days anew: the next automatic one comes on Tuesday 1 December" in page
        assert "PaCT holds the file until its administrator has looked at it; the seven days count from now" in page
        assert ">Download from PaCT now</button>" in page

    def test_one_that_could_not_be_used_says_that_the_schedule_stays(self, selected, next_is):
        selected.hub.end_state = "refused"
        next_is("Wednesday 25 November, between 10:20pm and 10:40pm")
        page = after_upload(selected)
        assert "PaCT could not use the file, so your upload did not start the seven days anew" in page
        assert "the next automatic one comes on Wednesday 25 November, between 10:20pm and 10:40pm, as before." in page
        assert "Download from PaCT now" not in page

    def test_one_that_never_arrived_says_nothing_of_the_schedule(self, selected):
        selected.hub.troubles_at["ide-files"] = [problem(503, "not-ready", "Not ready")] * 2
        assert "seven days" not in selected.post("/pact/upload/").partition("and PaCT")[0]

    @pytest.mark.parametrize("waiting", ["switched-off", "first-upload"])
    def test_a_download_that_would_bring_nothing_is_not_offered(self, selected, waiting):
        selected.hub.waiting = waiting
        page = after_upload(selected)
        assert "Your upload started the seven days anew" in page
        assert "It has moved no judgements." in page
        assert "Download from PaCT now" not in selected.get("/pact/configuration/", uploaded="")

    def test_in_a_pause_it_is_offered_since_a_person_may_download(self, selected):
        selected.hub.waiting = "paused"
        assert ">Download from PaCT now</button>" in after_upload(selected)

    def test_a_teacher_may_not_exchange(self, selected):
        selected.http.cookies["sandbox_role"] = "teacher"
        for action in ("upload", "collect"):
            selected.post(f"/pact/{action}/", 403)


class TestJudgementsWithAspects:
    """Each of the four shows what a judgement rests on, and its correction."""

    @pytest.fixture(params=["assembly", "etap", "kamar", "musac-edge"])
    def linked(self, request, environment):
        if request.param == "kamar":
            school = request.getfixturevalue("school")
            school.link()
        elif request.param == "musac-edge":
            school = request.getfixturevalue("school_of")(request.param)
            school.hub.schools.append(school.number)
            with program("agent", environment=environment, SANDBOX_TICK="0.1"):
                wait_for(lambda: "Linked" in school.get("/pact/"))
        else:
            school = request.getfixturevalue("school_of")(request.param)
            save(school, takes="both", role=["Student"])
        yield school
        if request.param == "musac-edge":
            school.hub.schools.clear()

    def test_the_correction_arrives_as_the_newest_version_and_the_older_one_stays_readable(self, linked):
        name = f"corrected-{linked.number}"
        linked.hub.judge("1001", id=name, level="4", level_name="Curriculum level 4", reason="His project shows more")
        linked.post("/pact/collect/")
        page = linked.get("/results/")
        assert "Curriculum level 4 Score 642 (568 to 704), at the standard" in page
        assert "Differs from what the aspects recommend: Curriculum level 3 His project shows more" in page
        corrected = {"score": 735, "score_low": 672, "score_high": 797, "recommended": "4", "standard": None}
        said = {"level": "4", "level_name": "Curriculum level 4", "reason": "A slip", **corrected}
        linked.hub.judge("1001", id=name, version=2, **said)
        linked.post("/pact/collect/")
        assert "Curriculum level 4 version 2 Score 735 (672 to 797) A slip" in linked.get("/results/")
        assert "642" not in linked.get("/results/")
        newest, _, earlier = linked.get(f"/students/{linked.key_of('1001')}/").partition("Earlier versions (1)")
        assert "Curriculum level 4 version 2 Score 735 (672 to 797) A slip What it rests on" in newest
        assert "Reading critically: set 4" in newest
        assert "Literary experience: not yet enough evidence" in newest
        assert "Framework reading, version 1; calibration illustrative-reading, version 1" in newest
        assert "Score 642 (568 to 704), at the standard Differs from what the aspects recommend" in earlier
        assert "Version 1, by Hēmi Parata, 24 Nov 2026" in earlier

    def test_one_without_aspects_says_nothing_of_scores(self, linked):
        linked.hub.judge("1001", id=f"plain-{linked.number}", **WITHOUT_ASPECTS)
        linked.post("/pact/collect/")
        page = linked.get(f"/students/{linked.key_of('1001')}/")
        assert "Curriculum level 3" in page
        assert not any(words in page for words in ("Score", "What it rests on", "Differs", "None to"))


@pytest.mark.parametrize("provider", ["assembly", "etap", "kamar", "musac-edge"])
@pytest.mark.parametrize(
    "path", ["/students/", "/staff/", "/classes/", "/results/", "/pact/", "/pact/configuration/", "/log/"]
)
def test_every_sms_has_its_people_classes_results_pact_screens_and_log(url, provider, path):
    at = School(url, FIRST if provider == "kamar" else OTHERS, None, provider)
    assert str(at.number) in at.get(path)
    at.http.close()
