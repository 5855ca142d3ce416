"""A file of shipments: `heads` finds which column means what, `shipments` what a row asks for.

Where to look: `parcel` chooses a row's carrier and link; the rest are words of many languages and what cells tell.
"""
