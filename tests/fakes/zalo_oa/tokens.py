"""OAuth v4: permission, codes, pairs of tokens that rotate."""

import base64
import hashlib
import hmac
import html
import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from .core import Core, Json
from .errors import ApiError, OAuthError

CODE_LIFE = 600.0
# Only -14002, -14003 and the one for refresh tokens have a source; the rest are stand-ins with the right shape.
BAD_SECRET, BAD_CODE, BAD_VERIFIER, BAD_GRANT = -14004, -14019, -14018, -14005


@dataclass
class Code:
    """One authorization code."""

    challenge: str
    until: float


@dataclass
class Pair:
    """The living pair of tokens."""

    access: str
    refresh: str
    access_until: float
    refresh_until: float


class Tokens:
    """Issues and checks; one grant at a time, the newest kills the older."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.codes: dict[str, Code] = {}
        self.pair: Pair | None = None
        self.dead: set[str] = set()
        """Access tokens that once lived."""
        self.outliving: dict[str, float] = {}
        self.rotations = 0

    def page(self, query: str) -> bytes:
        """Return the page where an administrator allows the app; OAuthError for a wrong app or address."""
        self._check(dict(parse_qsl(query)))
        return (
            '<html><body><h1>Cấp quyền</h1><form method="post" action="/v4/oa/permission?'
            f'{html.escape(query)}"><button>Cho phép</button></form></body></html>'
        ).encode()

    def allow(self, query: str) -> str:
        """Return the address to which the administrator is sent with a code."""
        asked = dict(parse_qsl(query))
        self._check(asked)
        code = secrets.token_urlsafe(48)
        challenge = self.core.challenge or asked.get("code_challenge", "")
        self.codes[code] = Code(challenge, self.core.clock.now() + CODE_LIFE)
        parts = urlsplit(asked["redirect_uri"])
        more = {"oa_id": self.core.oa_id, "code": code}
        if self.core.echo_state and "state" in asked:
            more["state"] = asked["state"]
        joined = "&".join(filter(None, (parts.query, urlencode(more))))
        return urlunsplit(parts._replace(query=joined))

    def _check(self, asked: dict[str, str]) -> None:
        if asked.get("app_id") != self.core.app_id:
            raise OAuthError(-14002, "Invalid appId")
        uri = asked.get("redirect_uri", "")
        if not urlsplit(uri).hostname or (self.core.callback and uri != self.core.callback):
            raise OAuthError(-14003, "Invalid redirect uri")

    def exchange(self, form: dict[str, str], secret: str) -> Json:
        """Answer a request for tokens."""
        if form.get("app_id") != self.core.app_id:
            raise OAuthError(-14002, "Invalid appId")
        if secret != self.core.app_secret:
            raise OAuthError(BAD_SECRET, "Invalid secret key")
        if form.get("grant_type") == "authorization_code":
            self._spend(form.get("code", ""), form.get("code_verifier", ""))
        elif form.get("grant_type") == "refresh_token":
            self._rotate(form.get("refresh_token", ""))
        else:
            raise OAuthError(BAD_GRANT, "Invalid grant type")
        return self.issue()

    def issue(self) -> Json:
        """Make a new pair; the old one dies at once."""
        core, now = self.core, self.core.clock.now()
        if self.pair is not None:
            self.dead.add(self.pair.access)
            if not core.rotation_kills_access:
                self.outliving[self.pair.access] = self.pair.access_until
        self.pair = Pair(
            secrets.token_urlsafe(120),
            secrets.token_urlsafe(120),
            now + core.access_life,
            now + core.refresh_life,
        )
        return {
            "access_token": self.pair.access,
            "refresh_token": self.pair.refresh,
            "expires_in": str(int(core.access_life)),
        }

    def _spend(self, code: str, verifier: str) -> None:
        # A code is used up by any try.
        found = self.codes.pop(code, None)
        if found is None or found.until <= self.core.clock.now():
            raise OAuthError(BAD_CODE, "Invalid code")
        if not found.challenge:
            return
        digest = hashlib.sha256(verifier.encode()).digest()
        ours = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}", verifier) or ours != found.challenge:
            raise OAuthError(BAD_VERIFIER, "Invalid code verifier")

    def _rotate(self, token: str) -> None:
        pair = self.pair
        if pair is None or token != pair.refresh or pair.refresh_until <= self.core.clock.now():
            raise OAuthError(self.core.refresh_error, "Invalid refresh token.")
        self.rotations += 1

    def check(self, token: str, proof: str, *, business: bool) -> None:
        """Refuse a call whose token or proof is wrong."""
        now, status = self.core.clock.now(), self.core.token_status
        alive = self.pair is not None and token == self.pair.access and now < self.pair.access_until
        if not alive and not now < self.outliving.get(token, 0.0):
            known = token in self.dead or (self.pair is not None and token == self.pair.access)
            code = -124 if business else (self.core.expired_error if known else -216)
            raise ApiError(code, "Access token has expired" if known and code == -216 else "", status=status)
        ours = hmac.new(self.core.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if (proof or self.core.proof_needed) and proof != ours:
            raise ApiError(-1241 if business else -242)

    def revoke(self) -> None:
        """Let the administrator take the permission back."""
        if self.pair is not None:
            self.dead.add(self.pair.access)
        self.pair = None
        self.outliving.clear()
