"""Carriers: what their numbers look like, how a check digit is reckoned, and where a parcel is followed.

Where to look: `carriers` is what others ask; `table` reads `resources/carriers.toml`, and the rest knows single sides of it.
"""

from console.model.carriers.carriers import Candidate as Candidate
from console.model.carriers.carriers import Carriers as Carriers
from console.model.carriers.carriers import candidates as candidates
from console.model.carriers.carriers import carriers as carriers
from console.model.carriers.carriers import read_url as read_url
from console.model.carriers.carriers import shipped as shipped
from console.model.carriers.carriers import sure as sure
