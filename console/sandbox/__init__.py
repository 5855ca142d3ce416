"""The practice sandbox: a local server that keeps to the description of the orders and carts API.

It must import nothing else of `console`, and nothing of `console` may import it: client and sandbox are two
witnesses of one contract.

What the API's pages leave open is decided here, one line each:

- A tid, and the value of a tracking cookie, is a version number followed by at least three dot-separated groups,
  as in `3.Ag.AQ.AQ.AQ.AQ.AQ.t..l.AQ.n.VO4AkA.VO4AkA.G89Jow`; a cookie's name is `tid_` and 8 to 64 small letters or
  digits (`tracking.py`). Half a cookie pair is 400 even with ignoreInvalidTid.
- null in a body means "not given"; an empty text clears a text and is answered as null; amounts not given when a
  record is added become 0; numbers and dates cannot be cleared.
- A used refresh token is dead; access tokens live on until they expire.
- startDate and endDate compare orderDate (createdDate where there is none), both ends included; a
  filter with an empty value counts as not given.
- Updating a cart never changes its status, and adding an order never closes its cart.
- Deleted customer ids may be used again. Only the first fault of a body is named.
- Every applied write moves updatedDate, by at least a millisecond, even when nothing else changed.
"""
