"""Signature Version 4 of requests to S3-compatible services. Source: AWS, “Authenticating Requests (AWS Signature Version 4)”."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Credentials:
    """An access key with its secret; the token belongs to temporary ones."""

    key: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def encoded_path(path: str) -> str:
    """Return the path of a request as it is signed and sent."""
    return quote(path, safe="/-_.~")


def encoded_query(query: Mapping[str, str]) -> str:
    """Return a query as it is signed and sent: sorted, a space as %20."""
    return urlencode(sorted(query.items()), safe="-_.~", quote_via=quote)


def signed_headers(
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    content: bytes,
    *,
    region: str,
    credentials: Credentials,
    now: dt.datetime,
) -> dict[str, str]:
    """Return the headers to send: those given, which name the host, with date, hash of the content and signature.

    Args:
        method: of the request, upper case.
        path: absolute, not encoded.
        query: names and values, not encoded.
        headers: all are signed.
        content: what is sent.
        region: of the bucket; services without regions take ``us-east-1``.
        credentials: who asks.
        now: in UTC; services refuse what is off by more than a quarter of an hour.
    """
    digest, moment = hashlib.sha256(content).hexdigest(), now.strftime("%Y%m%dT%H%M%SZ")
    sent = {**headers, "x-amz-content-sha256": digest, "x-amz-date": moment}
    if credentials.token:
        sent["x-amz-security-token"] = credentials.token
    lower = {name.lower(): " ".join(value.split()) for name, value in sent.items()}
    names = ";".join(sorted(lower))
    listed = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower))
    request = "\n".join((method, encoded_path(path), encoded_query(query), listed, names, digest))
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    text = "\n".join((ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = f"AWS4{credentials.secret}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    sent["Authorization"] = (
        f"{ALGORITHM} Credential={credentials.key}/{scope},SignedHeaders={names},Signature={key.hex()}"
    )
    return sent
