"""What the other project sees of the bridge. Run by its own `manage.py test`, also from the built wheel."""

import asyncio

from django.core.management import call_command
from django.test import AsyncClient, TestCase, override_settings

from authbridge.testing import bearer, hostile
from notes.models import Note


class Adoption(TestCase):
    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def test_a_protected_view_works(self):
        answer = self.get("/me", **bearer("alice", sid="s1"))
        assert answer.status_code == 200, answer.content
        assert answer.json()["id"] == "alice"
        assert answer.json()["claims"]["sid"] == "s1"

    def test_without_or_with_a_bad_token_it_challenges(self):
        assert self.get("/me")["WWW-Authenticate"] == 'Bearer realm="api"'
        refused = self.get("/me", Authorization="Bearer x")
        assert refused.status_code == 401
        assert 'error="invalid_token"' in refused["WWW-Authenticate"]

    def test_rows_belong_to_people(self):
        mine = Note.objects.create(user_id="alice", text="mine")
        theirs = Note.objects.create(user_id="bob", text="theirs")
        assert [note["text"] for note in self.get("/users/alice/notes", **bearer("alice")).json()] == ["mine"]
        assert self.get("/users/bob/notes", **bearer("alice")).status_code == 403
        assert self.get(f"/notes/{mine.pk}", **bearer("alice")).status_code == 200
        assert self.get(f"/notes/{theirs.pk}", **bearer("alice")).status_code == 404

    def test_roles_come_from_a_named_claim_only(self):
        assert self.get("/editors", **bearer(role="editor")).status_code == 403
        with override_settings(AUTHBRIDGE={**_settings(), "ROLES_CLAIM": "role"}):
            assert self.get("/editors", **bearer(role="editor,writer")).status_code == 200

    def test_plain_views_sync_and_async(self):
        assert self.get("/plain", **bearer("alice")).json() == {"id": "alice"}
        refused = self.get("/plain")
        assert (refused.status_code, refused.json()["code"]) == (401, "not_authenticated")

        async def both():
            client = AsyncClient()
            good = await client.get("/async", headers=bearer("alice"))
            bad = await client.get("/async", headers={"Authorization": "Bearer x"})
            return good.json(), bad.status_code, bad.json()["code"]

        assert asyncio.run(both()) == ({"id": "alice"}, 401, "invalid_token")

    def test_every_hostile_token_is_refused(self):
        for name in hostile.NAMES:
            with self.subTest(name):
                value = f"Bearer {hostile.token(name)}".encode().decode("latin-1")
                assert self.client.get("/me", HTTP_AUTHORIZATION=value).status_code == 401

    def test_the_checks_pass(self):
        call_command("check")


def _settings():
    from django.conf import settings

    return settings.AUTHBRIDGE
