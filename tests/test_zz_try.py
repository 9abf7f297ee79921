import pytest
from tests.cast import *
def test_x(db, client):
    t=make_trust("ZA1")
    i=t.report(); r=t.report(internal=True, says="Zanzibarquist took it")
    print(i.reference, i.restricted, r.reference, r.restricted, i.stage)
    for role in ("staff","lsms","board-member","auditor","security-management-director","line-manager","administrator"):
        client.force_login(t.user(role), backend=BACKEND)
        for url in ("/","/search/?q=shouted","/search/?q="+r.reference,"/search/?q=mill", "/audit/","/sites/ZA101/",f"/people/{t.people['staff'].pk}/", "/about/","/privacy/","/licences/","/accessibility/","/health/","/robots.txt","/nope"):
            x=client.get(url)
            print(role,url,x.status_code, x.headers.get("Location",""), SECRET in x.content.decode(), r.reference in x.content.decode())
