from tests.browser.test_every_page import reachable
import os
def test_x(window):
    os.makedirs("/tmp/shots",exist_ok=True)
    for called in ("lead","owner","regulator","admin","outsider"):
        v = window(called); n = window(called, width=320)
        for path in reachable(v):
            for w, x in ((1280,v),(320,n)):
                x.open(path); x.settle()
                h = x.page.evaluate("document.documentElement.scrollHeight")
                x.page.screenshot(path=f"/tmp/shots/{called}{path.replace('/','_')}-{w}.png", full_page=True, clip={"x":0,"y":0,"width":w,"height":min(h,2200)})
    for w in (1280,320):
        v = window(None,width=w); v.open("/sign-in"); v.settle(); v.page.screenshot(path=f"/tmp/shots/none-{w}.png", full_page=True)
        v.sign_in("lead"); v.open("/actions/999",404); v.page.screenshot(path=f"/tmp/shots/404-{w}.png", full_page=True)
