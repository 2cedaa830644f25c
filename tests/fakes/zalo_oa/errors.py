"""Refusals: always HTTP 200 unless the fake is told otherwise, with the platform's numbers and its spelling."""

from typing import Any

Json = dict[str, Any]

WORDS = {
    -32: "Your application reached limit call api",
    -100: "attachment_id was expired",
    -200: "Send message failed",
    -209: "Not supported this api",
    -210: "Parameter exceeds allowable limit",
    -211: "Out of quota",
    -213: "User has not followed OA",
    -216: "Access token is invalid",
    -217: "User has blocked invitation from OA",
    -220: "access_token is expired or removed",
    -224: "The OA needs to upgrade OA Tier Package",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the OA in the past 7 days",
    -232: "User has not interacted, or last interaction expired",
    -233: "message type is invalid or not support",
    -234: "This message cannot be sent at night (10:00PM - 6:00AM)",
    -240: "MessageV2 API has been shut down, please switch to MessageV3",
    -242: "Invalid appsecret_proof provided in the API argument",
    -244: "User has restricted this message type from your OA",
    -249: "Template does not support send via UID",
    -305: "The free reply time is over",
    -311: "Out of reply quota",
    -321: "Zalo Cloud Account out of money or unable to be charged",
    -106: "Method is unsupported",
    -107: "Message ID is invalid",
    -108: "Phone number is invalid",
    -109: "Template ID is invalid",
    -111: "Template data is empty",
    -112: "Template data type is not defined",
    -1121: "Parameter data exceeds max length",
    -1122: "Template data missing parameter",
    -1124: "Parameter has invalid format",
    -114: "User cannot receive message",
    -115: "Out of quota",
    -117: "OA or App has no permission to access this template",
    -118: "Zalo account not existed",
    -119: "Account cannot receive message",
    -122: "Body request is not valid JSON format",
    -124: "Access token invalid",
    -1241: "Invalid appsecret_proof provided in the API argument",
    -126: "Out of quota (development mode)",
    -127: "Test template can only be sent to administrators",
    -131: "ZNS template not approved",
    -132: "Parameter invalid",
    -133: "This ZNS template cannot be sent at night (10:00PM - 6:00AM)",
    -139: "User refused this type of ZNS",
    -140: "User is not eligible to receive this type of ZNS",
    -141: "User refused to receive ZNS from Official Account",
    -144: "OA exceeded daily ZNS sending limit",
    -146: "Template was disabled due to low sending quality",
    -147: "Template exceeded its daily sending limit",
    -161: "sending_mode has a disallowed value",
    -162: "sending_mode = 3 does not support tag 1 / tag 2 messages",
}


class ApiError(Exception):
    """A refusal of openapi or business; `status` is the HTTP status."""

    def __init__(self, code: int, message: str = "", *, status: int = 200) -> None:
        self.code, self.message, self.status = code, message or WORDS.get(code, "Error"), status
        super().__init__(f"{code} {self.message}")

    def body(self) -> Json:
        """Return the envelope."""
        return {"error": self.code, "message": self.message}


class OAuthError(ApiError):
    """A refusal of the oauth root, which has its own shape."""

    def body(self) -> Json:
        """Return the envelope: the name is the one real signal."""
        return {
            "error": self.code,
            "error_name": self.message,
            "error_reason": "",
            "ref_doc": "https://developers.zalo.me/docs/",
            "error_description": self.message,
        }


def invalid(field: str) -> ApiError:
    """Return the refusal of one parameter of openapi."""
    return ApiError(-201, f"{field} is invalid!")
