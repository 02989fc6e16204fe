"""The demo shows the mail it would have sent; nothing else does."""

import pytest
from django.core.mail import send_mail

from openpact.hub.platform.mail import NoMailServer, with_links


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "openpact.hub.platform.mail.ShownMailBackend"


def send(subject: str, body: str = "Hello") -> None:
    send_mail(subject, body, None, ["hemi@kowhai.example"])


def test_outside_the_demo_there_is_no_such_page(client, db):
    assert client.get("/demo/mail/").status_code == 404


def test_it_starts_empty_and_says_how_it_fills(client, demo):
    assert "No mail yet" in client.get("/demo/mail/").content.decode()


def test_the_newest_message_stands_first(client, demo):
    send("The first")
    send("The second")
    page = client.get("/demo/mail/").content.decode()
    assert page.index("The second") < page.index("The first")
    assert "hemi@kowhai.example" in page


def test_only_links_to_our_own_pages_can_be_clicked(client, demo):
    send(
        "Links",
        "Ours: http://localhost:8000/invitations/a_b-C/ and http://evil.example/x and http://localhost:8000.evil.example/y",
    )
    page = client.get("/demo/mail/").content.decode()
    assert '<a href="http://localhost:8000/invitations/a_b-C/">' in page
    assert 'href="http://evil' not in page
    assert 'href="http://localhost:8000.evil' not in page


def test_a_full_stop_after_a_link_is_not_part_of_it():
    assert with_links("See http://localhost:8000/x/.") == [
        ("See ", False),
        ("http://localhost:8000/x/", True),
        (".", False),
    ]


def test_what_a_message_says_is_text(client, demo):
    send("<script>", "<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/demo/mail/").content.decode()


def test_many_messages_come_in_pages(client, demo, django_assert_max_num_queries):
    for number in range(45):
        send(f"Message {number:02}")
    with django_assert_max_num_queries(3):
        page = client.get("/demo/mail/").content.decode()
    assert "Message 44" in page
    assert "Message 24" not in page
    assert "1 to 20 of 45 messages" in page


def test_without_a_mail_server_sending_fails_so_that_the_job_waits(settings):
    settings.EMAIL_BACKEND = "openpact.hub.platform.mail.NoMailServerBackend"
    with pytest.raises(NoMailServer):
        send("Lost?")
