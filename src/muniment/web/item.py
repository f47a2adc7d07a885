"""One item: its page and those under it, and the routes to all of them."""

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from muniment.web import family, itemact, itemalike, itempage, itempast, pictures, together
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked


@page(Who.SESSION, alone=False)
def item(asked: Asked) -> Answer:
    """The page of an item. Where a browser only fetches ahead, nobody would see it: then nothing is shown, and nothing opened."""
    if asked.request.method == "HEAD":
        return Response()
    if "prefetch" in asked.request.headers.get("sec-purpose", ""):
        return PlainTextResponse("An item is not fetched ahead: its opening is recorded.", 503)
    return itempage.shown(asked)


ROUTES = [
    Route("/item/{item}", item),
    *family.ROUTES,
    *itemact.ROUTES,
    *itemalike.ROUTES,
    *itempast.ROUTES,
    *pictures.ROUTES,
    *together.ROUTES,
]
