import gzip, re
from django.test import Client
from holdfast.casework.incidents.tests.report_cast import *
from holdfast.foundation.organisation.scope import scope
def test_x(db):
    cast=make_cast()
    with scope(cast.trust):
        for n in range(300): Site.objects.create(trust=cast.trust, code=f"RYD{n:03}X", name=f"Some Town {n} Ambulance Station and Response Post", postcode=f"AB{n%99} {n%9}CD")
    c=Client(); cast.sign_in(c,cast.paramedic)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    import time
    with CaptureQueriesContext(connection) as q:
        t=time.perf_counter(); page=c.get("/report/").content; dt=time.perf_counter()-t
    print("report", len(page), len(gzip.compress(page,6)), len(q), dt)
    for u in ("/r/invented/report/kept/staff/","/report/?type=physical-assault","/r/invented/report/"):
        t=time.perf_counter(); p=c.get(u).content; print(u, len(p), len(gzip.compress(p,6)), time.perf_counter()-t)
    from holdfast.casework.incidents.tests.test_report_views import typed
    from holdfast.kernel import clock
    with clock.at(NOW):
        with CaptureQueriesContext(connection) as q:
            t=time.perf_counter(); r=c.post("/report/", typed()); print("send", r.status_code, len(q), time.perf_counter()-t)
        for x in q.captured_queries: print(x["sql"][:150])
    assert 0
