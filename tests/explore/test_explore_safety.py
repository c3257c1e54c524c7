"""Who is answered, with what, and what no request can reach."""

import http.client
from urllib.parse import quote, urlsplit

import pytest
from served import made, own, served  # noqa: F401 - fixtures

from extract.explore.app import STATIC, application
from extract.explore.guard import POLICY


def ask(address, path="/", method="GET", headers=None, body=None):
    """Status, headers and body of an answer; nothing is added to what the request says."""
    host = urlsplit(address).netloc
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": host} | (headers or {})).items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def token(address):
    """The token that the page holds."""
    return ask(address)[2].decode().partition('"X-Baobiao-Token":"')[2].partition('"')[0]


def test_it_is_heard_on_this_machine_alone(served):
    import socket

    port = urlsplit(served).port
    for other in {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}:
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex((other, port)) != 0, other


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:{}", "127.0.0.1.evil.example:{}", ""])
def test_another_name_for_this_machine_is_not_answered(served, host):
    status, _, body = ask(served, headers={"Host": host.format(urlsplit(served).port)})
    assert status == 421 and b"hezhang" not in body


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, {"Origin": "https://127.0.0.1"},
])
def test_other_sites_requests_are_refused(served, headers):
    assert ask(served, "/count", headers=headers)[0] == 403


def test_a_link_from_elsewhere_leads_here(served):
    assert ask(served, "/?kind=amount", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})[0] == 200


def test_a_change_needs_the_token(own):
    from extract.dataset import open_dataset

    dataset, address = own
    path = "/review?row=" + quote("66.72.percentage.hezhang_county.txt") + "&verdict=wrong"
    good = {"X-Baobiao-Token": token(address)}
    for headers in ({}, {"X-Baobiao-Token": "x"}, good | {"Origin": "http://evil.example"}, good | {"Sec-Fetch-Site": "cross-site"}):
        assert ask(address, path, "POST", headers, b"")[0] == 403
        assert ask(address, "/open", "POST", headers, b"text")[0] == 403
    assert ask(address, path, "GET", good)[0] in (404, 405)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert ask(address, path, method, good, b"")[0] == 405
    with open_dataset(dataset) as opened:
        assert opened.rows("SELECT count(*) FROM reviews") == [(0,)]
    assert ask(address, path, "POST", good | {"Content-Type": "application/x-www-form-urlencoded"}, b"")[0] == 200


@pytest.mark.parametrize("path", ["/", "/compare", "/audit", "/no-such-page", "/static/app.js", "/source?doc=x"])
def test_every_answer_carries_the_policy(served, path):
    headers = ask(served, path)[1]
    assert headers["Content-Security-Policy"] == POLICY and "unsafe" not in POLICY
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert "server" not in headers and "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", [
    "/static/../app.py", "/static/..%2f..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/htmx.LICENSE", "/../../etc/passwd",
    "/source?doc=../../etc/passwd", "/source?doc=/etc/passwd", "/picture?doc=../../etc/passwd&page=1", "/picture?doc=scan.pdf&page=../1", "/picture?doc=hezhang_county.txt&page=1",
    "/twin?doc=/etc/passwd", "/piece?doc=/etc/passwd&from=0", "/docs", "/redoc", "/openapi.json", "/facet/text", "/facet/sentence", "/open/99/twin",
])
def test_no_path_reaches_the_file_system(served, path):
    status, _, body = ask(served, path)
    assert b"root:" not in body and b"import" not in body and (status >= 400 or "没有这个文档".encode() in body)


@pytest.mark.parametrize("query", [
    "q=%27%3B+DROP+TABLE+facts%3B+--", "place=%27+OR+1%3D1+--", "kind=amount%27", "sort=value%3B+DROP+TABLE+facts", "page=99999999999999999999", "page=-1",
    "since=20x1", "sure=1e999", "size=1000000", "indicator=%00", "doc=%ED%A0%80", "row=1.2.x", "row=99999999999999999999.1.count.x", "q=" + "%E5%B9%B4+" * 900,
])
def test_what_makes_no_sense_does_no_harm(served, query):
    assert ask(served, "/?" + query)[0] == 200
    for path in ("/count", "/facet/kind", "/facet/place", "/compare", "/audit", "/source", "/card"):
        assert ask(served, f"{path}?{query}")[0] < 500, path
    assert ask(served)[0] == 200


def test_a_body_that_does_not_end_is_cut(own):
    from extract.explore.drop import MEGABYTES

    head = {"X-Baobiao-Token": token(own[1]), "X-File-Name": "a.txt"}
    try:
        assert ask(own[1], "/open", "POST", head, b"a" * (MEGABYTES * 1_000_000 + 1))[0] == 413
    except (ConnectionResetError, BrokenPipeError):
        pass  # the answer came before all had been sent
    assert ask(own[1])[0] == 200


def test_a_changed_file_gives_no_picture(own, tmp_path):
    pytest.importorskip("pypdfium2")
    import duckdb

    from extract.explore import source
    from extract.explore.access import Access

    access = Access(own[0])
    paper = source.paper(access, "scan.pdf")
    assert source.picture(paper, 1).startswith(b"\x89PNG") and source.picture(paper, 3) is None
    access.close()
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.4 changed")
    for _ in range(1000):
        try:
            connection = duckdb.connect(str(own[0]))
            break
        except duckdb.IOException:
            continue
    connection.execute("UPDATE documents SET path = ? WHERE doc = 'scan.pdf'", [str(other)])
    connection.close()
    assert source.picture(source.paper(access, "scan.pdf"), 1) is None
    access.close()


def test_all_that_is_served_is_vendored(served):
    for name in STATIC:
        status, headers, body = ask(served, f"/static/{name}")
        assert status == 200 and body, name
        if name != "htmx.min.js":
            assert b"http://" not in body and b"https://" not in body and b"@import" not in body
    from pathlib import Path

    assert "Zero-Clause BSD" in (Path(STATIC["htmx.min.js"]) / "htmx.LICENSE").read_text(encoding="utf-8")
    assert application
