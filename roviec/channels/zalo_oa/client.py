"""The calls of the OA and template APIs over HTTP; what is not a success is raised as `Refused` or `Unanswered`."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.http import Http, Unanswered
from roviec.channels.zalo_oa.seal import Pair
from roviec.channels.zalo_oa.trouble import Refused
from roviec.messages.incoming import Json
from roviec.messages.outside import parsed

ACCESS_LIFE = 90_000.0
"""Seconds that an access token lives where the platform does not say: 25 hours."""
PAGE = 100


@dataclass(frozen=True)
class Roots:
    """The roots of the three servers."""

    openapi: str = "https://openapi.zalo.me"
    oauth: str = "https://oauth.zaloapp.com"
    business: str = "https://business.openapi.zalo.me"


class Client:
    """Speaks for one app. Tokens travel in headers and forms, never in addresses, which libraries log."""

    def __init__(self, app_id: str, app_secret: str, roots: Roots, *, timeout: float) -> None:
        self.app_id, self._secret, self.roots = app_id, app_secret, roots
        self._http = Http(timeout=timeout, proxy=proxy_for(roots.openapi), connections=32)

    async def authorise(self, code: str, verifier: str) -> Pair:
        """Exchange the code of an authorisation for a pair of tokens."""
        return await self._tokens(grant_type="authorization_code", code=code, code_verifier=verifier)

    async def refresh(self, refresh: str) -> Pair:
        """Exchange a refresh token, which thereby dies, for a new pair."""
        return await self._tokens(grant_type="refresh_token", refresh_token=refresh)

    async def _tokens(self, **form: str) -> Pair:
        answer = await self._answer(
            "POST",
            f"{self.roots.oauth}/v4/oa/access_token",
            headers={"secret_key": self._secret},
            data={"app_id": self.app_id, **form},
        )
        try:
            life = float(answer.get("expires_in") or ACCESS_LIFE)
            return Pair(str(answer["access_token"]), str(answer["refresh_token"]), life)
        except (KeyError, TypeError, ValueError):
            # An error comes without the usual envelope here; its number is its name.
            raise Refused(int(answer.get("error") or -1), str(answer.get("error_name", ""))[:200]) from None

    async def talk(self, access: str, user: str, message: Json) -> Json:
        """Send one message of the conversation; return what the platform says of it."""
        body = {"recipient": {"user_id": user}, "message": message}
        return await self._call("POST", "openapi", "/v3.0/oa/message/cs", access, json=body)

    async def template_to_user(self, access: str, user: str, template: str, values: Any) -> Json:
        """Send an approved template to a follower or a past visitor."""
        body = {"user_id": user, "template_id": template, "template_data": dict(values)}
        return await self._call("POST", "openapi", "/v3.0/oa/message/template", access, json=body)

    async def template_to_phone(
        self, access: str, phone: str, template: str, values: Any, tracking: str
    ) -> Json:
        """Send an approved template to a phone number (84…); `tracking` comes back with what follows."""
        body = {"phone": phone, "template_id": template, "template_data": dict(values)}
        body["tracking_id"] = tracking
        return await self._call("POST", "business", "/message/template", access, json=body)

    async def upload(self, access: str, kind: str, name: str, data: bytes, mime: str) -> Json:
        """Upload an "image" or a "file"; return its attachment_id or token, which live for a week."""
        import aiohttp  # Who sends no file starts without it.

        form = aiohttp.FormData()
        form.add_field("file", data, filename=name, content_type=mime)
        return await self._call("POST", "openapi", f"/v2.0/oa/upload/{kind}", access, data=form)

    async def templates(self, access: str) -> list[Json]:
        """Return every template of the account in short."""
        found: list[Json] = []
        while True:
            query = {"offset": len(found), "limit": PAGE}
            page = await self._data("GET", "business", "/template/all", access, params=query)
            found += page or []
            if not page or len(page) < PAGE:
                return found

    async def template(self, access: str, number: str) -> Json:
        """Return one template with its parameters."""
        query = {"template_id": number}
        return await self._call("GET", "business", "/template/info/v2", access, params=query)

    async def account(self, access: str) -> Json:
        """Return the Official Account itself."""
        return await self._call("GET", "openapi", "/v2.0/oa/getoa", access)

    async def _call(self, method: str, root: str, path: str, access: str, **content: Any) -> Json:
        data = await self._data(method, root, path, access, **content)
        return data if isinstance(data, dict) else {}

    async def _data(self, method: str, root: str, path: str, access: str, **content: Any) -> Any:
        proof = hmac.new(self._secret.encode(), access.encode(), hashlib.sha256).hexdigest()
        headers = {"access_token": access, "appsecret_proof": proof}
        answer = await self._answer(method, f"{getattr(self.roots, root)}{path}", headers=headers, **content)
        try:
            error = int(answer["error"])
        except (KeyError, TypeError, ValueError):
            raise Unanswered("an answer without its envelope", taken=True) from None
        if error:
            raise Refused(error, str(answer.get("message", ""))[:200])
        return answer.get("data")

    async def _answer(self, method: str, address: str, **content: Any) -> Json:
        """Return the JSON object of an answer, whatever its status."""
        answer = await self._http.call(method, address, **content)
        try:
            body = parsed(answer.body)
        except ValueError:
            body = None
        if not isinstance(body, dict) or answer.status >= 500:
            raise Unanswered(f"HTTP {answer.status}", taken=True)
        return body

    async def close(self) -> None:
        """Close every connection."""
        await self._http.close()
